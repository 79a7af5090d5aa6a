"""What reading gives: one table's text, where it came from, and what stood in the way."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """Something that keeps a file from being read; `rule` is declared in `data_schema/rules`.

    `columns` are positions (1 is the first) or declared names, never a header as it was written.
    """

    rule: str
    file: str
    sheet: str | None = None
    table: str | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Dialect:
    """How a file was written, as it was sniffed.

    `is_plain`: every line is one row, so that DuckDB can read the file by itself.
    """

    encoding: str
    delimiter: str
    header_row: int
    is_quoted: bool = False
    is_plain: bool = False

    @property
    def delimiter_name(self) -> str:
        """Return the delimiter in a word, empty for a workbook."""
        return {";": "puntkomma", ",": "komma", "\t": "tab"}.get(self.delimiter, self.delimiter)


@dataclass(frozen=True)
class TableText:
    """The text of one delivered table in one file or sheet.

    `columns` holds per position the declared column, or None for one without a header. `rows` is
    None when the text is still in the file at `path`; its first row stands under the header.
    `lines` is the number of lines under the header, blank ones counted.
    """

    table: str
    file: str
    sheet: str | None
    columns: tuple[str | None, ...]
    dialect: Dialect
    path: Path
    lines: int
    rows: tuple[tuple[str, ...], ...] | None = field(default=None, repr=False)

    @property
    def delivered(self) -> tuple[str, ...]:
        """Return the declared columns that this text holds, in its own order."""
        return tuple(column for column in self.columns if column)
