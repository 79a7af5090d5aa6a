"""What is fuzzed. A target feeds bytes to one reader, and fails when that is not clean."""

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import DeclarationError
from tests.deliveries import drawn_book, everything_shown, write_delivery
from tests.fuzz.clean import SECRET, clean, in_time
from tests.fuzz.declarations import readers

HEADER = b"zaak_id;datum_signalering;status\n"
Target = Callable[[bytes], None]


def _delivery(file: str, content: bytes) -> None:
    from pipeline.errors import UnreadableFile
    from pipeline.reading import open_delivery
    from pipeline.reading.csv_text import read_rows

    with TemporaryDirectory() as folder:
        path = write_delivery(Path(folder) / "s")
        (path / file).write_bytes(content)
        with clean():
            delivery = open_delivery(path)
            assert SECRET not in repr(delivery.problems), "a problem repeats a value"
            for text in delivery.texts:
                try:
                    for _ in read_rows(text):
                        pass
                except UnreadableFile as problem:
                    assert SECRET not in str(problem)


def table(content: bytes) -> None:
    """Read any bytes as the table zaak of a delivery."""
    _delivery("zaak.csv", content)


def rows(content: bytes) -> None:
    """Read any bytes under a good header."""
    _delivery("zaak.csv", HEADER + content)


def checked(content: bytes) -> None:
    """Check a whole delivery whose cases are any bytes: every rule, every finding."""
    from pipeline.intake import check_deliveries

    with TemporaryDirectory() as folder:
        path = write_delivery(Path(folder) / "s")
        (path / "zaak.csv").write_bytes(HEADER + content)
        with clean():
            (check,) = check_deliveries([path])
            assert SECRET not in everything_shown(check), "a finding repeats a value"
            assert check.status in ("ok", "bevindingen", "geweigerd")


def _open_book(content: bytes) -> None:
    from pipeline.reading import open_delivery

    with TemporaryDirectory() as folder:
        path = Path(folder) / "boek.xlsx"
        path.write_bytes(content)
        with clean():
            delivery = open_delivery(path)
            assert delivery.texts or delivery.problems
            assert SECRET not in repr(delivery.problems), "a problem repeats a value"


def workbook(content: bytes) -> None:
    """Overwrite bytes of a sound workbook: pairs of a place and a value."""
    book = bytearray(drawn_book())
    for first, second, value in zip(content[::3], content[1::3], content[2::3], strict=False):
        book[(first * 256 + second) % len(book)] = value
    _open_book(bytes(book[: len(book) - len(content) % 3 * 100]))


def sheet(content: bytes) -> None:
    """Put any bytes into the sheet of cases, well packed, so that they reach its reader."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(drawn_book())) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if "sheet2" in entry.filename or "sharedStrings" in entry.filename:
                part = part.replace(b"lopend", content, 1)
            new.writestr(entry.filename, part)
    _open_book(out.getvalue())


def declaration(content: bytes) -> None:
    """Read any bytes as every kind of declaration: refused by file, or understood."""
    with TemporaryDirectory() as folder:
        for name, reader in readers().items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            try:
                with in_time():
                    reader(path)
            except DeclarationError as problem:
                assert path.name in str(problem), "the message names no file"
                assert len(str(problem).splitlines()) <= 2, "a message of more than two lines"


COMMANDS = ("sample", "template", "pseudonymise", "reveal", "forget", "check", "load", "build")
COMMANDS += ("release", "attack", "report", "worklist", "purge", "status", "show", "norms")
COMMANDS += ("indicators",)
"""Those that open no other program and make no more than they are told."""


def arguments(content: bytes) -> None:
    """Give the command line these words, parted by NUL, in an empty folder."""
    from pipeline.__main__ import run

    words = content.decode("utf-8", "surrogateescape").split("\0")
    if not words or words[0] not in COMMANDS or "--debug" in words:
        words = [COMMANDS[len(content) % len(COMMANDS)], *(w for w in words if w != "--debug")]
    out, err = io.StringIO(), io.StringIO()
    shut = redirect_stdout(out), redirect_stderr(err)
    with TemporaryDirectory() as folder, _inside(folder), in_time(), shut[0], shut[1]:
        code = run(words)
    said = err.getvalue()
    assert code in range(8), f"exit code {code}"
    assert "Traceback" not in said and "run again with --debug" not in said, said[-200:]


@contextmanager
def _inside(folder: str) -> Iterator[None]:
    before, keys = os.getcwd(), {}
    for name in ("MELDCODE_KEY_FILE", "MELDCODE_VAULT_KEY_FILE"):
        keys[name], os.environ[name] = os.environ.get(name), f"{folder}/{name.lower()}"
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        for name, value in keys.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def ledger(content: bytes) -> None:
    """Read any bytes as a release ledger."""
    from pipeline.disclosure.ledger import read_ledger

    with TemporaryDirectory() as folder:
        path = Path(folder) / "grootboek.jsonl"
        path.write_bytes(content)
        with clean():
            for entry in read_ledger(path).releases:
                assert entry.seen


def lists(content: bytes) -> None:
    """Read any bytes as each file that a person or an earlier run put into the workspace."""
    from pipeline.disclosure.units import read_clusters, read_mergers
    from pipeline.manifest import read_manifest
    from pipeline.marts.reference import read_own_thresholds
    from pipeline.report.state import read_records
    from pipeline.schools import read_schools
    from pipeline.status import school_names
    from pipeline.workspace import Workspace

    with TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        files = ("scholen.csv", "clusters.csv", "fusies.csv", "manifest.json", "rapporten.jsonl")
        for name in (*files, "drempels.csv"):
            (workspace.root / name).write_bytes(content)
        for reader in (
            *(read_schools, read_clusters, read_mergers, read_manifest, read_records),
            school_names,
        ):
            with clean(is_record=False):
                reader(workspace)
        with clean(is_record=False):
            read_own_thresholds(workspace.root / "drempels.csv")


TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (table, rows, checked, workbook, sheet, declaration, arguments, ledger, lists)
}


def replay(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every input that once failed, with the name of its target."""
    for file in sorted(folder.glob("*/*.bin")):
        yield file.parent.name, file
