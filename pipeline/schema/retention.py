"""How long each table and file may stay, from `data_schema/retention.yml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.tables import tables
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

FILES = {"deliveries": "loaded", "intern_reports": "made"}


@dataclass(frozen=True)
class Retention:
    """Terms: school years after closing per case table, days per kind of file.

    `kept` are the tables without persons, which have no term.
    """

    years: dict[str, int]
    kept: tuple[str, ...]
    days: dict[str, int]


@declared
def read_retention(path: Path) -> Retention:
    """Return the declared terms; raises DeclarationError when a table has none, or no reason."""
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "source", "tables", "files"))
    missing = sorted(set(tables()) - set(content["tables"]))
    if missing:
        raise DeclarationError(f"{path.name}: no term for {', '.join(missing)}")
    years: dict[str, int] = {}
    kept: list[str] = []
    for name, term in content["tables"].items():
        check_choice(path.name, "tables", name, tables())
        if "kept" in term:
            check_keys(f"{path.name}: {name}", term, ("kept", "reason"))
            kept.append(name)
        else:
            years[name] = _years(f"{path.name}: {name}", term)
    return Retention(years, tuple(kept), _days(path.name, content["files"]))


def _years(where: str, term: dict[str, Any]) -> int:
    check_keys(where, term, ("school_years_after_closing", "reason"))
    years = term["school_years_after_closing"]
    if not isinstance(years, int) or not 0 <= years <= 20:
        raise DeclarationError(f"{where}: school_years_after_closing is a number from 0 to 20")
    return years


def _days(where: str, files: dict[str, Any]) -> dict[str, int]:
    check_keys(f"{where}: files", files, FILES)
    for name, term in files.items():
        check_keys(f"{where}: {name}", term, ("days", "since", "reason"))
        check_choice(f"{where}: {name}", "since", term["since"], (FILES[name],))
    return {name: int(term["days"]) for name, term in files.items()}


@cache
def retention(root: Path = DATA_SCHEMA) -> Retention:
    """Return the terms in force."""
    return read_retention(root / "retention.yml")
