"""First and ever 5A and 5B, the state of a case, and the chance of a decision by a milestone."""

import pytest

from tests.spec.drawn_marts import Marts, build


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build(
        zaak="""
            zaak           | datum_signalering | status       | datum_status | reden_afsluiting
            hulp           | 2025-11-03        | lopend       |              |
            melding        | 2025-11-03        | lopend       |              |
            hulp dan meld  | 2025-11-03        | lopend       |              |
            meld dan hulp  | 2025-11-03        | lopend       |              |
            zelfde dag     | 2025-11-03        | lopend       |              |
            zelfde dag 2   | 2025-11-03        | lopend       |              |
            gestopt        | 2025-11-03        | lopend       |              |
            stop dan hulp  | 2025-11-03        | lopend       |              |
            afgesloten     | 2025-11-03        | afgesloten   | 2025-11-10   | zorgen_weggenomen
            weg            | 2025-11-03        | overgedragen | 2025-11-10   |
            weg na hulp    | 2025-11-03        | overgedragen | 2025-12-01   |
            nog niets      | 2025-11-03        | lopend       |              |
        """,
        besluit="""
            zaak          | datum      | ronde | uitkomst
            hulp          | 2025-11-06 | 1     | 5A
            melding       | 2025-11-03 | 1     | 5B
            hulp dan meld | 2025-11-06 | 1     | 5A
            hulp dan meld | 2025-11-13 | 2     | 5B
            meld dan hulp | 2025-11-06 | 1     | 5B
            meld dan hulp | 2025-11-13 | 2     | 5A
            zelfde dag    | 2025-11-06 | 1     | 5A
            zelfde dag    | 2025-11-06 | 1     | 5B
            zelfde dag 2  | 2025-11-06 | 2     | 5B
            zelfde dag 2  | 2025-11-06 | 1     | 5A
            gestopt       | 2025-11-06 | 1     | stoppen
            stop dan hulp | 2025-11-06 | 1     | stoppen
            stop dan hulp | 2025-11-13 | 2     | 5A
            weg na hulp   | 2025-11-06 | 1     | 5A
        """,
    )


@pytest.mark.parametrize(
    ("zaak", "expected"),
    [
        ("hulp", ("5A", True, False, "5A")),
        ("melding", ("5B", False, True, "5B")),
        ("hulp dan meld", ("5A", True, True, "beide")),
        ("meld dan hulp", ("5B", True, True, "beide")),
        # One day, one round: the heavier decision is the first.
        ("zelfde dag", ("5B", True, True, "beide")),
        # One day, two rounds: the lower round is the first.
        ("zelfde dag 2", ("5A", True, True, "beide")),
        ("gestopt", ("stoppen", False, False, "gestopt")),
        ("stop dan hulp", ("stoppen", True, False, "5A")),
        ("afgesloten", (None, False, False, "gestopt")),
        ("weg", (None, False, False, "overgedragen")),
        # What was decided stays known after the handing over.
        ("weg na hulp", ("5A", True, False, "5A")),
        ("nog niets", (None, False, False, "geen_besluit")),
    ],
)
def test_first_decision_ever_and_state(marts, zaak, expected):
    assert marts.one("mart_zaak", "eerste_besluit, ooit_5a, ooit_5b, toestand", zaak) == expected


def test_the_counts_of_a_school_add_up_with_the_open_ones_beside_them(marts):
    # First decisions: 5A hulp, hulp dan meld, zelfde dag 2, weg na hulp = 4; 5B melding, meld dan
    # hulp, zelfde dag = 3; stopped: gestopt, stop dan hulp, afgesloten = 3; handed over: weg;
    # open: nog niets. Share of 5A among the decided: 4 of 7.
    row = marts.one(
        "mart_uitkomst_stand",
        "n, n_5a, n_5b, n_gestopt, n_overgedragen, n_open, ooit_5a, ooit_5b, beide, aandeel_5a",
        school_id="S1",
        schooljaar="2025-2026",
    )
    assert row[:9] == (12, 4, 3, 3, 1, 1, 7, 5, 4)
    assert row[9] == pytest.approx(4 / 7, abs=1e-15)


