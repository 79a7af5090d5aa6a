"""Evaluations: three kinds, never added up; on time among those that are due."""

import pytest

from pipeline.marts.reference import write_thresholds
from pipeline.schema.labels import labels
from tests.spec.drawn_marts import Marts, build


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build(
        peildatum="2026-02-02",
        zaak="""
            zaak  | datum_signalering | status       | datum_status
            A     | 2025-09-01        | lopend       |
            weg   | 2025-09-01        | overgedragen | 2025-12-01
            dicht | 2025-09-01        | afgesloten   | 2025-12-01
        """,
        evaluatie="""
            evaluatie     | zaak  | soort            | gepland_datum | gehouden_datum
            op de dag     | A     | proces           | 2025-11-03    | 2025-11-03
            eerder        | A     | proces           | 2025-11-03    | 2025-10-31
            dag te laat   | A     | proces           | 2025-11-03    | 2025-11-04
            niet gehouden | A     | proces           | 2026-02-01    |
            vandaag       | A     | proces           | 2026-02-02    |
            morgen        | A     | proces           | 2026-02-03    |
            te vroeg      | A     | proces           | 2026-03-02    | 2026-01-12
            zonder plan   | A     | proces           |               | 2026-01-12
            leeg          | A     | proces           |               |
            plan 1        | A     | begeleidingsplan | 2025-10-06    | 2025-10-06
            plan 2        | A     | begeleidingsplan | 2025-11-03    | 2025-11-10
            plan 3        | A     | begeleidingsplan | 2026-03-02    |
            na vertrek    | weg   | proces           | 2026-01-12    |
            voor vertrek  | weg   | proces           | 2025-11-03    |
            dag vertrek   | weg   | proces           | 2025-12-01    |
            hulp voorbij  | dicht | hulp_effect      | 2026-01-12    |
            proces na     | dicht | proces           | 2026-01-12    |
        """,
    )


@pytest.mark.parametrize(
    ("name", "status", "due"),
    [
        ("op de dag", "op_tijd", True),
        ("eerder", "op_tijd", True),
        ("dag te laat", "te_laat", True),
        ("niet gehouden", "achterstallig", True),
        ("vandaag", "achterstallig", True),
        ("morgen", "gepland", False),
        # Held before its day, which is still to come: on time, and not yet in the share.
        ("te vroeg", "op_tijd", False),
        ("zonder plan", "zonder_planning", False),
        ("leeg", "zonder_planning", False),
        ("plan 1", "op_tijd", True),
        ("plan 2", "te_laat", True),
        ("plan 3", "gepland", False),
        # The case was handed over before: no longer this school's talk.
        ("na vertrek", "gepland", False),
        ("voor vertrek", "achterstallig", True),
        ("dag vertrek", "achterstallig", True),
        # Help had ended; the evaluation of the process is held after closing.
        ("hulp voorbij", "gepland", False),
        ("proces na", "achterstallig", True),
    ],
)
def test_the_status_of_an_evaluation(marts, name, status, due):
    number = marts.numbers.of["evaluatie", name]
    assert marts.one("mart_evaluatie", "status, is_verstreken", evaluatie_nr=number) == (
        status,
        due,
    )


def test_an_evaluation_that_is_not_needed_any_more_is_not_said_to_come_after_the_peildatum(marts):
    number = marts.numbers.of["evaluatie", "hulp voorbij"]
    row = marts.one("mart_evaluatie", "gepland_datum < peildatum, status", evaluatie_nr=number)
    assert row == (True, "gepland")
    for key in ("evaluatie.gepland", "vrijgave.status_gepland"):
        words = labels()[key]
        assert (words["nl"], words["en"]) == ("gepland, niet aan de beurt", "planned, not due")


def test_recurrent_evaluations_know_their_order_and_the_time_between(marts):
    rows = marts.rows(
        "SELECT volgnr, schooldagen_sinds_vorige, schooldagen_sinds_laatste FROM mart_evaluatie"
        " WHERE soort = 'begeleidingsplan' ORDER BY volgnr"
    )
    # 6 October to 10 November: 25 working days less 5 of herfst. 10 November to 2 February: 57
    # working days (14 in the rest of November, 23 less 2 in December, 22 less 1 in January, and
    # 2 February) less 7 of kerst (22-24 and 29-31 December, 2 January).
    assert [row["volgnr"] for row in rows] == [1, 2, 3]
    assert [row["schooldagen_sinds_vorige"] for row in rows] == [None, 20, None]
    assert [row["schooldagen_sinds_laatste"] for row in rows] == [None, 50, None]


