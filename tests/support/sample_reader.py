"""Reads made-up deliveries back, without the package's readers or the generator's writers."""

from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.schema.tables import code_lists, tables

Tables = dict[str, pd.DataFrame]


def read_written(path: Path, only: tuple[str, ...] = ()) -> Tables:
    """Return the tables of a delivery, texts as they are written, under the declared names.

    All of them, or `only` those that are named.
    """
    if path.suffix == ".xlsx":
        sheets = pd.read_excel(
            path,
            sheet_name=list(only) or None,
            dtype=str,
            keep_default_na=False,
            engine="openpyxl",
        )
        return {name: declared_names(name, frame) for name, frame in sheets.items()}
    files = [file for file in sorted(path.glob("*.csv")) if not only or file.stem in only]
    return {file.stem: declared_names(file.stem, read_csv(file)) for file in files}


def read_csv(path: Path) -> pd.DataFrame:
    raw = path.read_bytes()
    try:
        raw.decode("utf-8")
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "cp1252"
    first = raw.splitlines()[0].decode(encoding)
    separator = max(";,\t", key=first.count)
    return pd.read_csv(path, sep=separator, encoding=encoding, dtype=str, keep_default_na=False)


def declared_names(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    titles = {column.title.nl: column.name for column in tables()[table].columns}
    return frame.rename(columns=titles)


def plain(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with days for the dates and codes for the labels."""
    frame = frame.copy()
    for column in tables()[table].columns:
        if column.name not in frame:
            continue
        if column.type == "date":
            frame[column.name] = parse_dates(frame[column.name])
        elif column.codes:
            labels = {label.nl: code for code, label in code_lists()[column.codes].codes.items()}
            texts = frame[column.name]
            read = {text: labels.get(text, text) for text in texts.unique()}
            frame[column.name] = texts.map(read).astype(texts.dtype)
    return frame


def parse_dates(texts: pd.Series) -> pd.Series:
    """Return the days; each of the few different texts is read once."""
    text = texts.str.slice(0, 10)
    return pd.to_datetime(text.map({each: parse_date(each) for each in text.dropna().unique()}))


@cache
def parse_date(text: str) -> datetime | None:
    if not text:
        return None
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"):
        with suppress(ValueError):
            return datetime.strptime(text, form)
    raise AssertionError("a date that no declared form fits")


def read_all_written(folder: Path, only: tuple[str, ...] = ()) -> dict[str, Tables]:
    """Return the tables of each delivery of a sample as written, by the name of the delivery."""
    paths = sorted(path for path in folder.iterdir() if path.name != "truth")
    return {path.name: read_written(path, only) for path in paths}


def read_deliveries(folder: Path, only: tuple[str, ...] = ()) -> dict[str, Tables]:
    """Return the tables of each delivery with days and codes, by the name of the delivery."""
    return {
        name: {table: plain(table, frame) for table, frame in written.items()}
        for name, written in read_all_written(folder, only).items()
    }


def join_deliveries(written: dict[str, Tables]) -> Tables:
    """Return the tables of all deliveries together, with days and codes.

    Column `levering` names the delivery.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for name, frames in written.items():
        for table, frame in frames.items():
            parts.setdefault(table, []).append(frame.assign(levering=name))
    joined = {table: pd.concat(frames, ignore_index=True) for table, frames in parts.items()}
    return {table: plain(table, frame) for table, frame in joined.items()}


def read_all(folder: Path, only: tuple[str, ...] = ()) -> Tables:
    return join_deliveries(read_all_written(folder, only))


def read_truth(folder: Path, name: str) -> pd.DataFrame:
    frame = pd.read_csv(folder / "truth" / name, sep=";", dtype=str, keep_default_na=False)
    dates = [c for c in frame.columns if c.startswith("datum") or c.endswith("_datum")]
    return frame.assign(**{c: pd.to_datetime(frame[c], format="%Y-%m-%d") for c in dates})
