"""What norms read of help: of each help by itself, and of all help of a case together.

Reference date Friday 30 January 2026, region midden: four school days after Monday the 26th, nine
after Monday the 19th.
"""

from datetime import date

import pytest

from tests.spec.drawn_case import CASES, DAY, answers

drawn = CASES.case
MON_19, MON_26, WED_28 = (date(2026, 1, day) for day in (19, 26, 28))


def helped(*helps, zaak=None, absent=(), **tables):
    """Draw a case with this help."""
    rows = [{"hulp_nr": n, "zaak_nr": 1, **row} for n, row in enumerate(helps, start=1)]
    return drawn(zaak, hulp=rows, absent=absent, **tables)


def decided(*outcomes, revised=None):
    """Return decisions of MON_19, perhaps one of which the last revises."""
    rows = [
        {"besluit_nr": n, "zaak_nr": 1, "datum": MON_19, "uitkomst": outcome}
        for n, outcome in enumerate(outcomes, start=1)
    ]
    rows[-1]["herziet_besluit_nr"] = revised
    return rows


@pytest.mark.parametrize(
    ("situation", "day"),
    [
        (helped({}), None),
        (helped({}, besluit=decided("5A")), MON_19),
        (helped({"datum_besproken_ouders": MON_26}, besluit=decided("5A")), MON_26),
        (helped({"datum_besproken_ouders": MON_26, "datum_verwijzing": WED_28}), WED_28),
    ],
)
def test_help_is_of_the_day_of_referral_else_of_the_talk_else_of_the_decision(situation, day):
    assert situation.column("hulp", "datum") == [day]


DAYS = {
    "datum_verwijzing": "is_verwezen",
    "datum_aankomst_gecontroleerd": "is_aankomst_gecontroleerd",
    "begeleidingsplan_datum": "heeft_begeleidingsplan",
    "begeleidingsplan_besproken_datum": "is_plan_besproken",
}
DONE = "{" + ", ".join(f"'{day}': {column}" for day, column in DAYS.items()) + "}"
NOT_DONE = dict.fromkeys(DAYS, False)


@pytest.mark.parametrize(
    ("situation", "done"),
    [
        (helped({}), NOT_DONE),
        *[(helped({day: DAY}), {**NOT_DONE, day: True}) for day in DAYS],
        *[(helped(dict.fromkeys(DAYS, DAY), absent=[f"hulp.{day}"]), {day: None}) for day in DAYS],
    ],
)
def test_what_has_a_day_was_done_unless_the_school_delivers_no_such_days(situation, done):
    (found,) = situation.column("hulp", DONE)
    assert {day: found[day] for day in done} == done


@pytest.mark.parametrize(
    ("situation", "since_referral", "since_plan"),
    [
        (helped({}), None, None),
        (helped({"datum_verwijzing": MON_19}), 9, None),
        (helped({"begeleidingsplan_datum": MON_26}), None, 4),
        (helped({"datum_verwijzing": MON_26, "begeleidingsplan_datum": MON_19}), 4, 9),
    ],
)
def test_school_days_since_a_referral_and_since_a_plan(situation, since_referral, since_plan):
    columns = "[schooldagen_sinds_verwijzing, schooldagen_sinds_begeleidingsplan]"
    assert situation.column("hulp", columns) == [[since_referral, since_plan]]


@pytest.mark.parametrize(
    ("situation", "revised"),
    [
        (helped({}, besluit=decided("5A")), [False]),
        (helped({}, {}, besluit=decided("5A", "5B", revised=1)), [True, True]),
        (helped({}, besluit=decided("5A", "5B")), [False]),
        (helped({}, besluit=decided("5B", "5A", revised=1)), [False]),
        (
            helped({}, besluit=decided("5A", "5B"), absent=["besluit.herziet_besluit_id"]),
            [None],
        ),
    ],
)
def test_a_revised_decision_to_organise_help_is_that_of_all_help_in_the_case(situation, revised):
    assert situation.column("hulp", "is_5a_herzien") == revised


OF_CASE = "[is_hulp_besproken, is_verwezen, heeft_begeleidingsplan]"


