"""What every command shares: the workspace it works on, lines to the reader, a progress bar."""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.errors import UsageError
from pipeline.workspace import DEFAULT, Workspace

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int, str], None]
DAYS = ["%Y-%m-%d", "%d-%m-%Y"]
Meldcode = Annotated[str, typer.Option(help="Which meldcode of data_schema/meldcodes.")]
Language = Annotated[str, typer.Option(help="nl, en, or another of data_schema/languages.")]


def workspace_of(context: typer.Context) -> Workspace:
    """Return the workspace that `--workspace` named, else the default one."""
    return context.obj or Workspace(DEFAULT)


def say(line: str = "") -> None:
    """Print one line to standard output."""
    typer.echo(line)


def one_line(name: object) -> str:
    """Return the name of a file as a part of one line: a name can hold line ends and worse."""
    return "".join(
        each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in str(name)
    )


def warn(line: str) -> None:
    """Print one line to standard error."""
    typer.echo(line, err=True)


def check_option(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise UsageError when an option has a value outside its choices."""
    if value not in choices:
        raise UsageError(f"--{name} is '{value}'; choices: {', '.join(choices)}")


def check_language(name: str) -> None:
    """Raise UsageError when there is no such language."""
    from pipeline.schema.languages import languages

    check_option("language", name, tuple(languages()))


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Yield a callable `(done, total, what)` that draws a bar when standard error is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description:<18}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None, what="")

        def advance(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, what=what)

        yield advance


def print_frame(frame: "pd.DataFrame", form: str) -> None:
    """Print a frame as aligned text, `csv` or `json`; nothing of it is cut off."""
    if form == "json":
        records = [{str(k): _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]
        say(json.dumps(records, ensure_ascii=False, indent=1))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(frame.columns)
        writer.writerows([[_text(value) for value in row] for row in frame.itertuples(index=False)])
    else:
        print_rows(list(map(str, frame.columns)), frame.itertuples(index=False))


def print_rows(header: Sequence[str], rows: Any) -> None:
    """Print rows as left-aligned columns under a header."""
    table = [list(header)] + [[_text(value) for value in row] for row in rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(header))]
    for row in table:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _plain(value: Any) -> Any:
    if value is None or type(value).__name__ == "NAType" or value != value:
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


def _text(value: Any) -> str:
    plain = _plain(value)
    return "" if plain is None else str(plain)
