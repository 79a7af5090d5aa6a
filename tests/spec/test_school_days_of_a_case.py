"""School days between the moments of a case, up to its end or the peildatum.

Region midden. Friday 30 January 2026 is counted by hand: no holiday since Monday 5 January.
"""

from datetime import date

import pytest

from tests.spec.drawn_case import CASES, answers

drawn = CASES.case
# School days before Friday 30 January.
WED_7, MON_12, FRI_16, MON_19, THU_22, SAT_24, WED_28, FRI_30 = (
    date(2026, 1, day) for day in (7, 12, 16, 19, 22, 24, 28, 30)
)
DAYS = {WED_7: 17, MON_12: 14, FRI_16: 10, MON_19: 9, THU_22: 6, SAT_24: 5, WED_28: 2, FRI_30: 0}
BEFORE_THE_CALENDAR = date(2014, 9, 1)
CHRISTMAS = date(2025, 12, 19)


def happened(*events, **tables):
    """Draw case 1 with these events: (step, kind, day)."""
    rows = [
        {"gebeurtenis_nr": n, "zaak_nr": 1, "ronde": 1, "stap": stap, "soort": soort, "datum": day}
        for n, (stap, soort, day) in enumerate(events, start=1)
    ]
    return drawn({"datum_signalering": WED_7}, gebeurtenis=rows, **tables)


def signalled(day, **zaak):
    return drawn({"datum_signalering": day, **zaak})


def ended(status, day, **zaak):
    return signalled(MON_12, status=status, datum_status=day, **zaak)


LEFT = {"reden_afsluiting": "leerling_vertrokken"}


@pytest.mark.parametrize(
    ("situation", "days"),
    [
        *[(signalled(day), days) for day, days in DAYS.items()],
        (signalled(CHRISTMAS), 20),  # two weeks without school between
        (signalled(BEFORE_THE_CALENDAR), None),
        # Until the end of the case: Wednesday 28 January.
        (ended("afgesloten", WED_28), 12),
        (ended("overgedragen", WED_28), 12),
        (ended("afgesloten", WED_28, **LEFT), 12),
        (ended("lopend", WED_28), 14),
        (ended("afgesloten", MON_12), 0),
    ],
)
def test_school_days_since_the_signal_until_the_end_or_the_peildatum(situation, days):
    assert situation.column("zaak", "schooldagen_sinds_signalering") == [days]


def seen_on(peildatum, day):
    """Draw a case that was signalled that day, as delivered on this one."""
    return CASES.add({"zaak": [{"zaak_nr": 1, "datum_signalering": day}]}, peildatum=peildatum)


@pytest.mark.parametrize(
    ("situation", "days"),
    [
        (seen_on("2026-01-23", MON_12), 9),  # each school by its own peildatum
        (seen_on("2040-01-27", MON_12), None),  # past the calendar
    ],
)
def test_school_days_are_counted_as_far_as_the_calendar_goes(situation, days):
    assert situation.column("zaak", "schooldagen_sinds_signalering") == [days]


TO_2 = ("1", "besluit_naar_stap2")
ADVICE = ("2", "advies_veilig_thuis")
TALK = ("3", "gesprek_ouders")
WEIGHED = ("4", "risicotaxatie")


@pytest.mark.parametrize(
    ("situation", "days"),
    [
        (happened(), None),
        (happened(("1", "overleg_ib", MON_12)), None),
        (happened((*TO_2, MON_12)), 14),
        (happened((*ADVICE, FRI_16)), 10),
        (happened((*TO_2, MON_12), (*ADVICE, FRI_16)), 14),
        (happened((*ADVICE, FRI_16), (*TO_2, MON_19)), 10),
        # Nothing of step 2 on record: the first day on which the case was past it.
        (happened((*TALK, MON_19)), 9),
        (happened((*WEIGHED, THU_22)), 6),
        (happened((*TALK, MON_19), (*WEIGHED, THU_22)), 9),
        (happened((*WEIGHED, MON_19), (*TALK, THU_22)), 9),
        # Steps in another order: step 2 began when it did.
        (happened((*TALK, MON_12), (*ADVICE, FRI_16)), 10),
        (happened((*TO_2, BEFORE_THE_CALENDAR)), None),
    ],
)
def test_school_days_since_step_2_began(situation, days):
    assert situation.column("zaak", "schooldagen_in_stap_2") == [days]


@pytest.mark.parametrize(
    ("situation", "days"),
    [
        (happened((*TALK, MON_19)), None),
        (happened((*WEIGHED, MON_19)), 9),
        (happened((*WEIGHED, MON_19), ("4", "weging", THU_22)), 9),
        (drawn(weging=[{"zaak_nr": 1, "ronde": 1, "datum": FRI_16}]), 10),
        (drawn(afweging=answers("j", MON_12)), 14),
        (happened((*WEIGHED, BEFORE_THE_CALENDAR)), None),
    ],
)
def test_school_days_since_step_4_began(situation, days):
    assert situation.column("zaak", "schooldagen_in_stap_4") == [days]


