"""Norms in a case that was acute, or closed soon after: judged as the meldcode words them."""

import pytest

from tests.spec.drawn_case import CASES

TALK, CLOSED = "2025-10-06", "2025-10-09"


def drawn(zaak, *, peildatum=None, **tables):
    """Draw case 1, with these columns of its own, beside the other tables."""
    case = {"zaak_nr": 1, "datum_signalering": "2025-09-01", "acuut": "nee", **zaak}
    return CASES.add({"zaak": [case], **tables}, peildatum=peildatum)


def closed(**zaak):
    return {"status": "afgesloten", "datum_status": CLOSED, **zaak}


def event(number: int, stap: str, soort: str, day: str):
    keys = {"gebeurtenis_nr": number, "zaak_nr": 1, "ronde": 1}
    return {**keys, "stap": stap, "soort": soort, "datum": day}


def talk(day=TALK):
    return event(1, "3", "gesprek_ouders", day)


def decision(outcome: str, day: str, **row):
    return {"besluit_nr": 1, "zaak_nr": 1, "datum": day, "uitkomst": outcome, **row}


def talk_without_report(zaak, peildatum):
    rows = {"gebeurtenis": [talk()], "oudergesprek": [{"gebeurtenis_nr": 1}]}
    return drawn(zaak, peildatum=peildatum, **rows)


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (talk_without_report(closed(), "2026-01-30"), "niet_voldaan"),
        (talk_without_report({}, "2025-10-17"), "nog_open"),
    ],
)
def test_a_report_of_a_talk_is_not_awaited_any_more_in_a_closed_case(situation, expected):
    """Ten school days after the talk are not over for an open case; the other closed on day 3."""
    assert situation.verdict("S3-14") == expected


def stopped(*events):
    """Draw a decision to stop of 9 October, without the teacher."""
    decided = decision("stoppen", CLOSED, leerkracht_betrokken="nee", ib_betrokken="ja")
    return drawn(closed(), gebeurtenis=list(events), besluit=[decided])


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (stopped(talk("2025-10-09")), "niet_voldaan"),
        (stopped(talk("2025-10-10")), "niet_van_toepassing"),
        (stopped(), "niet_van_toepassing"),
    ],
)
def test_stopping_is_of_step_3_when_the_talk_came_first(situation, expected):
    assert situation.verdict("S3-20") == expected


def reported_without_management(acuut, weighed):
    """Draw a decision to report of 6 October, and a weighing on the day `weighed`."""
    return drawn(
        {"acuut": acuut},
        weging=[{"zaak_nr": 1, "ronde": 1, "datum": weighed}] if weighed else [],
        besluit=[decision("5B", "2025-10-06", directie_betrokken="nee")],
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (reported_without_management("ja", "2025-10-07"), "U4"),
        (reported_without_management("ja", None), "U4"),
        (reported_without_management("ja", "2025-10-06"), "niet_voldaan"),
        (reported_without_management("nee", "2025-10-07"), "niet_voldaan"),
    ],
)
def test_an_acute_decision_before_the_weighing_need_not_wait_for_management(situation, expected):
    assert situation.verdict("S4-04") == expected


def talked_in_vain(acuut, stap, soort, day):
    """Draw a talk of 6 October that left the concerns, and one other event."""
    return drawn(
        closed(acuut=acuut),
        gebeurtenis=[talk(), event(2, stap, soort, day)],
        oudergesprek=[{"gebeurtenis_nr": 1, "zorgen_weggenomen": "nee"}],
        besluit=[decision("5A", "2025-10-02")],
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (talked_in_vain("nee", "5A", "leerling_gevolgd", "2025-10-07"), "voldaan"),
        (talked_in_vain("nee", "5A", "leerling_gevolgd", "2025-10-03"), "niet_voldaan"),
        (talked_in_vain("ja", "5A", "leerling_gevolgd", "2025-10-03"), "U4"),
        (talked_in_vain("nee", "2", "groepsbespreking", "2025-10-07"), "niet_voldaan"),
    ],
)
def test_a_case_goes_on_after_the_talk_with_any_event_of_step_4_or_5(situation, expected):
    assert situation.verdict("S3-22") == expected


def reported(acuut, permission):
    report = {"melding_nr": 1, "zaak_nr": 1, "datum": TALK, "toestemming": permission}
    return drawn({"acuut": acuut}, melding=[report])


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (reported("ja", "geweigerd"), "U9"),
        (reported("nee", "geweigerd"), "U9"),
        (reported("ja", "niet_gevraagd"), "U4"),
        (reported("nee", "niet_gevraagd"), "niet_voldaan"),
        (reported("ja", "gegeven"), "voldaan"),
    ],
)
def test_a_refusal_was_asked_for_also_in_an_acute_case(situation, expected):
    """U4 is for what was not done at once (domain, A.4); who was refused has asked."""
    assert situation.verdict("B-10") == expected
