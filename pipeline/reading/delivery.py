"""Opens one delivery: a folder with a CSV per table, or a workbook with a sheet per table."""

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path

from pipeline.errors import UnreadableFile, UsageError
from pipeline.reading import limits
from pipeline.reading.csv_text import read_csv, read_headless, read_rows
from pipeline.reading.headers import check_headless
from pipeline.reading.kept_sheets import is_register, read_register, without_unkept
from pipeline.reading.source import Problem, TableText
from pipeline.reading.survey import Survey, survey_file
from pipeline.reading.xlsx import open_sheets, read_sheet
from pipeline.schema.example_row import DELIVERY_MANIFEST
from pipeline.schema.sources import is_skipped_sheet, normalise, table_name
from pipeline.schema.tables import tables

Reader = Callable[[str, str | None], tuple[TableText | None, list[Problem]]]
"""Reads one table, given its name and the source that says how headers are written."""

CSV, WORKBOOK, XML = (".csv", ".tsv"), (".xlsx",), (".xml",)

TRUTH = "truth"
"""The folder that `sample` writes beside its deliveries; it is passed over."""


@dataclass(frozen=True)
class Delivery:
    """One delivery as text. `sha256` covers the names and contents of all its files."""

    path: Path
    texts: tuple[TableText, ...]
    problems: tuple[Problem, ...]
    sha256: str


@dataclass
class _Opened:
    """What was met so far in one delivery: a reader per table, problems, and the hash.

    kept: the sheets that the template's register says are kept; None without a register.
    """

    readers: dict[str, Reader] = field(default_factory=dict)
    kept: frozenset[str] | None = None
    problems: list[Problem] = field(default_factory=list)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, name: str, reader: Reader, unknown: Sequence[Problem], file: str) -> None:
        """Keep a reader under its table's name; `unknown` says more when there is no such table."""
        table = table_name(name)
        if table is None:
            self.problems += unknown or [Problem("tabel_onbekend", file)]
        elif table in self.readers:
            self.problems.append(Problem("tabel_dubbel", file, table=table))
        else:
            self.readers[table] = reader


def find_deliveries(paths: Sequence[Path]) -> list[Path]:
    """Return the deliveries among `paths`; raises UsageError for a path that is not there.

    A `*` or `?` that the shell left in, as on Windows, stands for what it fits.
    """
    written_out = [each for path in paths for each in _write_out(Path(path))]
    found = [path for path in written_out if path.name != TRUTH]
    nameless = sum(not _is_text(path) for path in found)
    if nameless:
        raise UsageError(
            f"{nameless} of {len(found)} paths have a name that is no text; next: rename them"
        )
    missing = [path for path in found if not os.path.exists(path)]
    if missing:
        raise UsageError(
            f"there is no delivery at {missing[0]} ({len(missing)} of {len(found)} paths absent);"
            " give folders of CSV files, or XLSX files"
        )
    parents = [path for path in found if path.is_dir() and _holds_folders_only(path)]
    if parents:
        raise UsageError(f"{parents[0]} holds folders, not tables; next: give {parents[0] / '*'}")
    return found


def _write_out(path: Path) -> list[Path]:
    # unlike Path.exists, this is False as well for a name that is too long for the disk
    fitting = [] if os.path.exists(path) else sorted(map(Path, glob(str(path))))
    return fitting or [path]


