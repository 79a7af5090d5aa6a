"""Indicators of a made-up bestuur agree with a second reading of the delivered files.

Bigger schools than real ones, so that each part of each indicator occurs.
"""

from collections import Counter, defaultdict
from datetime import date

import pandas as pd
import pytest

from pipeline.intake import load_deliveries
from pipeline.marts import build
from pipeline.sample import make_sample
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.integration import second_reading_of_indicators as read
from tests.integration.delivered_school import School, school_year
from tests.support.sample_reader import read_deliveries

pytestmark = pytest.mark.slow
SHARES = {
    "I-10": read.consistent,
    "I-11": read.missing_report,
    "I-19a": read.judged_in_time,
    "I-19b": read.gave_result,
    "I-22b": read.refusal_weighed,
    "I-24c": read.contradictory,
    "I-26a": lambda school: read.in_order(school, "ja"),
    "I-26b": lambda school: read.in_order(school, "deels"),
    "I-26c": read.trained,
}


def plain(value):
    if value is None or value is pd.NaT or value == "":
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def rows(frame):
    return [{key: plain(value) for key, value in row.items()} for row in frame.to_dict("records")]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tweede_lezing")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        made, workspace = folder / "m", Workspace(folder / "werkmap")
        make_sample(
            made, schools=12, years=3, seed=7, peildatum=date(2026, 1, 31), cases_per_1000=120
        )
        load_deliveries(workspace, [path for path in made.iterdir() if path.name != "truth"])
        build(workspace)
        schools = [
            School({name: rows(frame) for name, frame in tables.items()})
            for tables in read_deliveries(made).values()
        ]
        with open_cases(workspace, read_only=True) as connection:
            yield connection, schools


@pytest.mark.parametrize("indicator", SHARES)
def test_each_share_of_each_school_and_year_is_that_of_the_second_reading(world, indicator):
    connection, schools = world
    expected: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for school in schools:
        for year, part in SHARES[indicator](school):
            expected[school.delivery["school_id"], year][part] += 1
    found = {
        (school, year): Counter(
            {
                read.COUNTS: counts,
                read.NOT: known - counts,
                read.OPEN: still_open,
                read.UNKNOWN: unknown,
            }
        )
        for school, year, counts, known, still_open, unknown in connection.execute(
            "SELECT school_id, schooljaar, teller, noemer, aantal_open, aantal_onbekend"
            " FROM mart_indicator WHERE id = ?",
            [indicator],
        ).fetchall()
    }
    for key in {*expected, *found}:
        assert +found.get(key, Counter()) == +expected[key], key
    assert sum((+counts for counts in expected.values()), Counter())


def test_the_chance_of_a_report_after_5a_is_that_of_the_second_reading(world):
    connection, schools = world
    curve = read.incidence([time for school in schools for time in read.after_5a(school)])
    found = dict(
        connection.execute(
            "SELECT t, incidentie_bereikt FROM mart_overleving"
            " WHERE interval = 'besluit_5a_melding' AND selectie = 'eerste'"
            " AND eenheid = 'schooldagen' AND school_id = 'alle' AND schooljaar = 'alle'"
        ).fetchall()
    )
    assert max(curve.values()) > 0
    last = 0.0
    for t in sorted({*curve, *found}):
        last = curve.get(t, last)
        if t in found:
            assert found[t] == pytest.approx(last, abs=1e-9), t


def test_lessons_are_counted_as_in_the_second_reading(world):
    connection, schools = world
    expected = Counter(
        (school.delivery["school_id"], *lesson)
        for school in schools
        for lesson in read.lessons(school)
    )
    found = connection.execute(
        "SELECT school_id, schooljaar, soort, verbeterpunt, aantal FROM mart_leerpunt"
    ).fetchall()
    assert {row[:4]: row[4] for row in found} == dict(expected)
    held = connection.execute(
        "SELECT sum(teller) FROM mart_indicator WHERE id = 'I-27a'"
    ).fetchall()[0][0]
    assert held == sum(n for key, n in expected.items() if key[3] not in ("geen", "onbekend"))


def test_the_time_to_recording_is_that_of_the_second_reading(world):
    connection, schools = world
    expected = {}
    for school in schools:
        days = [days for _, days in read.recording_days(school)]
        known = sorted(day for day in days if day is not None and day >= 0)
        expected[school.delivery["school_id"]] = (
            len(known),
            known.count(0),
            days.count(None),
            sum(day is not None and day < 0 for day in days),
            known[-(-len(known) // 2) - 1] if known else None,
            known[-(-len(known) * 9 // 10) - 1] if known else None,
        )
    found = connection.execute(
        "SELECT school_id, n, n_zelfde_dag, n_zonder_datum, n_negatief, mediaan, p90"
        " FROM mart_vertraging WHERE schooljaar = 'alle' AND school_id <> 'alle'"
    ).fetchall()
    assert {row[0]: row[1:] for row in found} == {
        school: numbers for school, numbers in expected.items() if sum(numbers[:1] + numbers[2:4])
    }


def test_rows_of_the_delivery_are_those_of_the_files(world):
    connection, schools = world
    expected = {
        school.delivery["school_id"]: sum(len(table) for table in school.tables.values())
        for school in schools
    }
    found = connection.execute(
        "SELECT school_id, max(rijen), max(afgekeurde_rijen) FROM"
        " (SELECT school_id, rijen, afgekeurd_rijen AS afgekeurde_rijen FROM mart_levering"
        " WHERE rijen IS NOT NULL) GROUP BY school_id"
    ).fetchall()
    assert {row[0]: row[1] for row in found} == expected
    assert {row[2] for row in found} == {0}


def test_cases_per_1000_pupils_are_those_of_the_second_reading(world):
    """I-01c: new cases beside the pupils of every year that is over, with or without a case."""
    connection, schools = world
    ended = {"2023-2024", "2024-2025"}
    cases = [school_year(c["datum_signalering"]) for s in schools for c in s.cases]
    pupils = [
        int(row["leerlingen"])
        for school in schools
        for row in school.tables["school_jaar"]
        if row["schooljaar"] in ended and row["leerlingen"]
    ]
    found = connection.execute(
        "SELECT per_1000 FROM mart_omvang WHERE school_id = 'alle' AND schooljaar = 'alle'"
    ).fetchall()
    expected = 1000 * sum(year in ended for year in cases) / sum(pupils)
    assert found[0][0] == pytest.approx(expected)
