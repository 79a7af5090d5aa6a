"""Where the declared folders are: beside the package in a checkout, inside it once installed."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _find_folder(name: str) -> Path:
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name


DATA_SCHEMA = _find_folder("data_schema")
NOTEBOOKS = _find_folder("notebooks")
SQL = PACKAGE / "sql"
