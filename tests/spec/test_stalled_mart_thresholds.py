"""What an open case waits for further on, and which threshold holds.

Region midden, peildatum Monday 2 February 2026. School days before it: Monday 26 January five,
Friday 23 January six, Thursday 22 January seven, Wednesday 21 January eight, Monday 19 January ten,
Wednesday 17 December 23.
"""

from datetime import date

import pytest

from tests.spec.drawn_marts import Marts, build


@pytest.fixture(scope="module")
def further() -> Marts:
    zaken = {"acuut 5b": "ja", "acuut weging": "ja", "acuut stap 2": "ja"}
    zaken |= dict.fromkeys(FURTHER.keys() - zaken.keys(), "nee")
    return build(
        zaak="zaak | datum_signalering | acuut\n"
        + "\n".join(f"{name} | 2025-12-17 | {acute}" for name, acute in zaken.items()),
        gebeurtenis="""
            zaak         | soort               | datum      | stap
            acuut stap 2 | advies_veilig_thuis | 2026-01-29 | 2
            overleg      | bilateraal_overleg  | 2026-01-19 | 2
            taxatie      | risicotaxatie       | 2026-01-26 | 4
            taxatie      | gesprek_ouders      | 2026-01-27 | 3
        """,
        besluit="""
            zaak            | datum      | uitkomst
            gestopt         | 2026-01-19 | stoppen
            acuut 5b        | 2026-01-29 | 5B
            5b net niet     | 2026-01-26 | 5B
            hulp voorbij    | 2026-01-19 | 5A
            hulp net niet   | 2026-01-19 | 5A
            hulp klaar      | 2026-01-19 | 5A
            hulp beoordeeld | 2026-01-19 | 5A
        """,
        melding="""
            zaak           | datum
            alleen melding | 2026-01-19
        """,
        hulp="""
            zaak            | gewenste_termijn_datum | datum_einde
            hulp voorbij    | 2026-01-23             |
            hulp net niet   | 2026-01-26             |
            hulp klaar      | 2026-01-23             | 2026-01-26
            hulp beoordeeld | 2026-01-23             |
        """,
        afweging="""
            zaak            | ronde | vraag | antwoord | datum
            acuut weging    | 1     | 1     | ja       | 2026-01-29
            acuut weging    | 1     | 2     | ja       | 2026-01-29
            hulp beoordeeld | 1     | 5     | ja       | 2026-01-19
            hulp voorbij    | 1     | 1     | ja       | 2026-01-19
            twee wegingen   | 1     | 2     | ja       | 2026-01-21
            twee wegingen   | 2     | 2     | ja       | 2026-01-22
            weging net niet | 1     | 2     | ja       | 2026-01-26
        """,
        evaluatie="""
            zaak          | soort            | gepland_datum | gehouden_datum
            twee gehouden | proces           |               | 2025-12-18
            twee gehouden | proces           |               | 2026-01-19
            plan gehouden | proces           | 2026-01-23    | 2026-01-26
            twee datums   | begeleidingsplan | 2026-01-22    |
            twee datums   | proces           | 2026-01-21    |
            zonder dag    | proces           |               |
        """,
    )


JAN_30, FEB_2, MAR_9 = date(2026, 1, 30), date(2026, 2, 2), date(2026, 3, 9)
TEN_IN_5A = ("5A", "hulp", 10, None, MAR_9, "stap_5a", None, None)
# Step, waits for, days in it, reason, due; the threshold that holds, and the planned day that went
# by. Thirty school days after 19 January are nine in January, and one less a week in 6 weeks more.
FURTHER = {
    "gestopt": ("5", "afsluiting", 10, None, FEB_2, "afsluiten_na_stoppen", None, None),
    "alleen melding": ("5B", "opvolging", 10, None, MAR_9, "stap_5b", None, None),
    "acuut 5b": (
        "5B", "melding", 2, "melding_ontbreekt", JAN_30, "melding_na_besluit_acuut", None, None
    ),
    "5b net niet": ("5B", "melding", 5, None, FEB_2, "melding_na_besluit", None, None),
    "weging net niet": ("4", "besluit", 5, None, FEB_2, "stap_4_naar_5", None, None),
    # What was required first is what is missing: five school days after Wednesday 21 January.
    "twee wegingen": (
        "4", "besluit", 8, "melding_ontbreekt", date(2026, 1, 28), "melding_na_besluit", None, None
    ),
    "acuut weging": (
        "4", "besluit", 2, "melding_ontbreekt", JAN_30, "melding_na_besluit_acuut", None, None
    ),
    "acuut stap 2": ("2", "gesprek_ouders", 2, "geen_gebeurtenis", JAN_30, "acuut", None, None),
    "overleg": ("2", "gesprek_ouders", 10, None, FEB_2, "stap_2_naar_3", None, None),
    # Step 4 is further than step 3, whichever came last; five days after the talk.
    "taxatie": ("4", "besluit", 5, None, date(2026, 2, 3), "stap_4_naar_5", None, None),
    "hulp voorbij": (
        "5A", "hulp", 10, "datum_verstreken", JAN_30, "geplande_datum", "hulp_termijn",
        date(2026, 1, 23),
    ),
    # A term of Monday 26 January may wait until Monday 2 February; silence until 9 March.
    "hulp net niet": (*TEN_IN_5A[:4], FEB_2, "geplande_datum", *TEN_IN_5A[6:]),
    # Help that ended is something that happened: five school days later.
    "hulp klaar": (*TEN_IN_5A[:4], date(2026, 3, 16), *TEN_IN_5A[5:]),
    "hulp beoordeeld": TEN_IN_5A,
    # An evaluation that was held is something that happened: ten school days ago, and five.
    "twee gehouden": ("1", "advies_vt", 23, None, FEB_2, "stap_1_naar_2", None, None),
    "plan gehouden": ("1", "advies_vt", 23, None, date(2026, 2, 9), "stap_1_naar_2", None, None),
    # The first of two planned days: Wednesday 21 January.
    "twee datums": (
        "1", "advies_vt", 23, "datum_verstreken", date(2026, 1, 28), "geplande_datum", "proces",
        date(2026, 1, 21),
    ),
    # 17 December: two school days before kerst, eight after it.
    "zonder dag": (
        "1", "advies_vt", 23, "geen_gebeurtenis", date(2026, 1, 14), "stap_1_naar_2", None, None
    ),
}  # fmt: skip


@pytest.mark.parametrize("zaak", FURTHER)
def test_what_waits_further_on_and_which_threshold_holds(further, zaak):
    row = further.one(
        "mart_stilstand",
        "stap, wacht_op, schooldagen_in_stap, reden, uiterste_datum, drempel, verstreken_soort,"
        " verstreken_datum",
        zaak,
    )
    assert row == FURTHER[zaak]
