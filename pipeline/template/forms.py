"""The cell formats of the entry workbook, made once per workbook."""

from dataclasses import dataclass, fields
from typing import Any

INK, DARK, LIGHT, GREY, CHECK = "#1F2933", "#1F5C66", "#CFE5E8", "#F1F3F5", "#FFF3C4"

_BASE = {"font_name": "Arial", "font_size": 11, "font_color": INK, "valign": "vcenter"}
_HEADER = {"bold": True, "text_wrap": True, "border": 1, "border_color": "#9FB3B8", "valign": "top"}
_DATE = {"num_format": "dd-mm-yyyy", "align": "left"}
_EXAMPLE = {"italic": True, "font_color": "#5A6570", "bg_color": GREY}
_CHECK = {"bg_color": CHECK, "border": 1, "border_color": "#D9B84A", "locked": False}

_PROPERTIES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "text": {"text_wrap": True, "valign": "top"},
    "heading": {"bold": True, "font_size": 13, "font_color": DARK},
    "command": {"font_name": "Courier New", "bg_color": GREY},
    "link": {"underline": True, "font_color": DARK},
    "required": _HEADER | {"bg_color": DARK, "font_color": "#FFFFFF"},
    "optional": _HEADER | {"bg_color": LIGHT},
    "example": _EXAMPLE | {"num_format": "@"},
    "example_date": _EXAMPLE | _DATE,
    "example_number": _EXAMPLE | {"align": "left"},
    "entry": {"locked": False, "num_format": "@"},
    "entry_date": _DATE | {"locked": False},
    "entry_number": {"locked": False, "align": "left"},
    "fixed": {"font_color": "#5A6570"},
    "check": _CHECK,
    "check_date": _CHECK | _DATE,
}


@dataclass(frozen=True)
class Forms:
    """One format per role of a cell; `entry` is what the school may change."""

    title: Any
    text: Any
    heading: Any
    command: Any
    link: Any
    required: Any
    optional: Any
    example: Any
    example_date: Any
    example_number: Any
    entry: Any
    entry_date: Any
    entry_number: Any
    fixed: Any
    check: Any
    check_date: Any


def make_forms(workbook: Any) -> Forms:
    """Add every format to the workbook."""
    return Forms(
        **{f.name: workbook.add_format(_BASE | _PROPERTIES[f.name]) for f in fields(Forms)}
    )
