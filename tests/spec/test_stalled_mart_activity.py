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
        """,
        melding=f"""
            zaak           | datum      | {around}
            ouders vooraf  | 2025-09-02 | 2026-01-30 |            |
            leerling       | 2025-09-02 |            | 2026-01-30 |
            teruggekoppeld | 2025-09-02 |            |            | 2026-01-30
            niets          | 2025-09-02 |            |            |
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
        ("niets", date(2025, 9, 2)),
    ],
)
def test_what_was_done_for_help_or_around_a_report_is_activity(long_ago, zaak, last):
    reason = None if last == date(2026, 1, 30) else "geen_gebeurtenis"
    row = long_ago.one("mart_stilstand", "laatste_activiteit, reden", zaak)
    assert row == (last, reason)
