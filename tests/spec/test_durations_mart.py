"""What a time per step is: every row of mart_doorlooptijd counted by hand.

Region midden. No school: 18-26 October 2025 (herfst), 20 December 2025 - 4 January 2026 (kerst).
Not working days: 25 and 26 December 2025, 1 January 2026. Peildatum: Monday 2 February 2026.
"""

import pytest

from tests.spec.drawn_marts import Marts, build


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build(
        zaak="""
            zaak             | datum_signalering | status       | datum_status
            gewoon           | 2025-10-06        | lopend       |
            zelfde dag       | 2025-10-06        | lopend       |
            over herfst      | 2025-10-17        | lopend       |
            over kerst       | 2025-12-19        | lopend       |
            in de vakantie   | 2025-10-20        | lopend       |
            open             | 2026-01-30        | lopend       |
            vandaag          | 2026-02-02        | lopend       |
            gestopt          | 2025-11-03        | afgesloten   | 2025-11-10
            overgedragen     | 2025-11-03        | overgedragen | 2025-11-05
            omgekeerd        | 2025-11-03        | lopend       |
            herhaald         | 2025-11-03        | lopend       |
            zonder datum     | 2025-11-03        | afgesloten   |
            medewerker       | 2025-11-03        | lopend       |
            spoed            | 2025-11-03        | lopend       |
            buiten kalender  | 2015-03-01        | lopend       |
        """,
        gebeurtenis="""
            zaak             | soort                    | datum      | ronde | stap
            gewoon           | overleg_ib               | 2025-10-08 | 1     | 1
            zelfde dag       | overleg_ib               | 2025-10-06 | 1     | 1
            over herfst      | overleg_ib               | 2025-10-28 | 1     | 1
            over kerst       | overleg_ib               | 2026-01-06 | 1     | 1
            in de vakantie   | overleg_ib               | 2025-10-27 | 1     | 1
            omgekeerd        | overleg_ib               | 2025-10-31 | 1     | 1
            herhaald         | gesprek_ouders           | 2025-11-04 | 1     | 3
            herhaald         | gesprek_ouders           | 2025-11-10 | 2     | 3
            herhaald         | weging                   | 2025-11-05 | 1     | 4
            herhaald         | weging                   | 2025-11-12 | 2     | 4
            zonder datum     | observatie               | 2025-11-07 | 1     | 1
            spoed            | spoedadvies_veilig_thuis | 2025-11-03 | 1     | nood
            spoed            | advies_veilig_thuis      | 2025-11-06 | 1     | 2
            buiten kalender  | overleg_ib               | 2015-03-05 | 1     | 1
        """,
    )


COLUMNS = "afloop, dagen, werkdagen, schooldagen"
LAST = "laatste_afloop, laatste_dagen, laatste_werkdagen, laatste_schooldagen"


@pytest.mark.parametrize(
    ("zaak", "expected"),
    [
        # Monday 6 to Wednesday 8 October: Tuesday and Wednesday.
        ("gewoon", ("bereikt", 2, 2, 2)),
        ("zelfde dag", ("bereikt", 0, 0, 0)),
        # Friday 17 to Tuesday 28 October: 11 days; Monday-Friday 20-24 are working days, no school.
        ("over herfst", ("bereikt", 11, 7, 2)),
        # Friday 19 December to Tuesday 6 January: 18 days. Working: 22 23 24 29 30 31 December,
        # 2 5 6 January. School: 5 and 6 January.
        ("over kerst", ("bereikt", 18, 9, 2)),
        # Begins on a day without school; Monday 27 October is the first school day after it.
        ("in de vakantie", ("bereikt", 7, 5, 1)),
        # Friday 30 January until the peildatum, Monday 2 February.
        ("open", ("open", 3, 1, 1)),
        ("vandaag", ("open", 0, 0, 0)),
        # Closed on Monday 10 November without a talk: the clock stops there.
        ("gestopt", ("gestopt", 7, 5, 5)),
        ("overgedragen", ("overgedragen", 2, 2, 2)),
        # The talk was on the Friday before the first signal.
        ("omgekeerd", ("negatief", -3, -1, -1)),
        # Closed without a date: after the last event, Friday 7 November.
        ("zonder datum", ("gestopt", 4, 4, 4)),
        # Before the calendar begins only days are known.
        ("buiten kalender", ("bereikt", 4, None, None)),
    ],
)
def test_from_signal_to_consultation_is_counted_by_hand(marts, zaak, expected):
    row = marts.one("mart_doorlooptijd", COLUMNS, zaak, interval="signalering_overleg_ib")
    assert row == expected


def test_a_repeated_step_is_measured_from_first_to_first_and_from_last_to_last(marts):
    # First talk Tuesday 4, first weighing Wednesday 5 November; last talk Monday 10, last weighing
    # Wednesday 12 November.
    row = marts.one(
        "mart_doorlooptijd", f"{COLUMNS}, {LAST}", "herhaald", interval="gesprek_ouders_weging"
    )
    assert row == ("bereikt", 1, 1, 1, "bereikt", 2, 2, 2)


