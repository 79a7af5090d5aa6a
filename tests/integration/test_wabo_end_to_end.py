"""The three questions on deliveries that this project did not make up, from files to pages.

Source of the timings: the WABO log of J.C.A.M. Buijs, 4TU.ResearchData (see CITATION.cff). The
numbers expected here were counted in the files themselves, apart from this project's code.
"""

import re
from operator import itemgetter
from pathlib import Path

import pytest

from pipeline.__main__ import run

WABO = Path(__file__).resolve().parents[3] / "shared" / "testdata" / "wabo"
pytestmark = pytest.mark.skipif(not WABO.is_dir(), reason="the WABO deliveries are not here")

SCHOOL_09 = "S1996be994b61fcc2d284314146"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Both deliveries loaded, built and released; reports of one school and of the bestuur."""
    root = tmp_path_factory.mktemp("wabo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MELDCODE_KEY_FILE", str(root / "sleutel"))
        for day in ("2025-06-26", "2026-01-31"):
            deliveries = sorted(map(str, (WABO / day).iterdir()))
            for line in (["load", *deliveries], ["build"], ["release"]):
                assert run([*line, "--workspace", str(root / day[:4])]) == 0, line
        again = ["load", *sorted(map(str, (WABO / "2026-01-31").iterdir()))]
        for line in (again, ["build"], ["release"]):
            assert run([*line, "--workspace", str(root / "2025")]) in (0, 6), line
        for report in (["directie", "--school", SCHOOL_09], ["bestuur"]):
            assert run(["report", *report, "--workspace", str(root / "2026")]) == 0
        yield root


def _rows(table, root, capsys):
    assert run(["show", table, "--format", "csv", "--workspace", str(root)]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    return [dict(zip(header.split(","), row.split(","), strict=True)) for row in rows]


def test_a_redelivery_replaces_each_school_and_gives_the_marts_of_a_first_delivery(
    workspace, capsys
):
    replaced = _rows("mart_stroom", workspace / "2025", capsys)
    fresh = _rows("mart_stroom", workspace / "2026", capsys)
    by_year = itemgetter("school_id", "schooljaar")  # a mart has no order of its own
    assert sorted(replaced, key=by_year) == sorted(fresh, key=by_year)


def test_every_case_of_every_school_is_there(workspace, capsys):
    cases = _rows("mart_zaak", workspace / "2026", capsys)
    assert len(cases) == 1434
    assert len({case["school_id"] for case in cases}) == 12


def test_the_first_decisions_are_those_in_the_files(workspace, capsys):
    decided = {"5A": 0, "5B": 0, "stoppen": 0}
    for file in (WABO / "2026-01-31").glob("*/besluit.csv"):
        first = {}
        for line in file.read_text(encoding="cp1252").splitlines()[1:]:
            _, case, _, day, outcome = line.split(";")
            key = (day[6:] + day[3:5] + day[:2],)
            if case not in first or key < first[case][0]:
                first[case] = (key, outcome)
        for _, outcome in first.values():
            decided[outcome] += 1
    cases = _rows("mart_zaak", workspace / "2026", capsys)
    for outcome, count in decided.items():
        assert sum(case["eerste_besluit"] == outcome for case in cases) == count


def test_the_three_kinds_of_evaluation_are_counted_apart(workspace, capsys):
    held = sum(
        len(re.findall(r";proces;", file.read_text(encoding="cp1252")))
        for file in (WABO / "2026-01-31").glob("*/evaluatie.csv")
    )
    rows = _rows("mart_evaluatie", workspace / "2026", capsys)
    assert {row["soort"] for row in rows} == {"proces"}
    assert len(rows) == held


def test_the_pages_of_the_directie_and_the_bestuur_are_made_in_their_tiers(workspace):
    reports = workspace / "2026" / "reports"
    assert len(list((reports / "vertrouwelijk").rglob("jaarevaluatie*.html"))) == 1
    assert len(list((reports / "vrijgave").rglob("bestuur*.html"))) == 1
    assert (reports / "index.html").exists()


def test_no_case_token_is_in_anything_that_was_published(workspace):
    tokens = {
        line.split(";")[0]
        for file in (WABO / "2026-01-31").glob("*/zaak.csv")
        for line in file.read_text(encoding="cp1252").splitlines()[1:]
    }
    published = [*(workspace / "2026" / "publicatie").rglob("*.duckdb")]
    published += [*(workspace / "2026" / "reports").rglob("*.html")]
    assert len(tokens) == 1434 and len(published) > 13
    for path in published:
        text = path.read_bytes().decode("latin-1")
        assert not set(re.findall(r"z[0-9a-f]{26}", text)) & tokens, path.name