def _is_text(path: Path) -> bool:
    """Return whether a name is text: on Linux it may be any bytes, which DuckDB cannot open."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _holds_folders_only(path: Path) -> bool:
    inside = [each for each in path.iterdir() if each.name[0] != "."]
    return bool(inside) and all(each.is_dir() for each in inside)


def find_files(path: Path) -> list[Path]:
    """Return the files of one delivery, without hidden ones and the manifest of pseudonymise."""
    if not path.is_dir():
        return [path]
    files = (
        file
        for file in path.iterdir()
        if file.name[0] not in ".~" and file.name != DELIVERY_MANIFEST
    )
    return sorted(files, key=lambda file: file.name)  # the same order, so hash, on every system


def open_delivery(path: Path) -> Delivery:
    """Return the text of every table of one delivery, with what stood in the way of reading."""
    opened = _Opened()
    try:
        files = find_files(path)
        for number, file in enumerate(files[: limits.FILES], start=1):
            _open_file(opened, file, number)
    except OSError:
        opened.problems.append(Problem("bestand_onleesbaar", path.name))
    texts = _read_texts(opened)
    return Delivery(path, tuple(texts), tuple(opened.problems), opened.digest.hexdigest())


def _open_file(opened: _Opened, file: Path, number: int) -> None:
    """Look at one file; a file of another kind is named by its number, its name may be a person."""
    kind = file.suffix.lower()
    is_known = _is_text(file) and (table_name(file.stem) or kind in WORKBOOK)
    name = file.name if is_known else f"bestand {number}"
    try:
        if kind in XML:
            opened.problems.append(Problem("edex_xml", name))
        elif not file.is_file() or kind not in (*CSV, *WORKBOOK):
            opened.problems.append(Problem("bestand_genegeerd", name))
        elif file.is_symlink() or not _is_text(file):
            opened.problems.append(Problem("bestand_verdacht", name, table=table_name(file.stem)))
        elif kind in WORKBOOK:
            _open_workbook(opened, file)
        else:
            _open_csv(opened, file, name)
    except UnreadableFile as problem:
        rows = () if problem.row is None else (problem.row,)
        opened.problems.append(Problem(problem.rule, name, rows=rows))


def _open_csv(opened: _Opened, file: Path, name: str) -> None:
    survey = survey_file(file)
    opened.digest.update(f"{file.name} {survey.sha256}\n".encode())
    rule = _unreadable(survey)
    if rule:
        opened.problems.append(Problem(rule, name, table=table_name(file.stem)))
        return
    unknown = [] if table_name(file.stem) else read_headless(Path(name), survey)
    opened.add(file.stem, _csv_reader(file, survey), unknown, name)


def _unreadable(survey: Survey) -> str | None:
    """Return the rule that the bytes of a CSV break, or None."""
    if not survey.size:
        return "bestand_leeg"
    if survey.has_nul and survey.encoding != "utf-16":
        return "nul_tekens"
    return None if survey.encoding else "codering_onbekend"


def _csv_reader(file: Path, survey: Survey) -> Reader:
    return lambda table, source: read_csv(file, survey, tables()[table], source)


def _open_workbook(opened: _Opened, file: Path) -> None:
    survey = survey_file(file, limits.WORKBOOK_BYTES)
    opened.digest.update(f"{file.name} {survey.sha256}\n".encode())
    if not survey.size:
        opened.problems.append(Problem("bestand_leeg", file.name))
        return
    number = 0
    for number, (sheet, rows) in enumerate(open_sheets(file), start=1):
        if is_register(sheet):
            opened.kept = read_register(rows)
        elif not is_skipped_sheet(sheet):
            shown = sheet if table_name(sheet) else f"blad {number}"
            unknown = check_headless(rows[:1], None, file.name, shown) or [
                Problem("tabel_onbekend", file.name, shown)
            ]
            opened.add(sheet, _sheet_reader(file, sheet, rows), unknown, file.name)
    if not number:  # a damaged list of sheets: nothing is there, and nothing says so
        opened.problems.append(Problem("bestand_onleesbaar", file.name))


def _sheet_reader(file: Path, sheet: str, rows: list[list[str]]) -> Reader:
    return lambda table, source: read_sheet(file, sheet, rows, tables()[table], source)


def _read_texts(opened: _Opened) -> list[TableText]:
    """Read every table, `levering` first: it says from which source the headers are."""
    texts: list[TableText] = []
    source: str | None = None
    for table in sorted(opened.readers, key=lambda name: name != "levering"):
        text, found = opened.readers[table](table, None if table == "levering" else source or "")
        opened.problems += found
        if text is not None:
            texts.append(text)
            source = _source(text) if table == "levering" else source
    return without_unkept(texts, opened.kept)


def _source(levering: TableText) -> str | None:
    """Return the origin that the delivery gives for itself, read from its first row."""
    if "bron" not in levering.columns:
        return None
    first = next(read_rows(levering), None)
    return normalise(first[levering.columns.index("bron")]) if first else None