def test_the_three_kinds_are_counted_apart(marts):
    rows = marts.rows(
        "SELECT soort, sum(aantal)::INT AS n, sum(aantal_verstreken)::INT AS due,"
        " sum(aantal_gehouden)::INT AS held FROM mart_evaluatie_telling"
        " GROUP BY soort ORDER BY soort"
    )
    assert rows == [
        {"soort": "begeleidingsplan", "n": 3, "due": 2, "held": 2},
        {"soort": "hulp_effect", "n": 1, "due": 0, "held": 0},
        {"soort": "proces", "n": 13, "due": 8, "held": 5},
    ]


def test_a_school_may_allow_a_few_school_days(tmp_path):
    """Three at S1; none at S2, where a day later is too late, also one without school.

    Until Monday 2 February there are two school days from Thursday 29 January.
    """
    own = tmp_path / "drempels.csv"
    own.write_text(
        "school_id;drempel;waarde;vastgesteld_door;vastgesteld_op\n"
        "S1;evaluatie_op_tijd;3;directie;2025-09-01\n",
        "utf-8",
    )
    marts = build(
        schools={"S1": "2026-02-02", "S2": "2026-02-02"},
        zaak="""
            zaak | school_id | datum_signalering | buiten_stappenplan
            A    | S1        | 2025-09-01        | nee
            B    | S2        | 2025-09-01        | nee
            C    | S1        | 2025-09-01        | medewerker
        """,
        evaluatie="""
            evaluatie    | zaak | soort  | gepland_datum | gehouden_datum
            eerder       | A    | proces | 2025-11-03    | 2025-10-31
            drie later   | A    | proces | 2025-11-03    | 2025-11-06
            vier later   | A    | proces | 2025-11-03    | 2025-11-07
            twee geleden | A    | proces | 2026-01-29    |
            drie geleden | A    | proces | 2026-01-28    |
            een later    | B    | proces | 2025-11-03    | 2025-11-04
            zaterdag     | B    | proces | 2025-11-07    | 2025-11-08
            vandaag      | B    | proces | 2026-02-02    |
            medewerker   | C    | proces | 2025-11-03    |
        """,
    )
    write_thresholds(marts.loaded, own)
    names = {number: name for (_, name), number in marts.numbers.of.items()}
    rows = marts.rows("SELECT evaluatie_nr, status, is_verstreken FROM mart_evaluatie")
    assert {names[row["evaluatie_nr"]]: (row["status"], row["is_verstreken"]) for row in rows} == {
        "eerder": ("op_tijd", True),
        "drie later": ("op_tijd", True),
        "vier later": ("te_laat", True),
        "twee geleden": ("gepland", False),
        "drie geleden": ("achterstallig", True),
        "een later": ("te_laat", True),
        "zaterdag": ("te_laat", True),
        "vandaag": ("achterstallig", True),
    }


FEEDBACK = {
    "zaak": """
        zaak | datum_signalering
        A    | 2025-09-01
    """,
    "evaluatie": """
        evaluatie | zaak | soort  | gehouden_datum | teruggekoppeld_directie_datum
        verteld   | A    | proces | 2025-11-03     | 2025-11-10
        niet      | A    | proces | 2025-11-04     |
    """,
}


def test_feedback_to_the_directie_that_was_not_delivered_is_unknown():
    marts = build(**FEEDBACK)
    told = "SELECT is_teruggekoppeld FROM mart_evaluatie ORDER BY gehouden_datum"
    assert [row["is_teruggekoppeld"] for row in marts.rows(told)] == [True, False]
    without = build(**FEEDBACK, absent={"evaluatie": ("teruggekoppeld_directie_datum",)})
    assert [row["is_teruggekoppeld"] for row in without.rows(told)] == [None, None]


def test_the_rhythm_of_recurrent_evaluations_is_a_median_per_kind(marts):
    row = marts.one(
        "mart_evaluatie_ritme",
        "zaken, zaken_gehouden, zaken_herhaald, n_tussen, mediaan_tussen, n_sinds, mediaan_sinds",
        soort="begeleidingsplan",
    )
    # One case with three plans' evaluations, two held: 20 school days between, 50 since the last.
    assert row == (1, 1, 1, 1, 20, 1, 50)
