"""What norms on help, a report, a talk, an MDO or an evaluation read of the case that it is of.

Reference date Friday 30 January 2026, region midden: four school days after Monday the 26th.
"""

from datetime import date

import pytest

from tests.spec.drawn_case import CASES, DAY

ONE, TWO = (date(2025, 9, day) for day in (1, 2))
MON_26, WED_28 = (date(2026, 1, day) for day in (26, 28))
GRAINS = ("evaluatie", "hulp", "mdo", "melding", "oudergesprek")


def units(case):
    """Return one unit of each grain for a case, all of Monday 26 January."""
    talk, meeting = 2 * case - 1, 2 * case
    events = {"zaak_nr": case, "ronde": 1, "datum": MON_26}
    return {
        "gebeurtenis": [
            events | {"gebeurtenis_nr": talk, "stap": "3", "soort": "gesprek_ouders"},
            events | {"gebeurtenis_nr": meeting, "stap": "2", "soort": "mdo"},
        ],
        "evaluatie": [{"evaluatie_nr": case, "zaak_nr": case, "soort": "proces"}],
        "hulp": [{"hulp_nr": case, "zaak_nr": case, "datum_verwijzing": MON_26}],
        "melding": [{"melding_nr": case, "zaak_nr": case, "datum": MON_26}],
    }


def drawn(*cases, **tables):
    """Draw these cases at one school, each with its units."""
    rows = {"zaak": [{"zaak_nr": n, "datum_signalering": DAY, **c} for n, c in enumerate(cases, 1)]}
    for number in range(1, len(cases) + 1):
        for table, more in units(number).items():
            rows[table] = [*rows.get(table, ()), *more]
    return CASES.add({**rows, **tables})


TWO_CASES = drawn({"acuut": "nee"}, {"acuut": "ja", "buiten_stappenplan": "medewerker"})


@pytest.mark.parametrize("grain", GRAINS)
def test_each_unit_is_judged_once_and_as_of_its_own_case(grain):
    found = TWO_CASES.column(grain, "[zaak_nr % 10, in_noemer::integer]")
    assert found == [[1, 1], [2, 0]]


@pytest.mark.parametrize("grain", ["melding", "oudergesprek"])
def test_how_urgent_a_case_is_holds_for_its_own_units(grain):
    assert TWO_CASES.column(grain, "acuut") == ["nee", "ja"]


def ended(status, reason=None):
    """Draw a case that came to its end on Wednesday 28 January."""
    return drawn({"status": status, "reden_afsluiting": reason, "datum_status": WED_28})


OPEN = drawn({})
CLOSED, CLOSED_SOMEHOW = ended("afgesloten", "zorgen_weggenomen"), ended("afgesloten")
LEFT, HANDED_OVER = ended("afgesloten", "leerling_vertrokken"), ended("overgedragen")


@pytest.mark.parametrize(
    ("situation", "is_closed"),
    [
        (OPEN, False),
        (CLOSED, True),
        (CLOSED_SOMEHOW, True),
        (LEFT, False),
        (HANDED_OVER, False),
    ],
)
@pytest.mark.parametrize("grain", ["hulp", "melding", "oudergesprek"])
def test_a_case_is_closed_other_than_because_the_pupil_left(grain, situation, is_closed):
    assert situation.column(grain, "is_afgesloten") == [is_closed]


SINCE = {
    "hulp": "schooldagen_sinds_verwijzing",
    "melding": "schooldagen_sinds_melding",
    "oudergesprek": "schooldagen_sinds_gesprek",
}


@pytest.mark.parametrize(
    ("situation", "days"),
    [(OPEN, 4), (CLOSED, 2), (LEFT, 2), (HANDED_OVER, 2)],
)
@pytest.mark.parametrize("grain", SINCE)
def test_school_days_since_a_unit_are_counted_to_the_end_of_its_case(grain, situation, days):
    assert situation.column(grain, SINCE[grain]) == [days]


def reported(*reasons, **more):
    """Draw a case with reports, each with this reason for not talking with the parents first."""
    reports = [
        {"melding_nr": n, "zaak_nr": 1, "datum": DAY, "reden_geen_oudergesprek": reason}
        for n, reason in enumerate(reasons, start=1)
    ]
    return CASES.case(melding=reports, **more)


