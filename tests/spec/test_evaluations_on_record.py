"""What norms read of evaluations: of each by itself, and of all evaluations of a case together.

Reference date Friday 30 January 2026, region midden: four school days after Monday the 26th, two
before Tuesday 3 February. The three kinds are never added up, save those of plan and help.
"""

from datetime import date

import pytest

from tests.spec.drawn_case import CASES, DAY

drawn = CASES.case
FRI_23, MON_26, TUE_27, TUE_3 = (
    date(2026, month, day) for month, day in ((1, 23), (1, 26), (1, 27), (2, 3))
)


def evaluated(*evaluations, zaak=None, absent=()):
    """Draw a case with these evaluations, of the process unless they say."""
    rows = [
        {"evaluatie_nr": n, "zaak_nr": 1, "soort": "proces", **row}
        for n, row in enumerate(evaluations, start=1)
    ]
    return drawn(zaak, evaluatie=rows, absent=absent)


def planned(day, zaak=None):
    return evaluated({"gepland_datum": day}, zaak=zaak)


def held(day, zaak=None):
    return evaluated({"gehouden_datum": day}, zaak=zaak)


@pytest.mark.parametrize(
    ("situation", "day"),
    [
        (evaluated({}), None),
        (planned(MON_26), MON_26),
        (evaluated({"gepland_datum": MON_26, "gehouden_datum": FRI_23}), FRI_23),
    ],
)
def test_an_evaluation_is_of_the_day_it_was_held_else_planned(situation, day):
    assert situation.column("evaluatie", "datum") == [day]


DAYS = {
    "gehouden_datum": "is_gehouden",
    "vastgelegd_datum": "is_vastgelegd",
    "teruggekoppeld_directie_datum": "is_teruggekoppeld",
}
DONE = "{" + ", ".join(f"'{day}': {column}" for day, column in DAYS.items()) + "}"
NOT_DONE = dict.fromkeys(DAYS, False)


@pytest.mark.parametrize(
    ("situation", "done"),
    [
        (evaluated({}), NOT_DONE),
        *[(evaluated({day: DAY}), {**NOT_DONE, day: True}) for day in DAYS],
        *[
            (evaluated(dict.fromkeys(DAYS, DAY), absent=[f"evaluatie.{day}"]), {day: None})
            for day in DAYS
        ],
    ],
)
def test_what_has_a_day_was_done_unless_the_school_delivers_no_such_days(situation, done):
    (found,) = situation.column("evaluatie", DONE)
    assert {day: found[day] for day in done} == done


def ended(reason, day, status="afgesloten"):
    return {"status": status, "datum_status": day, "reden_afsluiting": reason}


CLOSED = ended("anders", TUE_27)
LEFT = ended("leerling_vertrokken", TUE_27)
HANDED_OVER = ended(None, TUE_27, status="overgedragen")


@pytest.mark.parametrize(
    ("situation", "days"),
    [
        (held(MON_26), None),
        (planned(MON_26), 4),
        (planned(date(2026, 1, 30)), 0),
        (planned(TUE_3), -2),
        # A process is evaluated after its case was closed: the days go on.
        (planned(MON_26, zaak=CLOSED), 4),
        # A case is followed until the pupil leaves.
        (planned(MON_26, zaak=LEFT), 1),
        (planned(date(2026, 1, 29), zaak=LEFT), -2),
        (planned(MON_26, zaak=HANDED_OVER), 1),
    ],
)
def test_school_days_after_the_planned_day(situation, days):
    assert situation.column("evaluatie", "schooldagen_na_planning") == [days]


@pytest.mark.parametrize(
    ("situation", "days"),
    [
        (planned(MON_26), None),
        (held(MON_26), 4),
        (held(MON_26, zaak=CLOSED), 4),
        (held(MON_26, zaak=LEFT), 1),
    ],
)
def test_school_days_since_an_evaluation_was_held(situation, days):
    assert situation.column("evaluatie", "schooldagen_sinds_gehouden") == [days]


LATER = date(2025, 10, 1)
PLAN, EFFECT = {"soort": "begeleidingsplan"}, {"soort": "hulp_effect"}
HELD, HELD_LATER = {"gehouden_datum": DAY}, {"gehouden_datum": LATER}
COUNTS = (
    "[aantal_procesevaluaties, aantal_procesevaluaties_gehouden, aantal_hulpevaluaties,"
    " aantal_planevaluaties_gehouden, aantal_effectevaluaties_gehouden]"
)


@pytest.mark.parametrize(
    ("situation", "counts"),
    [
        # Of the process, held; of plan or help, held of the plan, held of the effect.
        (drawn(), [0, 0, 0, 0, 0]),
        (evaluated({}), [1, 0, 0, 0, 0]),
        (evaluated(HELD), [1, 1, 0, 0, 0]),
        (evaluated(PLAN), [0, 0, 1, 0, 0]),
        (evaluated(PLAN | HELD), [0, 0, 1, 1, 0]),
        (evaluated(EFFECT), [0, 0, 1, 0, 0]),
        (evaluated(EFFECT | HELD), [0, 0, 1, 0, 1]),
        (evaluated(HELD, {}, PLAN | HELD, PLAN | HELD, EFFECT | HELD, EFFECT), [2, 1, 4, 2, 1]),
        (
            evaluated(HELD, PLAN | HELD, absent=["evaluatie.gehouden_datum"]),
            [1, None, 1, None, None],
        ),
        (drawn(absent=["evaluatie"]), [None, None, None, None, None]),
    ],
)
def test_evaluations_of_a_case_are_counted_by_kind(situation, counts):
    assert situation.column("zaak", COUNTS) == [counts]


def involved(teacher, external, **row):
    """Draw an evaluation that was held with these answers on who took part."""
    return evaluated({**HELD, "leerkracht_betrokken": teacher, "extern_betrokken": external, **row})


@pytest.mark.parametrize(
    ("situation", "with_them", "without_them"),
    [
        (drawn(), 0, 0),
        (involved("ja", "nee"), 1, 0),
        (involved("nee", "ja"), 1, 0),
        (involved("ja", "ja"), 1, 0),
        (involved("ja", None), 1, 0),
        (involved("onbekend", "ja"), 1, 0),
        (involved("nee", "nee"), 0, 1),
        (involved("nee", "nvt"), 0, 1),
        # Who may have been there is not missed.
        (involved("nee", "onbekend"), 0, 0),
        (involved("nee", None), 0, 0),
        (involved("onbekend", "nee"), 0, 0),
        (involved(None, "nvt"), 0, 0),
        # Of the process alone, and held.
        (involved("ja", "ja", soort="hulp_effect"), 0, 0),
        (involved("nee", "nee", soort="begeleidingsplan"), 0, 0),
        (involved("ja", "ja", gehouden_datum=None), 0, 0),
        (involved("nee", "nee", gehouden_datum=None), 0, 0),
    ],
)
def test_a_process_is_evaluated_with_teacher_or_external_party(situation, with_them, without_them):
    columns = (
        "[aantal_procesevaluaties_met_betrokkenen, aantal_procesevaluaties_zonder_betrokkenen]"
    )
    assert situation.column("zaak", columns) == [[with_them, without_them]]
