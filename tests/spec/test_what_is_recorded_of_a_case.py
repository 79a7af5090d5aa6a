"""What is recorded of a case as a whole: doubt, refusal, reasons, routes and decisions revised."""

import pytest

from tests.spec.drawn_case import CASES, DAY, answers

drawn = CASES.case


def weighed(column, *said):
    """Draw a weighing in as many rounds, of which this was said."""
    rounds = enumerate(said, start=1)
    return drawn(
        weging=[{"zaak_nr": 1, "ronde": n, "datum": DAY, column: one} for n, one in rounds]
    )


SAID = [
    # A no in one round says nothing of a round of which it was not recorded.
    (("ja",), "ja"),
    (("nee",), "nee"),
    (("nvt",), "nvt"),
    (("onbekend",), "onbekend"),
    ((None,), "onbekend"),
    (("nee", "ja"), "ja"),
    (("ja", "nee"), "ja"),
    (("onbekend", "ja"), "ja"),
    (("nvt", "ja"), "ja"),
    (("nee", "nee"), "nee"),
    (("nee", "nvt"), "nee"),
    (("nee", "onbekend"), "onbekend"),
    (("nee", None), "onbekend"),
    (("nvt", None), "onbekend"),
    ((), "onbekend"),
]


@pytest.mark.parametrize(
    ("column", "situation", "expected"),
    [
        (column, weighed(column, *said), expected)
        for column in ("twijfel", "weigering_meegewogen")
        for said, expected in SAID
    ],
)
def test_what_was_said_in_any_round_holds_and_no_only_when_it_is_known_of_each(
    column, situation, expected
):
    assert situation.column("zaak", column) == [expected]


@pytest.mark.parametrize(
    ("situation", "is_answered"),
    [
        (drawn(), False),
        (drawn(afweging=answers("jnjj")), False),
        (drawn(afweging=answers("jnjjj")), True),
        (drawn(afweging=answers("jnjjn")), True),
        # In any of the rounds.
        (drawn(afweging=answers("jnjjn") + answers("jj", ronde=2)), True),
        (drawn(afweging=answers("jj") + answers("jnjjj", ronde=2)), True),
    ],
)
def test_question_5_was_answered_when_it_was_in_any_round(situation, is_answered):
    assert situation.column("zaak", "heeft_antwoord_5") == [is_answered]


def permission(*given, absent=()):
    """Draw an MDO for each of these answers of the parents."""
    events = [{"stap": "2", "soort": "mdo", "zaak_nr": 1, "datum": DAY} for _ in given]
    return drawn(
        gebeurtenis=[{**event, "gebeurtenis_nr": n} for n, event in enumerate(events, 1)],
        mdo=[{"gebeurtenis_nr": n, "toestemming_ouders": one} for n, one in enumerate(given, 1)],
        absent=absent,
    )


@pytest.mark.parametrize(
    ("situation", "is_refused"),
    [
        (permission(), False),
        (permission("gegeven"), False),
        (permission("niet_gevraagd"), False),
        (permission("onbekend"), False),
        (permission(None), False),
        (permission("geweigerd"), True),
        (permission("geweigerd", "gegeven"), True),
        (permission("gegeven", "geweigerd"), True),
        (permission(absent=["mdo"]), None),
    ],
)
def test_parents_refused_when_they_refused_any_mdo(situation, is_refused):
    assert situation.column("zaak", "is_mdo_geweigerd") == [is_refused]


def reported(*reasons):
    """Draw a report for each of these reasons for not talking with the parents first."""
    return drawn(
        melding=[
            {"melding_nr": n, "zaak_nr": 1, "datum": DAY, "reden_geen_oudergesprek": reason}
            for n, reason in enumerate(reasons, start=1)
        ]
    )


@pytest.mark.parametrize(
    ("situation", "has_reason"),
    [
        (reported(), False),
        (reported("veiligheid"), True),
        (reported("contact_verbroken"), True),
        (reported("nvt"), False),
        (reported("onbekend"), False),
        (reported(None), False),
        (reported("nvt", "veiligheid"), True),
        (reported("contact_verbroken", "nvt"), True),
    ],
)
def test_a_report_without_a_talk_has_a_reason_for_safety_or_for_contact(situation, has_reason):
    assert situation.column("zaak", "heeft_reden_geen_gesprek") == [has_reason]


def decided(*outcomes, revised=None, absent=()):
    """Draw decisions, of which the last revises one of the others."""
    rows = [
        {"besluit_nr": n, "zaak_nr": 1, "datum": DAY, "uitkomst": outcome}
        for n, outcome in enumerate(outcomes, start=1)
    ]
    rows[-1]["herziet_besluit_nr"] = revised
    return drawn(besluit=rows, absent=absent)


@pytest.mark.parametrize(
    ("situation", "is_revised"),
    [
        (drawn(), False),
        (decided("5A"), False),
        (decided("5A", "5B"), False),  # both stand
        (decided("5A", "5B", revised=1), True),
        (decided("5A", "stoppen", revised=1), True),
        (decided("5A", "5A", revised=1), False),  # help again: what it asks for stands
        (decided("5A", "5A", "5B", revised=2), True),
        (decided("5B", "5A", revised=1), False),
        (decided("stoppen", "5A", revised=1), False),
        (decided("5A", "stoppen", "5B", revised=2), False),
        (decided("5A", "5B", absent=["besluit.herziet_besluit_id"]), None),
    ],
)
def test_help_was_revised_when_a_later_decision_came_in_its_place(situation, is_revised):
    assert situation.column("zaak", "is_5a_herzien") == [is_revised]


def route(name):
    """Draw a case with this special route."""
    return drawn(zaak_route=[{"zaak_nr": 1, "bijzondere_route": name}])


@pytest.mark.parametrize(
    ("situation", "name"),
    [(drawn(), None), (route("geen"), "geen"), (route("vgv"), "vgv")],
)
def test_the_special_route_is_that_of_the_case_and_empty_when_it_has_none(situation, name):
    assert situation.column("zaak", "bijzondere_route") == [name]