@pytest.mark.parametrize(
    ("situation", "has_reason"),
    [
        (reported("veiligheid"), [True]),
        (reported("contact_verbroken"), [True]),
        (reported("nvt"), [False]),
        (reported("onbekend"), [False]),
        (reported(None), [False]),
        (reported("nvt", "veiligheid"), [False, True]),
    ],
)
def test_each_report_gives_its_own_reason_for_not_talking_first(situation, has_reason):
    assert situation.column("melding", "heeft_reden_geen_gesprek") == has_reason


def evaluated(*evaluations):
    """Draw a report and evaluations of these kinds that were held on these days."""
    rows = [
        {"evaluatie_nr": n, "zaak_nr": 1, "soort": kind, "gehouden_datum": day}
        for n, (kind, day) in enumerate(evaluations, start=1)
    ]
    return reported(None, evaluatie=rows)


@pytest.mark.parametrize(
    ("situation", "day"),
    [
        (evaluated(), None),
        (evaluated(("hulp_effect", ONE)), ONE),
        (evaluated(("hulp_effect", TWO), ("hulp_effect", ONE)), TWO),
        (evaluated(("hulp_effect", None)), None),
        (evaluated(("hulp_effect", ONE), ("hulp_effect", None)), ONE),
        (evaluated(("proces", TWO), ("begeleidingsplan", TWO)), None),
    ],
)
def test_the_effect_of_help_was_last_evaluated_when_that_was_held(situation, day):
    assert situation.column("melding", "laatste_effectevaluatie") == [day]


MOMENTS = {
    "eerste_gesprek_ouders": ("3", "gesprek_ouders", ONE),
    "eerste_gesprek_voorgenomen_melding": ("5B", "gesprek_voorgenomen_melding", ONE),
    "laatste_leerling_gevolgd": ("5B", "leerling_gevolgd", TWO),
}


def twice(stap, soort):
    """Draw a report and an event of this kind on two days."""
    event = {"zaak_nr": 1, "ronde": 1, "stap": stap, "soort": soort}
    rows = [event | {"gebeurtenis_nr": n, "datum": day} for n, day in ((1, TWO), (2, ONE))]
    return reported(None, gebeurtenis=rows)


@pytest.mark.parametrize(
    ("situation", "column", "day"),
    [(twice(stap, soort), column, day) for column, (stap, soort, day) in MOMENTS.items()],
)
def test_talks_before_a_report_are_the_first_and_following_after_it_the_last(
    situation, column, day
):
    assert situation.column("melding", column) == [day]


def met(*roles, notes=(), absent=(), **answers_given):
    """Draw an MDO with these roles and notes (event numbers), and another meeting, event 2."""
    events = [
        {"gebeurtenis_nr": n, "zaak_nr": 1, "ronde": 1, "datum": DAY, "stap": "2", "soort": soort}
        for n, soort in ((1, "mdo"), (2, "groepsbespreking"))
    ]
    return CASES.case(
        absent=absent,
        gebeurtenis=events,
        gebeurtenis_rol=[
            {"gebeurtenis_nr": event, "rol": role, "betrokkenheid": "aanwezig"}
            for event, role in roles
        ],
        mdo=[{"gebeurtenis_nr": 1, **answers_given}],
        dossiernotitie=[
            {"notitie_nr": n, "zaak_nr": 1, "gebeurtenis_nr": event, "soort": "feit", "datum": DAY}
            for n, event in enumerate(notes, start=1)
        ],
    )


@pytest.mark.parametrize(
    ("situation", "known", "ib", "parent"),
    [
        (met(), False, False, False),
        (met((1, "intern_begeleider")), True, True, False),
        (met((1, "ouder")), True, False, True),
        (met((1, "leerkracht"), (1, "directie")), True, False, False),
        (met((1, "intern_begeleider"), (1, "ouder")), True, True, True),
        (met((2, "intern_begeleider"), (2, "ouder")), False, False, False),
    ],
)
def test_who_took_part_in_an_mdo(situation, known, ib, parent):
    assert situation.column("mdo", "[heeft_rollen, is_ib, is_ouder]") == [[known, ib, parent]]


@pytest.mark.parametrize(
    ("situation", "count"),
    [
        (met(), 0),
        (met(notes=[1]), 1),
        (met(notes=[1, 1, 2, None]), 2),
        (met(notes=[2, None]), 0),
        (met(notes=[1], absent=["dossiernotitie.gebeurtenis_id"]), None),
    ],
)
def test_the_notes_of_an_mdo_are_those_that_name_it(situation, count):
    assert situation.column("mdo", "aantal_notities") == [count]