@pytest.mark.parametrize(
    ("situation", "count", "done"),
    [
        (drawn(), 0, [False, False, False]),
        (helped({}), 1, [False, False, False]),
        (helped({}, {"datum_besproken_ouders": DAY}), 2, [True, False, False]),
        (helped({"datum_verwijzing": DAY}, {}, {}), 3, [False, True, False]),
        (helped({}, {"begeleidingsplan_datum": DAY}), 2, [False, False, True]),
        (drawn(absent=["hulp"]), None, [None, None, None]),
    ],
)
def test_what_was_done_for_any_help_was_done_in_the_case(situation, count, done):
    assert situation.column("zaak", "aantal_hulp") == [count]
    assert situation.column("zaak", OF_CASE) == [done]


TWO_PLANS = helped({"begeleidingsplan_datum": MON_26}, {"begeleidingsplan_datum": MON_19})


def test_school_days_since_a_plan_are_those_since_the_first_of_a_case():
    assert TWO_PLANS.column("zaak", "schooldagen_sinds_begeleidingsplan") == [9]


def by(*kinds):
    """Draw help of these kinds."""
    return helped(*[{"soort": kind} for kind in kinds])


@pytest.mark.parametrize(
    ("situation", "of_the_school"),
    [
        (drawn(), False),
        (by("school"), True),
        (by("cjg"), False),
        (by("cjg", "school"), True),
        (by(None), None),
        (by("cjg", None), None),
        (by("school", None), True),
    ],
)
def test_help_of_the_school_itself_is_unknown_while_a_kind_is(situation, of_the_school):
    assert situation.column("zaak", "is_hulp_van_school") == [of_the_school]


def managed(*answers_given):
    """Draw help with each of these answers on a case manager."""
    return helped(*[{"casemanager": answer} for answer in answers_given])


@pytest.mark.parametrize(
    ("situation", "of_the_case"),
    [
        (managed(), "nvt"),
        (managed("ja"), "ja"),
        (managed("nee"), "nee"),
        (managed("nvt"), "nvt"),
        (managed("onbekend"), "onbekend"),
        (managed(None), "onbekend"),
        (managed("nee", "ja"), "ja"),
        (managed("onbekend", "ja"), "ja"),
        (managed("nvt", "ja"), "ja"),
        (managed("nvt", "nee"), "nee"),
        # One help without a case manager says nothing of the other.
        (managed("nee", "onbekend"), "onbekend"),
        (managed(None, "nee"), "onbekend"),
        (managed("nvt", "onbekend"), "onbekend"),
        (drawn(absent=["hulp"]), None),
    ],
)
def test_a_case_has_a_case_manager_when_any_help_has(situation, of_the_case):
    assert situation.column("zaak", "casemanager") == [of_the_case]


def weighed(*helps):
    """Draw a weighing beside this help."""
    return helped(*helps, afweging=answers("n", DAY))


def agreed(*given):
    return weighed(*[{"volgafspraken": answer} for answer in given])


@pytest.mark.parametrize(
    ("situation", "of_the_case"),
    [
        (agreed(), "onbekend"),
        (agreed("ja"), "ja"),
        (agreed("nee"), "nee"),
        (agreed("nvt"), "onbekend"),
        (agreed(None), "onbekend"),
        (agreed("nee", "ja"), "ja"),
        (agreed("nee", "nvt"), "nee"),
        (agreed("nee", "nee"), "nee"),
        (agreed("nee", "onbekend"), "onbekend"),
        (agreed("onbekend", "ja"), "ja"),
    ],
)
def test_following_was_agreed_on_when_it_was_for_any_help(situation, of_the_case):
    assert situation.column("ronde", "volgafspraken") == [of_the_case]


TALK, REFERRAL, PLAN = "datum_besproken_ouders", "datum_verwijzing", "begeleidingsplan_datum"


@pytest.mark.parametrize(
    ("situation", "first"),
    [
        (weighed(), None),
        (weighed({TALK: MON_19, REFERRAL: MON_26, PLAN: WED_28}), MON_19),
        (weighed({TALK: WED_28, REFERRAL: MON_19, PLAN: MON_26}), MON_19),
        (weighed({TALK: MON_26, REFERRAL: WED_28, PLAN: MON_19}), MON_19),
        (weighed({PLAN: MON_26}), MON_26),
        (weighed({REFERRAL: WED_28}, {TALK: MON_26}), MON_26),
        # Help without any day may have been the first.
        (weighed({}, {TALK: MON_26}), None),
    ],
)
def test_the_first_day_of_help_is_the_earliest_of_any(situation, first):
    assert situation.column("ronde", "eerste_hulp") == [first]
