"""Who was there: who performed it, was consulted or present; not who was only informed.

Whether someone came who was only invited is not on record.
"""

import pytest

from tests.spec.drawn_case import CASES

TEACHER, IB, HEAD, PARENT = "leerkracht", "intern_begeleider", "directie", "ouder"
KNOWN, UNKNOWN = True, False
DONE, ASKED, THERE = "uitvoerder", "geraadpleegd", "aanwezig"
TOLD, INVITED = "geinformeerd", "uitgenodigd"


def took_part(stap, soort, *roles):
    """Draw one event in which these took part: (role, how)."""
    rows = [{"gebeurtenis_nr": 1, "rol": rol, "betrokkenheid": how} for rol, how in roles]
    return CASES.happened((stap, soort), gebeurtenis_rol=rows)


TOGETHER = {
    "overleg_ib": "[heeft_rollen_bij_overleg_ib, is_overleg_ib_samen]",
    "signalen_in_kaart": "[heeft_rollen_bij_vastlegging, is_vastlegging_samen]",
}
PAIRS = [
    (((TEACHER, DONE), (IB, DONE)), KNOWN, True),
    (((TEACHER, DONE), (IB, ASKED)), KNOWN, True),
    (((TEACHER, THERE), (IB, THERE)), KNOWN, True),
    (((TEACHER, ASKED), (IB, DONE)), KNOWN, True),
    (((TEACHER, DONE), (IB, TOLD)), KNOWN, False),
    (((TEACHER, TOLD), (IB, DONE)), KNOWN, False),
    (((TEACHER, DONE), (IB, INVITED)), UNKNOWN, False),
    (((TEACHER, INVITED), (IB, DONE)), UNKNOWN, False),
    (((TEACHER, INVITED), (IB, INVITED)), UNKNOWN, False),
    (((TEACHER, TOLD), (IB, INVITED)), KNOWN, False),
    (((TEACHER, INVITED), (IB, TOLD)), KNOWN, False),
    (((TEACHER, INVITED),), KNOWN, False),
    (((TEACHER, DONE), (HEAD, DONE), (PARENT, INVITED)), KNOWN, False),
    # Invited and came; told, and consulted as well.
    (((TEACHER, DONE), (IB, INVITED), (IB, THERE)), KNOWN, True),
    (((TEACHER, DONE), (IB, TOLD), (IB, ASKED)), KNOWN, True),
]


@pytest.mark.parametrize(
    ("soort", "situation", "known", "together"),
    [
        (soort, took_part("1", soort, *roles), known, together)
        for soort in TOGETHER
        for roles, known, together in PAIRS
    ],
)
def test_teacher_and_ib_were_together_when_both_were_there(soort, situation, known, together):
    assert situation.column("zaak", TOGETHER[soort]) == [[known, together]]


def permission(*roles):
    """Draw that parents were asked for permission, by or with these."""
    return took_part("2", "toestemming_mdo_gevraagd", *roles)


@pytest.mark.parametrize(
    ("situation", "known", "supported"),
    [
        (permission((TEACHER, DONE), (IB, THERE)), KNOWN, True),
        (permission((TEACHER, DONE), (HEAD, ASKED)), KNOWN, True),
        (permission((TEACHER, DONE), (IB, TOLD)), KNOWN, False),
        (permission((TEACHER, DONE), (HEAD, TOLD)), KNOWN, False),
        (permission((TEACHER, DONE), (IB, INVITED)), UNKNOWN, False),
        (permission((TEACHER, DONE), (HEAD, INVITED)), UNKNOWN, False),
        (permission((TEACHER, DONE), (PARENT, INVITED)), KNOWN, False),
        (permission((TEACHER, INVITED)), KNOWN, False),
        (permission((IB, INVITED), (HEAD, THERE)), KNOWN, True),
        (permission((IB, INVITED), (HEAD, TOLD)), UNKNOWN, False),
    ],
)
def test_support_at_asking_permission_is_of_who_was_there(situation, known, supported):
    found = situation.column("zaak", "[heeft_rollen_bij_toestemming, is_toestemming_ondersteund]")
    assert found == [[known, supported]]


def with_ib(*ways):
    """Draw a group discussion by the teacher, in which the intern begeleider took part so."""
    return took_part("2", "groepsbespreking", (TEACHER, DONE), *[(IB, how) for how in ways])


@pytest.mark.parametrize(
    ("situation", "known", "with_them"),
    [
        (with_ib(), 1, 0),
        (with_ib(DONE), 1, 1),
        (with_ib(ASKED), 1, 1),
        (with_ib(THERE), 1, 1),
        (with_ib(TOLD), 1, 0),
        (with_ib(INVITED), 0, 0),
        (with_ib(INVITED, THERE), 1, 1),
    ],
)
def test_a_step_is_with_the_intern_begeleider_when_they_were_there(situation, known, with_them):
    counts = situation.column("zaak", "[aantal_stappen_met_rollen, aantal_stappen_met_ib]")
    assert counts == [[known, with_them]]


def mdo(*roles):
    """Draw an MDO of which the parents' invitation is known from the roles alone."""
    return took_part("2", "mdo", *roles)


@pytest.mark.parametrize(
    ("situation", "known", "attended"),
    [
        (mdo(), UNKNOWN, False),
        (mdo((PARENT, THERE)), KNOWN, False),
        (mdo((IB, DONE)), KNOWN, True),
        (mdo((IB, ASKED)), KNOWN, True),
        (mdo((IB, THERE)), KNOWN, True),
        (mdo((IB, TOLD)), KNOWN, False),
        (mdo((IB, INVITED)), UNKNOWN, False),
        (mdo((IB, INVITED), (IB, THERE)), KNOWN, True),
    ],
)
def test_the_intern_begeleider_attended_an_mdo_when_they_were_there(situation, known, attended):
    assert situation.column("mdo", "[heeft_rollen, is_ib]") == [[known, attended]]


@pytest.mark.parametrize(
    ("situation", "invited"),
    [
        (mdo((IB, DONE)), False),
        (mdo((IB, DONE), (PARENT, INVITED)), True),
        (mdo((IB, DONE), (PARENT, THERE)), True),
        (mdo((IB, DONE), (PARENT, TOLD)), False),
        (mdo((IB, INVITED)), False),
    ],
)
def test_parents_were_invited_to_an_mdo_when_they_were_or_came(situation, invited):
    assert situation.column("mdo", "is_ouder") == [invited]


def talk(*roles):
    """Draw a talk with the parents by or with these."""
    return took_part("3", "gesprek_ouders", *roles)


@pytest.mark.parametrize(
    ("situation", "teacher", "ib"),
    [
        (talk((TEACHER, DONE), (IB, DONE)), True, True),
        (talk((TEACHER, DONE), (IB, THERE)), True, False),
        (talk((TEACHER, THERE), (IB, DONE)), False, True),
        (talk((TEACHER, INVITED), (IB, TOLD)), False, False),
        (talk((PARENT, DONE), (HEAD, DONE)), False, False),
    ],
)
def test_a_talk_is_held_by_who_performed_it(situation, teacher, ib):
    performers = "[is_leerkracht_uitvoerder, is_ib_uitvoerder]"
    assert situation.column("oudergesprek", performers) == [[teacher, ib]]
