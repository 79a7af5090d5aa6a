"""Norms in a case that was acute, or closed soon after: judged as the meldcode words them."""

import pytest

from tests.support.stg import judge_norms, verdicts

TALK, CLOSED = "2025-10-06", "2025-10-09"


def verdict(rows, norm_id: str, peildatum: str = "2026-01-30") -> str:
    (found,) = verdicts(judge_norms(rows, norm_id, peildatum=peildatum), norm_id).values()
    return found


def case(**zaak):
    return {"zaak_nr": 1, "datum_signalering": "2025-09-01", "acuut": "nee", **zaak}


def closed(**zaak):
    return case(status="afgesloten", datum_status=CLOSED, **zaak)


def event(number: int, stap: str, soort: str, day: str):
    keys = {"gebeurtenis_nr": number, "zaak_nr": 1, "ronde": 1}
    return {**keys, "stap": stap, "soort": soort, "datum": day}


def decision(outcome: str, day: str, **row):
    return {"besluit_nr": 1, "zaak_nr": 1, "datum": day, "uitkomst": outcome, **row}


@pytest.mark.parametrize(("zaak", "expected"), [(closed(), "niet_voldaan"), (case(), "nog_open")])
def test_a_report_of_a_talk_is_not_awaited_any_more_in_a_closed_case(zaak, expected):
    """Ten school days after the talk are not over for an open case; the other closed on day 3."""
    rows = {
        "zaak": [zaak],
        "gebeurtenis": [event(1, "3", "gesprek_ouders", TALK)],
        "oudergesprek": [{"gebeurtenis_nr": 1}],
    }
    day = "2025-10-17" if expected == "nog_open" else "2026-01-30"
    assert verdict(rows, "S3-14", peildatum=day) == expected


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        ("2025-10-09", "niet_voldaan"),
        ("2025-10-10", "niet_van_toepassing"),
        (None, "niet_van_toepassing"),
    ],
)
def test_stopping_is_of_step_3_when_the_talk_came_first(talk, expected):
    rows = {
        "zaak": [closed()],
        "gebeurtenis": [event(1, "3", "gesprek_ouders", talk)] if talk else [],
        "besluit": [decision("stoppen", CLOSED, leerkracht_betrokken="nee", ib_betrokken="ja")],
    }
    assert verdict(rows, "S3-20") == expected


@pytest.mark.parametrize(
    ("acute", "weighed", "expected"),
    [
        ("ja", "2025-10-07", "U4"),
        ("ja", None, "U4"),
        ("ja", "2025-10-06", "niet_voldaan"),
        ("nee", "2025-10-07", "niet_voldaan"),
    ],
)
def test_an_acute_decision_before_the_weighing_need_not_wait_for_management(
    acute, weighed, expected
):
    rows = {
        "zaak": [case(acuut=acute)],
        "weging": [{"zaak_nr": 1, "ronde": 1, "datum": weighed}] if weighed else [],
        "besluit": [decision("5B", "2025-10-06", directie_betrokken="nee")],
    }
    assert verdict(rows, "S4-04") == expected


@pytest.mark.parametrize(
    ("acute", "after", "expected"),
    [
        ("nee", event(2, "5A", "leerling_gevolgd", "2025-10-07"), "voldaan"),
        ("nee", event(2, "5A", "leerling_gevolgd", "2025-10-03"), "niet_voldaan"),
        ("ja", event(2, "5A", "leerling_gevolgd", "2025-10-03"), "U4"),
        ("nee", event(2, "2", "groepsbespreking", "2025-10-07"), "niet_voldaan"),
    ],
)
def test_a_case_goes_on_after_the_talk_with_any_event_of_step_4_or_5(acute, after, expected):
    rows = {
        "zaak": [closed(acuut=acute)],
        "gebeurtenis": [event(1, "3", "gesprek_ouders", TALK), after],
        "oudergesprek": [{"gebeurtenis_nr": 1, "zorgen_weggenomen": "nee"}],
        "besluit": [decision("5A", "2025-10-02")],
    }
    assert verdict(rows, "S3-22") == expected


@pytest.mark.parametrize(
    ("acuut", "permission", "expected"),
    [
        ("ja", "geweigerd", "U9"),
        ("nee", "geweigerd", "U9"),
        ("ja", "niet_gevraagd", "U4"),
        ("nee", "niet_gevraagd", "niet_voldaan"),
        ("ja", "gegeven", "voldaan"),
    ],
)
def test_a_refusal_was_asked_for_also_in_an_acute_case(acuut, permission, expected):
    """U4 is for what was not done at once (domain, A.4); who was refused has asked."""
    report = {"melding_nr": 1, "zaak_nr": 1, "datum": TALK, "toestemming": permission}
    assert verdict({"zaak": [case(acuut=acuut)], "melding": [report]}, "B-10") == expected
