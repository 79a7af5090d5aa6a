"""Stock and flow: begin + nieuw + heropend - afgesloten - overgedragen = eind."""

from tests.spec.drawn_marts import build


def flow(marts, school="S1"):
    rows = marts.rows(
        "SELECT schooljaar, begin, nieuw, heropend, afgesloten, overgedragen, eind, is_afgelopen"
        f" FROM mart_stroom WHERE school_id = '{school}' ORDER BY schooljaar"
    )
    return {row.pop("schooljaar"): tuple(row.values()) for row in rows}


def test_every_case_is_begun_and_ended_in_its_school_year():
    marts = build(
        zaak="""
            zaak           | datum_signalering | status       | datum_status
            over de grens  | 2024-07-31        | afgesloten   | 2024-08-01
            in een jaar    | 2024-10-01        | afgesloten   | 2025-07-31
            een dag        | 2025-01-06        | afgesloten   | 2025-01-06
            lang           | 2024-12-02        | overgedragen | 2025-12-01
            nieuw          | 2025-08-01        | lopend       |
            vandaag        | 2026-02-02        | lopend       |
        """
    )
    assert flow(marts) == {
        "2023-2024": (0, 1, 0, 0, 0, 1, True),
        "2024-2025": (1, 3, 0, 3, 0, 1, True),
        "2025-2026": (1, 2, 0, 0, 1, 2, False),
    }


def test_a_case_that_was_reopened_counts_as_closed_and_opened_again():
    marts = build(
        zaak="""
            zaak           | datum_signalering | status     | datum_status
            heropend       | 2024-10-01        | lopend     |
            twee keer      | 2024-10-01        | afgesloten | 2026-01-12
            alleen signaal | 2024-10-01        | lopend     |
            na sluiting    | 2024-10-01        | afgesloten | 2025-01-13
        """,
        gebeurtenis="""
            zaak           | soort                    | datum      | stap
            heropend       | afsluiting               | 2025-03-03 | afsluiting
            heropend       | nieuw_signaal_opnieuw    | 2025-09-01 | 1
            twee keer      | afsluiting               | 2025-03-03 | afsluiting
            twee keer      | nieuw_signaal_opnieuw    | 2025-04-07 | 1
            twee keer      | afsluiting               | 2025-06-02 | afsluiting
            twee keer      | nieuw_signaal_stopt_niet | 2025-09-01 | 1
            twee keer      | afsluiting               | 2026-01-12 | afsluiting
            alleen signaal | nieuw_signaal_opnieuw    | 2025-03-03 | 1
            na sluiting    | afsluiting               | 2025-01-13 | afsluiting
        """,
    )
    # 2024-2025: four new; closed: heropend, twee keer (twice), na sluiting; reopened: twee keer.
    # 2025-2026: reopened: heropend, twee keer; closed: twee keer.
    assert flow(marts) == {
        "2024-2025": (0, 4, 1, 4, 0, 1, True),
        "2025-2026": (1, 0, 2, 1, 0, 2, False),
    }


def test_a_reopening_undoes_the_first_closing_since_the_one_before_it():
    marts = build(
        zaak="""
            zaak          | datum_signalering | status | buiten_stappenplan
            dubbel dicht  | 2024-10-01        | lopend | nee
            zelfde dag    | 2024-10-01        | lopend | nee
            eerste dag    | 2024-10-01        | lopend | nee
            vandaag       | 2024-10-01        | lopend | nee
            twee signalen | 2024-10-01        | lopend | nee
            ervoor        | 2024-11-01        | lopend | nee
            vorig jaar    | 2023-10-02        | lopend | nee
            medewerker    | 2024-10-01        | lopend | medewerker
        """,
        gebeurtenis="""
            zaak          | soort                 | datum      | stap
            dubbel dicht  | afsluiting            | 2025-07-07 | afsluiting
            dubbel dicht  | afsluiting            | 2025-08-04 | afsluiting
            dubbel dicht  | nieuw_signaal_opnieuw | 2025-09-01 | 1
            zelfde dag    | afsluiting            | 2025-03-03 | afsluiting
            zelfde dag    | nieuw_signaal_opnieuw | 2025-03-03 | 1
            eerste dag    | afsluiting            | 2024-10-01 | afsluiting
            eerste dag    | nieuw_signaal_opnieuw | 2024-11-04 | 1
            vandaag       | afsluiting            | 2025-03-03 | afsluiting
            vandaag       | overleg_ib            | 2025-03-10 | 1
            vandaag       | nieuw_signaal_opnieuw | 2026-02-02 | 1
            twee signalen | afsluiting            | 2025-03-03 | afsluiting
            twee signalen | nieuw_signaal_opnieuw | 2025-04-07 | 1
            twee signalen | nieuw_signaal_opnieuw | 2025-05-05 | 1
            ervoor        | afsluiting            | 2024-10-15 | afsluiting
            ervoor        | nieuw_signaal_opnieuw | 2024-12-02 | 1
            vorig jaar    | afsluiting            | 2024-03-04 | afsluiting
            vorig jaar    | nieuw_signaal_opnieuw | 2024-04-08 | 1
            medewerker    | afsluiting            | 2025-03-03 | afsluiting
        """,
    )
    # 2024-2025: the first five closed, "dubbel dicht" on 7 July; reopened: zelfde dag, eerste dag,
    # twee signalen. 2025-2026: reopened: dubbel dicht, vandaag. None closes before its signal.
    assert flow(marts) == {
        "2023-2024": (0, 1, 1, 1, 0, 1, True),
        "2024-2025": (1, 6, 3, 5, 0, 5, True),
        "2025-2026": (5, 0, 2, 0, 0, 7, False),
    }


def test_a_signal_after_the_day_on_which_a_case_was_handed_over_does_not_open_it():
    marts = build(
        zaak="""
            zaak | datum_signalering | status       | datum_status
            A    | 2024-10-01        | overgedragen | 2025-02-03
        """,
        gebeurtenis="""
            zaak | soort                 | datum      | stap
            A    | afsluiting            | 2025-01-13 | afsluiting
            A    | nieuw_signaal_opnieuw | 2025-03-03 | 1
        """,
    )
    assert flow(marts)["2024-2025"] == (0, 1, 0, 0, 1, 0, True)


def test_a_school_without_cases_has_a_row_of_noughts():
    marts = build(
        schools={"S1": "2026-02-02", "S2": "2026-02-02"},
        zaak="""
            zaak | datum_signalering | school_id
            A    | 2025-10-06        | S1
        """,
    )
    assert flow(marts, "S2") == {"2025-2026": (0, 0, 0, 0, 0, 0, False)}


def test_a_school_year_that_ends_on_the_peildatum_has_ended():
    marts = build(
        peildatum="2025-07-31",
        zaak="""
            zaak | datum_signalering | status     | datum_status
            A    | 2025-07-31        | afgesloten | 2025-07-31
        """,
    )
    assert flow(marts) == {"2024-2025": (0, 1, 0, 1, 0, 0, True)}


def test_a_school_year_begins_on_its_first_day():
    marts = build(
        peildatum="2025-08-01",
        zaak="""
            zaak | datum_signalering
            A    | 2025-07-31
        """,
    )
    assert flow(marts) == {
        "2024-2025": (0, 1, 0, 0, 0, 1, True),
        "2025-2026": (1, 0, 0, 0, 0, 1, False),
    }
