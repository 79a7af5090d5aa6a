"""Open cases that stand still: the step, the reason, the due date, who set the threshold.

Region midden, peildatum Monday 2 February 2026. School days before it, counted back: Friday
30 January is one school day ago, Monday 19 January ten, Friday 16 January eleven, Monday
26 January five, Friday 23 January six, Wednesday 17 December 23 (2 in December, 20 in January, and
the day itself).
"""

from datetime import date

import pytest

from pipeline.marts.reference import write_thresholds
from tests.spec.drawn_marts import Marts, build


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build(
        zaak="""
            zaak          | datum_signalering | acuut | status
            nieuw         | 2026-01-30        | nee   | lopend
            tien          | 2026-01-19        | nee   | lopend
            elf           | 2026-01-16        | nee   | lopend
            acuut een     | 2026-01-30        | ja    | lopend
            acuut twee    | 2026-01-29        | ja    | lopend
            stap 2        | 2025-12-17        | nee   | lopend
            stap 3        | 2025-12-17        | nee   | lopend
            stap 4        | 2025-12-17        | nee   | lopend
            stap 4 net    | 2025-12-17        | nee   | lopend
            hulp          | 2025-12-01        | nee   | lopend
            hulp stil     | 2025-12-01        | nee   | lopend
            niet gemeld   | 2025-12-17        | nee   | lopend
            gemeld        | 2025-12-17        | nee   | lopend
            plan voorbij  | 2025-12-17        | nee   | lopend
            plan net niet | 2025-12-17        | nee   | lopend
            weging vraagt | 2025-12-17        | nee   | lopend
            gesloten      | 2025-09-01        | nee   | afgesloten
        """,
        gebeurtenis="""
            zaak          | soort               | datum      | stap
            stap 2        | advies_veilig_thuis | 2026-01-16 | 2
            stap 3        | gesprek_ouders      | 2026-01-19 | 3
            stap 4        | weging              | 2026-01-23 | 4
            stap 4 net    | weging              | 2026-01-26 | 4
            hulp          | leerling_gevolgd    | 2026-01-30 | 5A
            gemeld        | leerling_gevolgd    | 2026-01-30 | 5B
            plan voorbij  | overleg_ib          | 2026-01-30 | 1
            plan net niet | overleg_ib          | 2026-01-30 | 1
            weging vraagt | overleg_ib          | 2026-01-30 | 1
        """,
        besluit="""
            zaak        | datum      | uitkomst
            hulp        | 2025-12-02 | 5A
            hulp stil   | 2025-12-02 | 5A
            niet gemeld | 2026-01-23 | 5B
            gemeld      | 2026-01-23 | 5B
        """,
        melding="""
            zaak   | datum
            gemeld | 2026-01-26
        """,
        evaluatie="""
            zaak          | soort  | gepland_datum | gehouden_datum
            plan voorbij  | proces | 2026-01-23    |
            plan net niet | proces | 2026-01-26    |
        """,
        afweging="""
            zaak          | ronde | vraag | antwoord | datum
            weging vraagt | 1     | 1     | ja       | 2026-01-23
            weging vraagt | 1     | 2     | ja       | 2026-01-23
        """,
    )


@pytest.mark.parametrize(
    ("zaak", "step", "waits_for", "days", "reason", "due"),
    [
        ("nieuw", "1", "advies_vt", 1, None, date(2026, 2, 13)),
        # Ten days of silence are allowed, the eleventh is not.
        ("tien", "1", "advies_vt", 10, None, date(2026, 2, 2)),
        ("elf", "1", "advies_vt", 11, "geen_gebeurtenis", date(2026, 1, 30)),
        ("acuut een", "1", "advies_vt", 1, None, date(2026, 2, 2)),
        ("acuut twee", "1", "advies_vt", 2, "geen_gebeurtenis", date(2026, 1, 30)),
        ("stap 2", "2", "gesprek_ouders", 11, "geen_gebeurtenis", date(2026, 1, 30)),
        ("stap 3", "3", "weging", 10, None, date(2026, 2, 2)),
        ("stap 4", "4", "besluit", 6, "geen_gebeurtenis", date(2026, 1, 30)),
        ("stap 4 net", "4", "besluit", 5, None, date(2026, 2, 2)),
        ("hulp", "5A", "hulp", 34, None, date(2026, 3, 20)),
        ("hulp stil", "5A", "hulp", 34, "geen_gebeurtenis", date(2026, 1, 27)),
        ("niet gemeld", "5B", "melding", 6, "melding_ontbreekt", date(2026, 1, 30)),
        ("gemeld", "5B", "opvolging", 5, None, date(2026, 3, 20)),
        # A planned evaluation of Friday 23 January may wait five school days: until the 30th.
        ("plan voorbij", "1", "advies_vt", 23, "datum_verstreken", date(2026, 1, 30)),
        # That of Monday 26 January may wait until Monday 2 February; silence until the 13th.
        ("plan net niet", "1", "advies_vt", 23, None, date(2026, 2, 2)),
        ("weging vraagt", "4", "besluit", 6, "melding_ontbreekt", date(2026, 1, 30)),
    ],
)
def test_where_a_case_waits_and_why(marts, zaak, step, waits_for, days, reason, due):
    row = marts.one(
        "mart_stilstand",
        "stap, wacht_op, schooldagen_in_stap, reden, uiterste_datum, is_vastgelopen",
        zaak,
    )
    assert row == (step, waits_for, days, reason, due, reason is not None)


def test_only_open_cases_are_listed(marts):
    assert len(marts.rows("SELECT 1 FROM mart_stilstand")) == 16
    counted = marts.rows("SELECT sum(aantal)::INT AS n FROM mart_stilstand_telling")
    assert counted == [{"n": 16}]