SIGNALS = ("1", "observatie")
URGENT = ("nood", "spoedadvies_veilig_thuis")


@pytest.mark.parametrize(
    ("situation", "until_talk", "until_now"),
    [
        (happened(), None, None),
        (happened((*SIGNALS, MON_12)), None, 14),
        (happened((*SIGNALS, MON_12), (*ADVICE, FRI_16)), None, 10),
        (happened((*SIGNALS, MON_12), (*ADVICE, FRI_16), (*TALK, THU_22)), 4, 10),
        (happened((*SIGNALS, FRI_16), (*ADVICE, MON_12), (*TALK, THU_22)), 4, 10),
        (happened((*SIGNALS, MON_12), (*URGENT, FRI_16), (*TALK, THU_22)), 4, 10),
        (happened((*ADVICE, MON_12), (*TALK, THU_22), (*TALK, WED_28)), 8, 14),  # the first talk
        (happened((*SIGNALS, MON_12), (*SIGNALS, THU_22), (*TALK, WED_28)), 12, 14),
        (happened((*SIGNALS, MON_12), (*TALK, FRI_16), (*ADVICE, THU_22)), -4, 6),
        (happened((*TALK, THU_22)), None, None),
        (happened((*SIGNALS, BEFORE_THE_CALENDAR), (*TALK, THU_22)), None, None),
        (happened((*SIGNALS, MON_12), (*TALK, BEFORE_THE_CALENDAR)), None, 14),
    ],
)
def test_school_days_from_step_1_and_advice_to_the_first_talk_and_to_now(
    situation, until_talk, until_now
):
    both = "[schooldagen_tot_gesprek_ouders, schooldagen_sinds_stap_1_en_2]"
    assert situation.column("zaak", both) == [[until_talk, until_now]]


def decided(*decisions):
    """Draw decisions: (outcome, day)."""
    return drawn(
        besluit=[
            {"besluit_nr": n, "zaak_nr": 1, "uitkomst": outcome, "datum": day}
            for n, (outcome, day) in enumerate(decisions, start=1)
        ]
    )


def of_days(table, column, *days):
    """Draw a row for each of these days."""
    rows = [{f"{table}_nr": n, "zaak_nr": 1, column: day} for n, day in enumerate(days, start=1)]
    return drawn(**{table: rows})


GOES_ON = ("1", "nieuw_signaal_stopt_niet")
AGAIN = ("1", "nieuw_signaal_opnieuw")
FOLLOWED = ("5A", "leerling_gevolgd")
PLAN = ("hulp", "begeleidingsplan_datum")


@pytest.mark.parametrize(
    ("since", "situation", "days"),
    [
        # The first decision 5A.
        ("5a", decided(), None),
        ("5a", decided(("5B", MON_12), ("stoppen", FRI_16)), None),
        ("5a", decided(("5B", MON_12), ("5A", FRI_16), ("5A", MON_19)), 10),
        ("5a", decided(("5A", BEFORE_THE_CALENDAR)), None),
        # The last new signal, of either kind.
        ("nieuw_signaal", happened((*SIGNALS, MON_12)), None),
        ("nieuw_signaal", happened((*GOES_ON, MON_12)), 14),
        ("nieuw_signaal", happened((*AGAIN, FRI_16)), 10),
        ("nieuw_signaal", happened((*GOES_ON, MON_12), (*AGAIN, FRI_16)), 10),
        ("nieuw_signaal", happened((*AGAIN, MON_12), (*GOES_ON, FRI_16)), 10),
        ("nieuw_signaal", happened((*AGAIN, MON_12), (*AGAIN, THU_22)), 6),
        ("nieuw_signaal", happened((*AGAIN, BEFORE_THE_CALENDAR)), None),
        # The last time that the pupil was followed.
        ("gevolgd", happened(), None),
        ("gevolgd", happened((*FOLLOWED, MON_12), (*FOLLOWED, MON_19)), 9),
        ("gevolgd", happened((*FOLLOWED, BEFORE_THE_CALENDAR)), None),
        # The first report.
        ("melding", of_days("melding", "datum"), None),
        ("melding", of_days("melding", "datum", FRI_16, MON_12), 14),
        ("melding", of_days("melding", "datum", BEFORE_THE_CALENDAR), None),
        # The first support plan.
        ("begeleidingsplan", of_days(*PLAN), None),
        ("begeleidingsplan", of_days(*PLAN, None), None),
        ("begeleidingsplan", of_days(*PLAN, MON_19, FRI_16), 10),
        ("begeleidingsplan", of_days(*PLAN, BEFORE_THE_CALENDAR), None),
    ],
)
def test_school_days_since_a_moment(since, situation, days):
    assert situation.column("zaak", f"schooldagen_sinds_{since}") == [days]
