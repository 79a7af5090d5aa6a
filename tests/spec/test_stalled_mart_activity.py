"""What counts as activity in an open case: what was done for help, or around a report.

Region midden, peildatum Monday 2 February 2026.
"""

from datetime import date

import pytest

from tests.spec.drawn_marts import Marts, build


@pytest.fixture(scope="module")
def long_ago() -> Marts:
    """Cases decided on long ago, 5A or 5B, with one act since then: on Friday 30 January."""
    acts = "datum_besproken_ouders | datum_verwijzing | datum_aankomst_gecontroleerd"
    plans = "begeleidingsplan_datum | begeleidingsplan_besproken_datum | datum_einde"
    around = "ouders_vooraf_datum | leerling_besproken_datum | terugkoppeling_datum"
    return build(
        zaak="""
            zaak            | datum_signalering
            besproken       | 2025-09-01
            verwezen        | 2025-09-01
            aangekomen      | 2025-09-01
            plan            | 2025-09-01
            plan besproken  | 2025-09-01
            hulp geeindigd  | 2025-09-01
            hulp gewenst    | 2025-09-01
            ouders vooraf   | 2025-09-01
            leerling        | 2025-09-01
            teruggekoppeld  | 2025-09-01
            twee keer hulp  | 2025-09-01
            twee meldingen  | 2025-09-01
            twee antwoorden | 2025-09-01
            niets           | 2025-09-01
        """,
        besluit="""
            zaak            | datum      | uitkomst
            besproken       | 2025-09-02 | 5A
            verwezen        | 2025-09-02 | 5A
            aangekomen      | 2025-09-02 | 5A
            plan            | 2025-09-02 | 5A
            plan besproken  | 2025-09-02 | 5A
            hulp geeindigd  | 2025-09-02 | 5A
            hulp gewenst    | 2025-09-02 | 5A
            ouders vooraf   | 2025-09-02 | 5B
            leerling        | 2025-09-02 | 5B
            teruggekoppeld  | 2025-09-02 | 5B
            twee keer hulp  | 2025-09-02 | 5A
            twee meldingen  | 2025-09-02 | 5B
            twee antwoorden | 2025-09-02 | 5A
            niets           | 2025-09-02 | 5B
        """,
        hulp=f"""
            zaak           | {acts}         | {plans}        | gewenste_termijn_datum
            besproken      | 2026-01-30 |  |   |  |  |        |
            verwezen       |  | 2026-01-30 |   |  |  |        |
            aangekomen     |  |  | 2026-01-30  |  |  |        |
            plan           |  |  |   | 2026-01-30 |  |        |
            plan besproken |  |  |   |  | 2026-01-30 |        |
            hulp geeindigd |  |  |   |  |  | 2026-01-30       |
            hulp gewenst   |  |  |   |  |  |                  | 2026-01-30
            twee keer hulp | 2025-09-03 |  |   |  |  |        |
            twee keer hulp | 2026-01-30 |  |   |  |  |        |
        """,
        melding=f"""
            zaak           | datum      | {around}
            ouders vooraf  | 2025-09-02 | 2026-01-30 |            |
            leerling       | 2025-09-02 |            | 2026-01-30 |
            teruggekoppeld | 2025-09-02 |            |            | 2026-01-30
            twee meldingen | 2025-09-02 | 2025-09-02 |            |
            twee meldingen | 2025-09-03 | 2026-01-30 |            |
            niets          | 2025-09-02 |            |            |
        """,
        afweging="""
            zaak            | ronde | vraag | antwoord | datum
            twee antwoorden | 1     | 1     | ja       | 2025-09-02
            twee antwoorden | 1     | 2     | nee      | 2026-01-30
        """,
    )


@pytest.mark.parametrize(
    ("zaak", "last"),
    [
        ("besproken", date(2026, 1, 30)),
        ("verwezen", date(2026, 1, 30)),
        ("aangekomen", date(2026, 1, 30)),
        ("plan", date(2026, 1, 30)),
        ("plan besproken", date(2026, 1, 30)),
        ("hulp geeindigd", date(2026, 1, 30)),
        # A wish is nothing that happened.
        ("hulp gewenst", date(2025, 9, 2)),
        ("ouders vooraf", date(2026, 1, 30)),
        ("leerling", date(2026, 1, 30)),
        ("teruggekoppeld", date(2026, 1, 30)),
        ("twee keer hulp", date(2026, 1, 30)),
        ("twee meldingen", date(2026, 1, 30)),
        ("twee antwoorden", date(2026, 1, 30)),
        ("niets", date(2025, 9, 2)),
    ],
)
def test_what_was_done_for_help_or_around_a_report_is_activity(long_ago, zaak, last):
    reason = None if last == date(2026, 1, 30) else "geen_gebeurtenis"
    row = long_ago.one("mart_stilstand", "laatste_activiteit, reden", zaak)
    assert row == (last, reason)


@pytest.fixture(scope="module")
def planned() -> Marts:
    """Cases that were talked about on Friday 30 January, each with an agreed day of its own.

    Ten school days of silence are allowed, until Friday 13 February; after an agreed day five.
    """
    return build(
        zaak="""
            zaak      | datum_signalering
            geen      | 2026-01-30
            woensdag  | 2026-01-30
            vrijdag   | 2026-01-30
            maandag   | 2026-01-30
            twee      | 2026-01-30
            gehouden  | 2026-01-30
        """,
        evaluatie="""
            zaak      | soort            | gepland_datum | gehouden_datum
            woensdag  | proces           | 2026-02-04    |
            vrijdag   | proces           | 2026-02-06    |
            maandag   | proces           | 2026-02-09    |
            twee      | proces           | 2026-02-09    |
            twee      | begeleidingsplan | 2026-02-04    |
            gehouden  | proces           | 2026-02-04    | 2026-01-30
        """,
    )


@pytest.mark.parametrize(
    ("zaak", "day", "threshold"),
    [
        ("geen", date(2026, 2, 13), "stap_1_naar_2"),
        ("woensdag", date(2026, 2, 11), "geplande_datum"),
        ("vrijdag", date(2026, 2, 13), "stap_1_naar_2"),  # the same day: nothing comes first
        ("maandag", date(2026, 2, 13), "stap_1_naar_2"),
        ("twee", date(2026, 2, 11), "geplande_datum"),
        ("gehouden", date(2026, 2, 13), "stap_1_naar_2"),
    ],
)
def test_the_day_a_case_comes_on_the_list_is_that_of_silence_or_of_an_agreed_day(
    planned, zaak, day, threshold
):
    row = planned.one("mart_stilstand", "uiterste_datum, drempel, reden", zaak)
    assert row == (day, threshold, None)