def test_where_nothing_was_repeated_the_last_occurrence_is_the_first(marts):
    rows = marts.rows(
        f"SELECT ({COLUMNS}) AS eerste, ({LAST}) AS laatste FROM mart_doorlooptijd"
        " WHERE interval = 'signalering_overleg_ib'"
    )
    assert [row["laatste"] for row in rows] == [row["eerste"] for row in rows]
    assert {row["laatste"][0] for row in rows} == {
        "bereikt", "open", "gestopt", "overgedragen", "negatief"
    }  # fmt: skip


def test_an_urgent_advice_counts_as_advice(marts):
    row = marts.one("mart_doorlooptijd", COLUMNS, "spoed", interval="signalering_advies_vt")
    assert row == ("bereikt", 0, 0, 0)


def test_a_case_enters_an_interval_only_when_its_begin_happened(marts):
    found = marts.rows(
        "SELECT DISTINCT zaak_nr FROM mart_doorlooptijd WHERE interval = 'gesprek_ouders_weging'"
    )
    assert [row["zaak_nr"] for row in found] == [marts.numbers.of["zaak", "herhaald"]]


def test_the_summary_counts_negative_same_day_and_out_of_calendar(marts):
    # 15 cases (also "medewerker", who has no buiten_stappenplan here), one of them negative.
    row = marts.one(
        "mart_duur",
        "n, n_bereikt, n_gestopt, n_open, n_overgedragen, n_negatief, n_zelfde_dag,"
        " n_zonder_kalender",
        interval="signalering_overleg_ib",
        selectie="eerste",
        eenheid="schooldagen",
        school_id="S1",
        schooljaar="alle",
    )
    # reached: gewoon, zelfde dag, over herfst, over kerst, in de vakantie, buiten kalender
    # stopped: gestopt, zonder datum; open: open, vandaag, herhaald, medewerker, spoed
    assert row == (14, 6, 2, 5, 1, 1, 1, 1)


def test_where_nothing_was_repeated_the_summary_of_the_last_is_that_of_the_first(marts):
    columns = "n, n_bereikt, n_gestopt, n_open, n_overgedragen, n_negatief, n_zelfde_dag"
    first, last = (
        marts.one(
            "mart_duur",
            f"{columns}, n_zonder_kalender, p25, mediaan, p75, rmst",
            interval="signalering_overleg_ib",
            selectie=selection,
            eenheid="schooldagen",
            school_id="S1",
            schooljaar="alle",
        )
        for selection in ("eerste", "laatste")
    )
    assert first == last


def test_a_table_that_was_not_delivered_gives_no_interval_rather_than_an_open_one():
    drawn = {
        "zaak": """
            zaak | datum_signalering
            A    | 2025-11-03
        """,
        "gebeurtenis": """
            zaak | soort  | datum      | stap
            A    | weging | 2025-11-05 | 4
        """,
    }
    delivered = build(**drawn)
    assert delivered.one("mart_doorlooptijd", "afloop", "A", interval="weging_besluit") == ("open",)
    without = build(**drawn, absent={"besluit": ()})
    assert not without.rows("SELECT 1 FROM mart_doorlooptijd WHERE interval LIKE '%besluit%'")


def test_without_the_table_of_reports_nobody_waits_for_a_report():
    drawn = {
        "zaak": """
            zaak | datum_signalering
            A    | 2025-11-03
        """,
        "besluit": """
            zaak | datum      | uitkomst
            A    | 2025-11-05 | 5A
        """,
    }
    waits = "SELECT interval FROM mart_doorlooptijd WHERE interval LIKE 'besluit_5a_%' ORDER BY ALL"
    both = [row["interval"] for row in build(**drawn).rows(waits)]
    assert both == ["besluit_5a_5b", "besluit_5a_melding"]
    without = build(**drawn, absent={"melding": ()})
    assert [row["interval"] for row in without.rows(waits)] == ["besluit_5a_5b"]


def test_a_case_about_an_employee_is_in_no_mart_but_mart_zaak():
    marts = build(
        zaak="""
            zaak | datum_signalering | buiten_stappenplan | status
            A    | 2025-11-03        | medewerker         | lopend
            B    | 2025-11-03        | nee                | buiten_stappenplan
            C    | 2025-11-03        |                    | lopend
        """
    )
    assert marts.rows("SELECT count(*) AS n, sum(in_noemer::INT) AS m FROM mart_zaak") == [
        {"n": 3, "m": 1}
    ]
    for mart in ("mart_doorlooptijd", "mart_stilstand"):
        assert len(marts.rows(f"SELECT DISTINCT zaak_nr FROM {mart}")) == 1
    assert marts.one("mart_stroom", "nieuw, eind") == (1, 1)
