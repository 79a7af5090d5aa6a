"""What norms read of a talk with the parents: its report, who held it, and what followed.

Reference date Friday 30 January 2026, region midden.
"""

from datetime import date

import pytest

from tests.spec.drawn_case import CASES, DAY, answers

drawn = CASES.case
ONE, TWO, THREE, FOUR = (date(2025, 9, day) for day in (1, 2, 3, 4))
LATER = date(2025, 10, 1)


def event(number, stap, soort, datum=DAY, **more):
    row = {"gebeurtenis_nr": number, "zaak_nr": 1, "ronde": 1, "datum": datum}
    return {**row, "stap": stap, "soort": soort, **more}


def talked(*others, ronde=1, absent=(), **tables):
    """Draw a talk of DAY, event 1, beside other events."""
    talk = event(1, "3", "gesprek_ouders", ronde=ronde)
    return drawn(gebeurtenis=[talk, *others], absent=absent, **tables)


def told(**answers_given):
    return [{"gebeurtenis_nr": 1, **answers_given}]


@pytest.mark.parametrize(
    ("situation", "has_report"),
    [
        (talked(oudergesprek=told(verslag_datum=DAY)), True),
        (talked(oudergesprek=told()), False),
        # Nothing was filled in on this talk.
        (talked(), None),
        (talked(oudergesprek=told(), absent=["oudergesprek.verslag_datum"]), None),
        (talked(absent=["oudergesprek"]), None),
    ],
)
def test_a_talk_has_a_report_when_that_has_a_day(situation, has_report):
    assert situation.column("oudergesprek", "heeft_verslag") == [has_report]


def by(*roles, event=1, involvement="uitvoerder"):
    """Return these roles of an event."""
    row = {"gebeurtenis_nr": event, "betrokkenheid": involvement}
    return [{**row, "rol": role} for role in roles]


TEACHER, IB = "leerkracht", "intern_begeleider"
CHILD_TOLD = event(2, "3", "kind_ingelicht", ONE)


@pytest.mark.parametrize(
    ("situation", "known", "teacher", "ib"),
    [
        (talked(), False, False, False),
        (talked(gebeurtenis_rol=by(TEACHER)), True, True, False),
        (talked(gebeurtenis_rol=by(IB)), True, False, True),
        (talked(gebeurtenis_rol=by(TEACHER, IB)), True, True, True),
        (talked(gebeurtenis_rol=by("directie", "ouder")), True, False, False),
        # Who was there did not hold the talk.
        (talked(gebeurtenis_rol=by(TEACHER, IB, involvement="aanwezig")), True, False, False),
        (
            talked(gebeurtenis_rol=by(IB) + by(TEACHER, involvement="aanwezig")),
            True,
            False,
            True,
        ),
        # The roles at another event say nothing of this talk.
        (talked(CHILD_TOLD, gebeurtenis_rol=by(TEACHER, IB, event=2)), False, False, False),
    ],
)
def test_who_held_a_talk(situation, known, teacher, ib):
    columns = "[heeft_rollen, is_leerkracht_uitvoerder, is_ib_uitvoerder]"
    assert situation.column("oudergesprek", columns) == [[known, teacher, ib]]


@pytest.mark.parametrize(
    ("situation", "informed", "talked_with"),
    [
        (talked(), None, None),
        (talked(CHILD_TOLD), ONE, None),
        (talked(event(2, "3", "gesprek_kind", TWO)), None, TWO),
        (talked(CHILD_TOLD, event(3, "3", "gesprek_kind", TWO)), ONE, TWO),
        # The first of each.
        (
            talked(
                event(2, "3", "kind_ingelicht", THREE),
                CHILD_TOLD | {"gebeurtenis_nr": 3},
                event(4, "3", "gesprek_kind", FOUR),
                event(5, "3", "gesprek_kind", TWO),
            ),
            ONE,
            TWO,
        ),
        # In the same round; one without a number is the first.
        (talked(CHILD_TOLD | {"ronde": 2}), None, None),
        (talked(CHILD_TOLD | {"ronde": 2}, ronde=2), ONE, None),
        (talked(CHILD_TOLD | {"ronde": None}), ONE, None),
        (talked(CHILD_TOLD, ronde=None), ONE, None),
        (talked(CHILD_TOLD | {"ronde": 2}, ronde=None), None, None),
        # Another event is no word with the child.
        (talked(event(2, "1", "overleg_ib", ONE)), None, None),
    ],
)
def test_the_child_is_informed_and_talked_with_in_the_round_of_the_talk(
    situation, informed, talked_with
):
    columns = "[kind_ingelicht, gesprek_kind]"
    assert situation.column("oudergesprek", columns) == [[informed, talked_with]]


