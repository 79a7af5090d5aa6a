"""A fault or a gap in the files of the calendar is refused; a school year that fits is taken."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import DeclarationError
from pipeline.schema.calendar import (
    CALENDAR,
    VAKANTIEREGIOS,
    VAKANTIES,
    read_calendar,
    school_years,
)

VAKANTIE_FAULTS = {
    "overlap": ("2025-10-11,2025-10-19", "2025-10-11,2025-12-22", "overlap"),
    "reversed": ("2025-10-11,2025-10-19", "2025-10-19,2025-10-11", "end before they begin"),
    "another school year": ("2025-10-11,2025-10-19", "2026-10-11,2026-10-19", "outside"),
    "no date": ("2025-10-11,2025-10-19", "11-10-2025,2025-10-19", "a date"),
    "empty cell": ("2025-10-11,2025-10-19", "2025-10-11,", "empty cell"),
    "unknown region": ("2025-2026,herfst,zuid", "2025-2026,herfst,oost", "choices: noord"),
    "unknown vakantie": ("2025-2026,herfst,zuid", "2025-2026,krokus,zuid", "choices: herfst"),
    "schooljaar of two years": ("2025-2026,herfst,zuid", "2025-2027,herfst,zuid", "schooljaar"),
    "twice": ("2025-2026,herfst,zuid", "2025-2026,herfst,noord", "repeat"),
    "other columns": ("schooljaar,vakantie,", "jaar,vakantie,", "expected the columns"),
}


@pytest.mark.parametrize("fault", VAKANTIE_FAULTS)
def test_a_fault_in_schoolvakanties_is_refused(fault: str, tmp_path: Path) -> None:
    old, new, message = VAKANTIE_FAULTS[fault]
    write_copy(tmp_path, "schoolvakanties.csv", lambda text: replace_once(text, old, new))
    with pytest.raises(DeclarationError, match=message):
        read_calendar(tmp_path)


@pytest.mark.parametrize(
    "absent",
    ["2025-2026,herfst,zuid", "2025-2026,", "zuid,", "2016-2017,", "2015-2016,zomer,noord", "20"],
)
def test_a_gap_in_schoolvakanties_is_refused(absent: str, tmp_path: Path) -> None:
    write_copy(tmp_path, "schoolvakanties.csv", lambda text: without_lines(text, absent))
    with pytest.raises(DeclarationError, match=r"missing|no rows"):
        read_calendar(tmp_path)


@pytest.mark.parametrize("absent", ["2025-04-26", "2027-", "2016-", "20"])
def test_a_gap_in_feestdagen_is_refused(absent: str, tmp_path: Path) -> None:
    write_copy(tmp_path, "feestdagen.csv", lambda text: without_lines(text, absent))
    with pytest.raises(DeclarationError, match="feestdag"):
        read_calendar(tmp_path)


def test_a_feestdag_that_stands_twice_is_refused(tmp_path: Path) -> None:
    write_copy(tmp_path, "feestdagen.csv", lambda text: text + text.splitlines()[-1] + "\n")
    with pytest.raises(DeclarationError, match="twice"):
        read_calendar(tmp_path)


def test_a_file_that_is_absent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"schoolvakanties\.csv"):
        read_calendar(tmp_path)


def test_the_complaint_names_the_line(tmp_path: Path) -> None:
    old, new, _ = VAKANTIE_FAULTS["reversed"]
    write_copy(tmp_path, "schoolvakanties.csv", lambda text: replace_once(text, old, new))
    lines = (tmp_path / "schoolvakanties.csv").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, start=1) if new in text)
    with pytest.raises(DeclarationError, match=rf"1 rows .*\(lines {line}\)"):
        read_calendar(tmp_path)


def test_the_school_year_that_the_readme_adds_is_accepted(tmp_path: Path) -> None:
    readme = (CALENDAR / "README.md").read_text(encoding="utf-8")
    added = [line for line in readme.splitlines() if line.startswith("2028-2029,")]
    assert len(added) == len(VAKANTIES) * len(VAKANTIEREGIOS)
    write_copy(tmp_path, "schoolvakanties.csv", lambda text: text + "\n".join(added) + "\n")
    assert school_years(tmp_path)[-1] == "2028-2029"
    assert str(read_calendar(tmp_path)["datum"].max().date()) == "2029-07-31"


def write_copy(folder: Path, name: str, change: Callable[[str], str]) -> None:
    """Write both calendar files to `folder`, one of them changed."""
    for path in CALENDAR.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        changed = change(text) if path.name == name else text
        (folder / path.name).write_text(changed, encoding="utf-8")


def replace_once(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def without_lines(text: str, part: str) -> str:
    """Return the text without the lines, other than the header, that hold `part`."""
    header, *lines = text.splitlines(keepends=True)
    return header + "".join(line for line in lines if part not in line)
