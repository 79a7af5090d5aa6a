"""The commands of the README's console blocks print what stands there, apart from the numbers.

The demo runs on a smaller bestuur and makes one edition: the same lines with other counts, and more
tables that are too small to publish.
"""

import re
import shlex
from functools import partial
from pathlib import Path

import pytest

from pipeline.__main__ import run
from tests.docs.repository import blocks, read

README = read("README.md")
pytestmark = pytest.mark.slow


def mask(line: str) -> str:
    """Return a line without its numbers, and without the id of a release."""
    line = re.sub(r"\b\d{4}-\d\d-\d\d-[0-9a-f]{12}\b", "ID", line.strip())
    return re.sub(r"\d+", "0", line)


def lines(printed: list[str]) -> list[str]:
    """Return the masked lines; which tables are too small to publish depends on the numbers."""
    return [mask(line) for line in printed if not line.startswith("  not published:")]


def transcript(block: str) -> list[tuple[str, list[str]]]:
    """Return each command of a block with the lines that follow it."""
    parts = re.split(r"^\$ ", block, flags=re.M)[1:]
    return [(part.split("\n", 1)[0], part.split("\n")[1:-1]) for part in parts]


def write_files(page: str, folder: Path) -> None:
    """Write each CSV block below the name that stands above it."""
    for name, content in re.findall(r"^`([\w/]+\.csv)`\n\n```csv\n(.*?)^```", page, re.M | re.S):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, "utf-8")


@pytest.fixture
def small(monkeypatch):
    """A demo of three schools, one year and one edition."""
    from pipeline import report, sample

    monkeypatch.setattr(sample, "make_sample", partial(sample.make_sample, schools=3, years=1))
    make = report.make_reports
    one = lambda workspace, **words: make(workspace, **{**words, "editions": ("begin",)})  # noqa: E731
    monkeypatch.setattr(report, "make_reports", one)


@pytest.mark.parametrize("block", blocks(README, "console"), ids=lambda b: b.split()[2])
def test_the_commands_of_the_readme_print_what_stands_there(
    block, small, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    write_files(README, tmp_path)
    for command, expected in transcript(block):
        run(shlex.split(command)[1:])
        assert lines(capsys.readouterr().out.splitlines()) == lines(expected)
