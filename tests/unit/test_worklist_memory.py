"""What the worklist remembers, and the calendar file beside it."""

from datetime import date

import pandas as pd

from pipeline.language import Language
from pipeline.report.calendar_file import make_calendar
from pipeline.worklist_memory import forget_cases, put_aside, read_memory, remember_list
from pipeline.workspace import Workspace

AUTUMN, WINTER = date(2025, 10, 31), date(2026, 1, 31)


def remembered(tmp_path):
    workspace = Workspace(tmp_path)
    remember_list(workspace, "s", AUTUMN, ["a", "b"])
    return workspace


def test_without_an_earlier_list_nothing_is_new_and_nothing_left(tmp_path):
    memory = read_memory(Workspace(tmp_path), "s")
    assert memory.previous(WINTER) == () and not memory.has_previous(WINTER)


def test_the_list_before_is_that_of_the_delivery_before_however_often_it_is_made(tmp_path):
    workspace = remembered(tmp_path)
    for _ in range(2):
        assert read_memory(workspace, "s").previous(WINTER) == ("a", "b")
        remember_list(workspace, "s", WINTER, ["b", "c"])


def test_a_list_of_an_older_day_does_not_replace_a_newer_one(tmp_path):
    workspace = remembered(tmp_path)
    remember_list(workspace, "s", date(2025, 1, 1), ["x"])
    assert read_memory(workspace, "s").listed == ("a", "b")


def test_a_case_put_aside_survives_a_new_list_and_comes_back_after_its_day(tmp_path):
    workspace = remembered(tmp_path)
    put_aside(workspace, "s", "a", date(2026, 1, 31))
    remember_list(workspace, "s", WINTER, ["a"])
    memory = read_memory(workspace, "s")
    assert memory.until("a", WINTER) == date(2026, 1, 31)
    assert memory.until("a", date(2026, 2, 1)) is None


def test_a_case_can_be_put_back(tmp_path):
    workspace = remembered(tmp_path)
    put_aside(workspace, "s", "a", WINTER)
    put_aside(workspace, "s", "a", None)
    assert read_memory(workspace, "s").aside == {}


def test_a_purged_case_is_forgotten_everywhere(tmp_path):
    workspace = remembered(tmp_path)
    put_aside(workspace, "s", "a", WINTER)
    remember_list(workspace, "s", WINTER, ["a", "c"])
    assert forget_cases(workspace, "s", ["c"]) == 2
    files = list((tmp_path / "werklijst").iterdir())
    assert all('"a"' not in file.read_text() and '"b"' not in file.read_text() for file in files)


def test_only_its_owner_can_read_the_file(tmp_path):
    remembered(tmp_path)
    modes = {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "werklijst").iterdir()}
    assert modes == {"0o600"}


def test_schools_do_not_share_a_file(tmp_path):
    workspace = remembered(tmp_path)
    assert read_memory(workspace, "t").listed == ()


PLANNED = pd.DataFrame(
    [
        ("z1", "proces", pd.Timestamp("2026-03-09")),
        ("z2", "hulp_effect", pd.Timestamp("2026-03-10")),
    ],
    columns=["token", "soort", "gepland_datum"],
)


def test_the_calendar_holds_a_day_a_kind_and_a_token_and_nothing_else():
    text = make_calendar(PLANNED, WINTER, Language()).decode()
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20260309\r\nDTEND;VALUE=DATE:20260310\r\n" in text
    assert "SUMMARY:Evaluatie van het proces z1\r\n" in text
    assert not any(name in text for name in ("DESCRIPTION", "ATTENDEE", "LOCATION", "ORGANIZER"))


def test_no_line_of_the_calendar_is_longer_than_75_octets():
    long = PLANNED.assign(token="é" * 80)
    lines = make_calendar(long, WINTER, Language()).split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_the_calendar_is_the_same_for_the_same_rows():
    assert make_calendar(PLANNED, WINTER, Language()) == make_calendar(PLANNED, WINTER, Language())