@pytest.mark.parametrize(("outcome", "limits"), [("5A", (0.342380, 1)), ("5B", (0, 0.657620))])
def test_the_interval_of_two_alike_stays_between_nought_and_one(outcome, limits):
    # Wilson with z² = 3.841459: 2 of 2 from 1 / (1 + z²/2), 0 of 2 to (z²/2) / (1 + z²/2).
    marts = build(
        zaak="""
            zaak | datum_signalering
            A    | 2025-11-03
            B    | 2025-11-03
        """,
        besluit=f"""
            zaak | datum      | ronde | uitkomst
            A    | 2025-11-06 | 1     | {outcome}
            B    | 2025-11-07 | 1     | {outcome}
        """,
    )
    row = marts.one("mart_uitkomst_stand", "onder, boven", school_id="S1", schooljaar="2025-2026")
    assert row == pytest.approx(limits, abs=1e-6)
    assert 0 <= row[0] <= row[1] <= 1


def test_the_path_from_5a_to_5b_starts_only_without_an_earlier_report(marts):
    entered = {
        name: marts.rows(
            "SELECT afloop, dagen FROM mart_doorlooptijd WHERE interval = 'besluit_5a_5b'"
            f" AND zaak_nr = {number}"
        )
        for (kind, name), number in marts.numbers.of.items()
        if kind == "zaak"
    }
    assert entered["hulp"] == [{"afloop": "open", "dagen": 88}]
    assert entered["hulp dan meld"] == [{"afloop": "bereikt", "dagen": 7}]
    assert entered["meld dan hulp"] == []
    assert entered["zelfde dag"] == [{"afloop": "bereikt", "dagen": 0}]
    assert entered["weg na hulp"] == [{"afloop": "overgedragen", "dagen": 25}]
    assert entered["melding"] == []


def test_undelivered_decisions_leave_the_state_unknown_unless_the_reason_tells():
    marts = build(
        zaak="""
            zaak   | datum_signalering | status       | datum_status | reden_afsluiting
            open   | 2025-11-03        | lopend       |              |
            hulp   | 2025-11-03        | afgesloten   | 2025-12-01   | hulp_afgerond
            zorgen | 2025-11-03        | afgesloten   | 2025-12-01   | zorgen_weggenomen
            weg    | 2025-11-03        | overgedragen | 2025-12-01   |
        """,
        absent={"besluit": ()},
    )
    states = {
        name: marts.one("mart_zaak", "toestand", name)[0]
        for name in ("open", "hulp", "zorgen", "weg")
    }
    assert states == {"open": None, "hulp": None, "zorgen": "gestopt", "weg": "overgedragen"}
    assert marts.rows("SELECT * FROM mart_uitkomst_stand") == []


def test_the_chance_within_twenty_school_days_is_read_from_the_curve():
    # Region midden, peildatum Friday 28 November 2025. School days: decided after 3 (a), 20 (b) and
    # 21 (c); open for 40 (d). All four waited on day 20: 1/4 on day 3, 1/3 of 3/4 on day 20.
    marts = build(
        peildatum="2025-11-28",
        zaak="""
            zaak | datum_signalering
            a    | 2025-09-01
            b    | 2025-09-01
            c    | 2025-09-01
            d    | 2025-09-26
        """,
        besluit="""
            zaak | datum      | uitkomst
            a    | 2025-09-04 | 5A
            b    | 2025-09-29 | 5A
            c    | 2025-09-30 | 5B
        """,
    )

    def chance(uitkomst, mijlpaal):
        return marts.one(
            "mart_mijlpaal",
            "kans, wachtend",
            uitkomst=uitkomst,
            mijlpaal=mijlpaal,
            school_id="S1",
            schooljaar="alle",
        )

    assert chance("5A", 20) == pytest.approx((0.5, 0.5))
    assert chance("5B", 20) == pytest.approx((0.0, 0.5))
    assert chance("5B", 40) == pytest.approx((0.25, 0.25))
    # Nobody was followed for sixty school days while one case still waits.
    assert chance("5B", 60) == (None, None)