def stated(*answers_given, norm_id="S3-19"):
    rows = [{"zaak_nr": 1, "norm_id": norm_id, "antwoord": answer} for answer in answers_given]
    return talked(attest=rows)


@pytest.mark.parametrize(
    ("situation", "answer"),
    [
        (talked(), "onbekend"),
        (stated("ja"), "ja"),
        (stated("nee"), "nee"),
        (stated("nvt"), "nvt"),
        (stated("onbekend"), "onbekend"),
        (stated("ja", norm_id="S3-16"), "onbekend"),
        (stated("nee", norm_id="S3-16"), "onbekend"),
        (stated("nvt", norm_id="A-10"), "onbekend"),
    ],
)
def test_what_the_intern_begeleider_states_on_next_steps_with_the_parents(situation, answer):
    assert situation.column("oudergesprek", "attest_s3_19") == [answer]


def decided(outcome):
    return [{"besluit_nr": 1, "zaak_nr": 1, "datum": LATER, "uitkomst": outcome}]


REPORT = {"melding_nr": 1, "zaak_nr": 1, "datum": LATER}
WEIGHED = {"zaak_nr": 1, "ronde": 1, "datum": LATER}


@pytest.mark.parametrize(
    ("situation", "day"),
    [
        (talked(), None),
        *[
            (talked(event(2, stap, soort, LATER)), LATER)
            for stap, soort in (
                ("4", "risicotaxatie"),
                ("4", "veiligheidsbeoordeling"),
                ("4", "contact_vt_risicotaxatie"),
                ("4", "medeweging_extern"),
                ("4", "weging"),
                ("5A", "zorgbespreking_cjg"),
                ("5A", "begeleidingsplan_afgesproken"),
                ("5A", "voortgangscontact_ouders"),
                ("5A", "leerling_gevolgd"),
                ("5B", "gesprek_voorgenomen_melding"),
                ("5B", "nieuw_contact_vt"),
                ("5B", "terugkoppeling_vt"),
            )
        ],
        (talked(weging=[WEIGHED]), LATER),
        (talked(afweging=answers("n", LATER)), LATER),
        (talked(afweging=answers("jn", LATER, TWO)), LATER),
        (talked(besluit=decided("5A")), LATER),
        (talked(besluit=decided("5B")), LATER),
        (talked(melding=[REPORT]), LATER),
        (talked(melding=[REPORT | {"datum": TWO, "terugkoppeling_datum": LATER}]), LATER),
        (talked(event(2, "4", "weging", TWO), melding=[REPORT]), LATER),
        (talked(event(2, "4", "weging", TWO), event(3, "4", "weging", LATER)), LATER),
        # To stop is a decision in any step; steps 1 to 3, aftercare and closing are none of these.
        (talked(besluit=decided("stoppen")), None),
        (talked(event(2, "1", "overleg_ib", LATER)), None),
        (talked(event(2, "2", "mdo", LATER)), None),
        (talked(event(2, "3", "gesprek_kind", LATER)), None),
        (talked(event(2, "nazorg", "nazorg_aangeboden", LATER)), None),
        (talked(event(2, "afsluiting", "afsluiting", LATER)), None),
    ],
)
def test_the_last_day_of_which_step_4_or_5_is_known(situation, day):
    assert situation.column("oudergesprek", "laatste_stap_4_of_5") == [day]


TWO_TALKS = talked(
    event(2, "3", "gesprek_ouders", LATER, ronde=2),
    CHILD_TOLD | {"gebeurtenis_nr": 3, "ronde": 2},
    event(4, "2", "mdo"),
    oudergesprek=[{"gebeurtenis_nr": 2, "verslag_datum": LATER, "voorbereid": "ja"}],
    gebeurtenis_rol=by(IB, event=2),
)


def test_each_talk_has_its_own_answers_roles_and_round():
    columns = "[datum::text, voorbereid, heeft_verslag::text, is_ib_uitvoerder::text]"
    assert TWO_TALKS.column("oudergesprek", columns) == [
        [str(DAY), None, None, "false"],
        [str(LATER), "ja", "true", "true"],
    ]
    assert TWO_TALKS.column("oudergesprek", "kind_ingelicht") == [None, ONE]
