"""What norms on a decision read of it, and of the weighing that it rests on."""

from datetime import date

import pytest

from tests.spec.drawn_case import CASES, answers

drawn = CASES.case
ONE, TWO, THREE, FOUR, FIVE = (date(2025, 9, day) for day in (1, 2, 3, 4, 5))
LATER = date(2025, 9, 19)


def decided(*decisions, **tables):
    """Draw a case with these decisions, of LATER unless they say."""
    rows = [
        {"besluit_nr": n, "zaak_nr": 1, "uitkomst": "5A", "datum": LATER, **row}
        for n, row in enumerate(decisions, start=1)
    ]
    return drawn(besluit=rows, **tables)


@pytest.mark.parametrize(
    ("situation", "revised"),
    [
        (decided({}, {"herziet_besluit_nr": 1}), [True, False]),
        (decided({}, {}), [False, False]),
        (decided({}, {}, absent=["besluit.herziet_besluit_id"]), [None, None]),
    ],
)
def test_a_decision_is_revised_when_a_later_one_says_so(situation, revised):
    assert situation.column("besluit", "is_herzien") == revised


@pytest.mark.parametrize(
    ("situation", "number"),
    [
        (decided({"uitkomst": "5A"}), [0]),
        (decided({"uitkomst": "5B"}, {"uitkomst": "5A"}, {"uitkomst": "5B"}), [1, 1, 2]),
    ],
)
def test_decisions_to_report_are_numbered_up_to_each_decision(situation, number):
    assert situation.column("besluit", "volgnr_5b") == number


def resting_on(text, *days):
    """Draw a decision after these answers and a weighing of LATER."""
    weighing = [{"zaak_nr": 1, "ronde": 1, "datum": LATER}]
    return decided({}, afweging=answers(text, *days), weging=weighing)


@pytest.mark.parametrize(
    ("situation", "day"),
    [
        # Which questions belong to it depends on the answers before.
        (resting_on("n", ONE), ONE),
        (resting_on("nj", ONE, TWO), ONE),
        (resting_on("jj", ONE, TWO), TWO),
        (resting_on("jjj", ONE, TWO, THREE), TWO),
        (resting_on("jn", ONE, TWO), LATER),  # question 3 waits: as far as the weighing goes
        (resting_on("jnn", ONE, TWO, THREE), THREE),
        (resting_on("jnnj", ONE, TWO, THREE, FOUR), THREE),
        (resting_on("jnjj", ONE, TWO, THREE, FOUR), FOUR),
        (resting_on("jnjjj", ONE, TWO, THREE, FOUR, FIVE), FOUR),
        # In another order: the last of those that belong to it.
        (resting_on("jnjj", FIVE, TWO, THREE, FOUR), FIVE),
        (resting_on("jnjj", ONE, FIVE, THREE, FOUR), FIVE),
        (resting_on("jnjj", ONE, TWO, FIVE, FOUR), FIVE),
        # An answer without a day is of the day of the weighing.
        (resting_on("n"), LATER),
        (resting_on("jj", ONE), LATER),
        (resting_on("jj", None, TWO), LATER),
        (resting_on("jnjj", ONE, TWO, None, FOUR), LATER),
        (resting_on("jnjj", ONE, TWO, THREE), LATER),
    ],
)
def test_a_decision_rests_on_the_last_answer_that_leads_to_it(situation, day):
    assert situation.column("besluit", "datum_afgewogen") == [day]


@pytest.mark.parametrize(
    ("situation", "day"),
    [
        (decided({}, afweging=answers("n", TWO)), TWO),
        (decided({}, afweging=answers("nj", TWO, FOUR)), TWO),
        (decided({}, afweging=answers("jn", TWO, FOUR)), FOUR),
        (decided({}, afweging=answers("jn", FOUR, TWO)), FOUR),
        (decided({}, afweging=answers("j", TWO)), None),  # not weighed yet
        (decided({}, afweging=answers("j", ONE) + answers("n", FIVE, ronde=2)), FIVE),
        (decided({}, afweging=answers("jj", TWO, TWO) + answers("n", FIVE, ronde=2)), TWO),
    ],
)
def test_a_case_is_weighed_for_the_first_time_when_questions_1_and_2_are_answered(situation, day):
    assert situation.column("besluit", "eerste_afweging") == [day]


@pytest.mark.parametrize(
    ("situation", "answer"),
    [
        # The weighing of its own round, else the latest one before it; none after it.
        (decided({"ronde": 2}, afweging=answers("n", ONE) + answers("j", TWO, ronde=2)), "ja"),
        (decided({"ronde": 1}, afweging=answers("n", ONE) + answers("j", TWO, ronde=2)), "nee"),
        (decided({"ronde": 3}, afweging=answers("n", ONE) + answers("j", TWO, ronde=2)), "ja"),
        (decided({"ronde": 1}, afweging=answers("j", TWO, ronde=2)), None),
        (decided({"ronde": None}, afweging=answers("n", ONE) + answers("j", TWO, ronde=2)), "nee"),
    ],
)
def test_a_decision_belongs_to_the_weighing_of_its_round(situation, answer):
    assert situation.column("besluit", "v1") == [answer]
