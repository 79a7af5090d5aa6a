"""Every text that a reader of a report sees, in Dutch and English, from `data_schema/labels`.

One file is one subject: `name` and `texts`, a mapping of key to `{nl, en}`. A text is named
`<file>.<key>`. Values stand in it as `{n}`; `{n:zaak|zaken}` picks the word for one or for more.
"""

from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.languages import DECLARED, placeholders
from pipeline.schema.tables import Label
from pipeline.schema.yaml_files import check_keys, declared, read_yaml


def _read_label(where: str, value: Any) -> Label:
    if not isinstance(value, dict):
        raise DeclarationError(f"{where}: expected nl and en")
    check_keys(where, value, DECLARED)
    label = Label(str(value["nl"]).strip(), str(value["en"]).strip())
    if not label.nl or not label.en:
        raise DeclarationError(f"{where}: one of the languages is empty")
    if placeholders(label.nl) != placeholders(label.en):
        raise DeclarationError(f"{where}: nl and en do not use the same values")
    return label


@declared
def read_labels(path: Path) -> dict[str, Label]:
    """Return the texts of one file, keyed `<file>.<key>`."""
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "texts"))
    return {
        f"{path.stem}.{key}": _read_label(f"{path.name}: {key}", value)
        for key, value in content["texts"].items()
    }


@cache
def labels(root: Path = DATA_SCHEMA) -> dict[str, Label]:
    """Return all texts by key. Raises DeclarationError with file and key."""
    found: dict[str, Label] = {}
    for path in sorted((root / "labels").glob("*.yml")):
        found.update(read_labels(path))
    return found