def test_the_place_on_the_curve_is_the_share_that_had_left_the_step_by_then(marts):
    # From signal to advice 17 cases entered. On day 0 one was stopped ("gesloten", closed without a
    # date). Censored before day 12: nieuw 1, acuut een 1, acuut twee 2, tien 10, elf 11. On day 12
    # one got its advice ("stap 2": 2 school days in December, 10 in January): 11 were at risk.
    early = marts.one("mart_stilstand", "plek_op_curve, aantal_op_curve", "elf")
    late = marts.one("mart_stilstand", "plek_op_curve, aantal_op_curve", "plan voorbij")
    assert early == (pytest.approx(1 / 17, abs=1e-12), 17)
    assert late == (pytest.approx(1 - 16 / 17 * 10 / 11, abs=1e-12), 17)


@pytest.mark.parametrize(
    ("zaak", "threshold"),
    [
        ("elf", "stap_1_naar_2"), ("acuut een", "acuut"), ("stap 2", "stap_2_naar_3"),
        ("stap 3", "stap_3_naar_4"), ("stap 4", "stap_4_naar_5"), ("hulp", "stap_5a"),
        ("niet gemeld", "melding_na_besluit"), ("gemeld", "stap_5b"),
        ("plan voorbij", "geplande_datum"), ("weging vraagt", "melding_na_besluit"),
    ],
)  # fmt: skip
def test_the_threshold_is_that_of_the_step_or_of_what_is_due(marts, zaak, threshold):
    row = marts.one("mart_stilstand", "drempel, verstreken_soort, verstreken_datum", zaak)
    planned = ("proces", date(2026, 1, 23)) if zaak == "plan voorbij" else (None, None)
    assert row == (threshold, *planned)


def test_without_the_table_of_reports_a_5b_does_not_wait_for_a_report():
    drawn = {
        "zaak": """
            zaak | datum_signalering
            A    | 2025-12-17
        """,
        "besluit": """
            zaak | datum      | uitkomst
            A    | 2026-01-23 | 5B
        """,
    }
    found = build(**drawn, absent={"melding": ()}).one("mart_stilstand", "wacht_op, reden", "A")
    assert found == ("opvolging", None)


def test_the_place_on_the_curve_is_among_all_schools_and_years_of_the_bestuur():
    """Advice after 1, 2, 5, 11, 20 and 20 school days; x waits for eleven.

    Three of the seven had left before; of the four that then waited one more left on that day.
    Among those of its own school it would be two of three, of the other school one of two.
    Not counted: a first advice before the signal, though the last came after 5 days, and a case
    from before the calendar, after 2 days.
    """
    marts = build(
        schools=dict.fromkeys(("S1", "S2", "S3"), "2026-02-02"),
        besturen={"S3": "B2"},
        zaak="""
            zaak  | school_id | datum_signalering
            x     | S1        | 2026-01-16
            een   | S1        | 2025-11-03
            twee  | S2        | 2025-11-03
            vijf  | S1        | 2024-12-17
            elf   | S2        | 2025-11-03
            lang  | S2        | 2025-11-03
            even  | S2        | 2025-11-03
            eerst | S1        | 2025-11-03
            oud   | S1        | 2015-03-02
            apart | S3        | 2026-01-16
        """,
        gebeurtenis="""
            zaak  | soort               | datum      | stap
            een   | advies_veilig_thuis | 2025-11-04 | 2
            twee  | advies_veilig_thuis | 2025-11-05 | 2
            twee  | advies_veilig_thuis | 2025-12-02 | 2
            vijf  | advies_veilig_thuis | 2025-01-07 | 2
            elf   | advies_veilig_thuis | 2025-11-18 | 2
            lang  | advies_veilig_thuis | 2025-12-01 | 2
            even  | advies_veilig_thuis | 2025-12-01 | 2
            eerst | advies_veilig_thuis | 2025-10-31 | 2
            eerst | advies_veilig_thuis | 2025-11-10 | 2
            oud   | advies_veilig_thuis | 2015-03-04 | 2
        """,
    )
    place = "plek_op_curve, aantal_op_curve"
    assert marts.one("mart_stilstand", place, "x") == (pytest.approx(4 / 7, abs=1e-12), 7)
    assert marts.one("mart_stilstand", place, "apart") == (0, 1)


def test_a_threshold_of_the_school_itself_holds_and_says_who_set_it(marts, tmp_path):
    own = tmp_path / "drempels.csv"
    own.write_text(
        "school_id;drempel;waarde;vastgesteld_door;vastgesteld_op\n"
        "alle;stap_1_naar_2;7;bestuur;2025-08-25\n"
        "S1;stap_1_naar_2;15;directie;2025-09-01\n",
        "utf-8",
    )
    write_thresholds(marts.loaded, own)
    row = marts.one(
        "ref_drempel", "waarde, vastgesteld_door, vastgesteld_op", drempel="stap_1_naar_2"
    )
    assert row == (15, "directie", date(2025, 9, 1))
    write_thresholds(marts.loaded)
    assert marts.one("ref_drempel", "waarde", drempel="stap_1_naar_2") == (10,)


def test_a_case_from_before_the_school_calendar_has_no_place_on_the_curve():
    found = build(
        zaak="""
            zaak   | datum_signalering
            vroeg  | 2015-03-02
            gewoon | 2025-12-17
        """
    )
    columns = "schooldagen_in_stap, schooldagen_stil, plek_op_curve"
    assert found.one("mart_stilstand", columns, "vroeg") == (None, None, None)
    assert found.one("mart_stilstand", columns, "gewoon") == (23, 23, 0)
