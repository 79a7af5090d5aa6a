"""How long a later report or a later talk took, after a decision to help: counted by hand.

Region midden, peildatum Monday 2 February 2026.
"""

import pytest

from tests.spec.drawn_marts import Marts, build

COLUMNS = "afloop, dagen, werkdagen, schooldagen"
LAST = "laatste_afloop, laatste_dagen, laatste_werkdagen, laatste_schooldagen"


@pytest.fixture(scope="module")
def decided() -> Marts:
    return build(
        zaak="""
            zaak          | datum_signalering | status | datum_status
            hulp dan meld | 2025-11-03        | lopend |
            meld dan hulp | 2025-11-03        | lopend |
            zelfde dag    | 2025-11-03        | lopend |
            eerst gemeld  | 2025-11-03        | lopend |
            weer hulp     | 2025-11-03        | lopend |
            weer gesprek  | 2025-11-03        | lopend |
        """,
        besluit="""
            zaak          | datum      | ronde | uitkomst
            hulp dan meld | 2025-11-06 | 1     | 5A
            hulp dan meld | 2025-11-13 | 2     | 5B
            meld dan hulp | 2025-11-06 | 1     | 5B
            meld dan hulp | 2025-11-13 | 2     | 5A
            zelfde dag    | 2025-11-06 | 1     | 5A
            eerst gemeld  | 2025-11-06 | 1     | 5A
            weer hulp     | 2025-11-06 | 1     | 5A
            weer hulp     | 2025-11-20 | 2     | 5A
            weer hulp     | 2025-12-01 | 3     | 5B
        """,
        melding="""
            zaak          | datum
            zelfde dag    | 2025-11-06
            eerst gemeld  | 2025-11-05
        """,
        gebeurtenis="""
            zaak          | soort          | datum      | ronde | stap
            weer gesprek  | gesprek_ouders | 2025-11-04 | 1     | 3
            weer gesprek  | weging         | 2025-11-05 | 1     | 4
            weer gesprek  | gesprek_ouders | 2025-11-10 | 2     | 3
        """,
    )


@pytest.mark.parametrize(
    ("zaak", "expected"),
    [
        # Thursday 6 to Thursday 13 November: five days of school; the report is still to come.
        (
            "hulp dan meld",
            {"5b": ("bereikt", 5, "bereikt", 5), "melding": ("open", 52, "open", 52)},
        ),
        ("meld dan hulp", {}),
        ("eerst gemeld", {}),
        # A report on the day of the 5A does not come before it.
        ("zelfde dag", {"5b": ("open", 52, "open", 52), "melding": ("bereikt", 0, "bereikt", 0)}),
        # Until Monday 1 December: 17 school days after Thursday 6, 7 after Thursday 20 November.
        ("weer hulp", {"5b": ("bereikt", 17, "bereikt", 7), "melding": ("open", 52, "open", 42)}),
    ],
)
def test_only_a_case_without_an_earlier_report_waits_from_5a_for_a_later_one(
    decided, zaak, expected
):
    """From 6 November until the peildatum, Monday 2 February: 16 school days in November, 15 in
    December, 20 in January and one."""
    number = decided.numbers.of["zaak", zaak]
    found = decided.rows(
        "SELECT interval, afloop, schooldagen, laatste_afloop, laatste_schooldagen"
        f" FROM mart_doorlooptijd WHERE interval LIKE 'besluit_5a_%' AND zaak_nr = {number}"
    )
    assert {
        row.pop("interval").removeprefix("besluit_5a_"): tuple(row.values()) for row in found
    } == expected


def test_a_last_talk_after_the_last_weighing_is_told_apart(decided):
    # Wednesday 5 back from Monday 10 November.
    row = decided.one(
        "mart_doorlooptijd", f"{COLUMNS}, {LAST}", "weer gesprek", interval="gesprek_ouders_weging"
    )
    assert row == ("bereikt", 1, 1, 1, "negatief", -5, -3, -3)
