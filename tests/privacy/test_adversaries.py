"""Known ways to get a small number out of tables that each look safe: the attack finds each."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.disclosure import search
from pipeline.disclosure.attack import attack_alone, attack_with_history
from pipeline.disclosure.cuts import Cut, Problem
from pipeline.disclosure.gate import release
from pipeline.disclosure.judge import FAILED, PASSED, Question
from pipeline.disclosure.safe_table import open_publication
from pipeline.disclosure.seen import Seen, SeenCell, SeenTable
from pipeline.errors import NoProofError
from pipeline.schema.releases import catalogue
from tests.privacy.drawn import drawn_catalogue, drawn_seen_table
from tests.privacy.made import SMALL, even_zaken, fill_workspace, make_workspace

DIMENSIONS = ("school_id", "periode", "uitkomst")
SCHOOLS = ("a", "b")
YEARS = ("2020-2021", "2021-2022", "2022-2023", "2023-2024")
OUTCOMES = ("5A", "5B")
Rows = dict[tuple[str, ...], int | None]


def table(name: str, dimensions: tuple[str, ...], rows: Rows) -> SeenTable:
    """Draw a published table; a row names a code of each dimension, None is the marker."""
    every = {"school_id": SCHOOLS, "periode": YEARS, "uitkomst": OUTCOMES}
    members = {}
    for place, dimension in enumerate(dimensions):
        codes = {row[place] for row in rows}
        members[dimension] = {code: behind(code, every[dimension]) for code in codes}
    cells = tuple(SeenCell(row, n or 0, n) for row, n in rows.items())
    return drawn_seen_table(name, dimensions, members, cells)


def behind(code: str, every: tuple[str, ...]) -> tuple[str, ...]:
    """Return the finest codes of a code: itself, a window of years, or all."""
    if code == "totaal":
        return every
    if code[4:5] == "-" and code not in every:
        return tuple(year for year in every if code[:4] <= year[:4] < code[5:])
    return (code,)


def attacked(*moments: tuple[SeenTable, ...]) -> Question:
    seen = tuple(Seen(f"r{n}", SCHOOLS, SCHOOLS, tables, ()) for n, tables in enumerate(moments))
    names = sorted({one.name for tables in moments for one in tables})
    return Question(seen, drawn_catalogue(DIMENSIONS, names), (None,) * len(seen), explain=True)


def test_the_same_cases_by_school_and_by_year_give_the_rest_away() -> None:
    """37 in all by year; 34 of them stand by school: the hidden school has 3."""
    by_school: Rows = {("a",): 34, ("b",): None}
    by_year: Rows = {("2020-2024",): 37}
    alone = attack_alone(attacked((table("school", ("school_id",), by_school),)))
    assert alone.status == PASSED
    both = attack_alone(
        attacked((table("school", ("school_id",), by_school), table("jaar", ("periode",), by_year)))
    )
    assert both.status == FAILED
    assert {name for failure in both.failures for _, name in failure.tables} == {"school", "jaar"}


def test_rolling_windows_give_a_single_year_away() -> None:
    """2020-2023 has 30, 2021-2024 has 29, and both outer years together 7: 4 and 3."""
    windows: Rows = {("2020-2023",): 30, ("2021-2024",): 29, ("2020-2024",): 33}
    single: Rows = {("2020-2021",): None, ("2023-2024",): None}
    rolling = (table("venster", ("periode",), windows), table("jaar", ("periode",), single))
    assert attack_alone(attacked(rolling)).status == FAILED
    assert attack_alone(attacked((table("jaar", ("periode",), single),))).status == PASSED


def test_a_later_release_gives_the_hidden_part_of_an_earlier_one_away() -> None:
    first = (table("t", ("school_id",), {("a",): 12, ("b",): None}),)
    later = (table("t", ("school_id",), {("a",): 12, ("b",): None, ("totaal",): 15}),)
    assert attack_alone(attacked(first)).status == PASSED
    assert attack_with_history(attacked(first, later)).status == FAILED


@pytest.mark.parametrize(("later", "status"), [(13, FAILED), (12, PASSED), (17, PASSED)])
def test_one_case_more_between_two_releases_is_found(later: int, status: str) -> None:
    counts = [{"a": 12, "b": 20}, {"a": later, "b": 20}]
    tables = [
        (table("t", ("school_id",), {(school,): n for school, n in one.items()}),) for one in counts
    ]
    rows = [[(school, YEARS[0], "5A", n) for school, n in one.items()] for one in counts]
    exact = [{"geteld": pd.DataFrame(one, columns=[*DIMENSIONS, "aantal"])} for one in rows]
    question = replace(attacked(*tables), exact=tuple(exact))
    assert attack_with_history(question).status == status


def test_zero_and_few_carry_one_marker_and_a_first_case_changes_nothing(tmp_path: Path) -> None:
    zaken = [(s, y, o, 0 if (y, o) == ("2024-2025", "5B") else n) for s, y, o, n in SMALL]
    workspace = make_workspace(tmp_path, zaken)
    release(workspace)
    before = workspace.released.read_bytes()
    shown = [
        row[-2:]
        for one in open_publication(workspace.released).tables.values()
        if one.kind == "counts"
        for row in one.cells
    ]
    assert {pair for pair in shown if pair[1]} == {(None, True)}
    assert all(not isinstance(n, int) or n >= 5 for n, _ in shown)
    first = ("school_01", "2024-2025", "5B", 1)
    fill_workspace(workspace, [row for row in zaken if row[:3] != first[:3]] + [first])
    release(workspace)
    assert workspace.released.read_bytes() == before


def test_a_table_without_proof_is_held_back_and_the_others_are_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = search.protect

    def impatient(problem: Problem, cuts: list[Cut]) -> tuple[frozenset[search.Place], list[Cut]]:
        if any(draft.table.name == "zaken_per_school" for draft in problem.drafts):
            raise NoProofError("the search for cells to hide ended without proof")
        return whole(problem, cuts)

    monkeypatch.setattr(search, "protect", impatient)
    workspace = make_workspace(tmp_path, even_zaken(schools=3, years=1))
    made = release(workspace)
    reason = "niet bewezen dat niets kleins uit te rekenen is"
    assert made.withheld["zaken_per_school"] == reason
    assert "zaken_per_jaar" in open_publication(workspace.released).names
    note = workspace.publication / f"vrijgavenota-{made.release_id}.md"
    assert reason in note.read_text(encoding="utf-8")


def test_rows_stand_in_the_order_of_their_codes_never_of_their_numbers(tmp_path: Path) -> None:
    zaken = [(s, y, o, n + 9 * int(s[-1])) for s, y, o, n in SMALL]
    workspace = make_workspace(tmp_path, zaken)
    release(workspace)
    published = open_publication(workspace.released)
    outcomes = catalogue().dimensions["uitkomst"].levels
    for one in published.tables.values():
        if one.kind == "counts":
            level = [*outcomes[one.levels["uitkomst"]], "totaal"]
            found = list(one.codes("uitkomst"))
            assert found == [code for code in level if code in found]
            assert list(one.codes("periode")) == sorted(one.codes("periode"))


def test_a_school_without_cases_stands_in_the_lists_like_any_other(tmp_path: Path) -> None:
    """Absence from a list would tell as much as a 0."""
    workspace = make_workspace(tmp_path, SMALL, schools=["school_07"])
    release(workspace)
    published = open_publication(workspace.released)
    status = {row[0]: row[-1] for row in published.table("leveringen").cells}
    assert status["school_07"] == status["school_01"]
    if "school_id" in published.table("zaken_per_school").dimensions:
        codes = published.table("zaken_per_school").codes("school_id")
        assert ("school_07" in codes) == ("school_01" in codes)
