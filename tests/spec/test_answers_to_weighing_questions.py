"""The five weighing questions of a round: what was answered, on which day, and with whom."""

from datetime import date

import pytest

from tests.spec.drawn_case import CASES, answers

drawn = CASES.case
ONE, TWO, THREE, FOUR, FIVE = (date(2025, 9, day) for day in (1, 2, 3, 4, 5))
BACKWARDS = (FIVE, FOUR, THREE, TWO, ONE)  # question 1 was answered last
QUESTIONS = "[v1, v2, v3, v4, v5]"


def answered(text, *days):
    return drawn(afweging=answers(text, *days))


@pytest.mark.parametrize(
    ("situation", "given"),
    [
        (answered("n"), ["nee", None, None, None, None]),
        (answered("jj"), ["ja", "ja", None, None, None]),
        (answered("jnn"), ["ja", "nee", "nee", None, None]),
        (answered("jnjn"), ["ja", "nee", "ja", "nee", None]),
        (answered("jnjj"), ["ja", "nee", "ja", "ja", None]),
        (answered("jnjjn"), ["ja", "nee", "ja", "ja", "nee"]),
        (answered("jnjjj"), ["ja", "nee", "ja", "ja", "ja"]),
    ],
)
def test_each_question_has_its_own_answer(situation, given):
    assert situation.column("ronde", QUESTIONS) == [given]


def answered_twice(vraag, first, second):
    """Draw two answers to one question of the first round, of which one names no round."""
    row = {"zaak_nr": 1, "vraag": vraag}
    return drawn(
        afweging=[
            {**row, "ronde": 1, "antwoord": first[0], "datum": first[1]},
            {**row, "ronde": None, "antwoord": second[0], "datum": second[1]},
        ]
    )


HEAVIER = [
    (1, "ja"),  # a suspicion
    (2, "ja"),  # danger: report
    (3, "nee"),  # no help to give: report
    (4, "nee"),  # no help accepted: report
    (5, "nee"),  # help did not work: report
]


@pytest.mark.parametrize(
    ("vraag", "answer", "situation"),
    [
        (vraag, answer, answered_twice(vraag, (first, ONE), (second, TWO)))
        for vraag, answer in HEAVIER
        for first, second in (("ja", "nee"), ("nee", "ja"))
    ],
)
def test_of_a_question_answered_both_ways_holds_the_answer_that_asks_for_more(
    vraag, answer, situation
):
    assert situation.column("ronde", f"v{vraag}") == [answer]


@pytest.mark.parametrize(
    ("situation", "day"),
    [
        # The question whose answer decides what is required, whenever the others were answered.
        (answered("n", FIVE), FIVE),
        (answered("jj", *BACKWARDS[:2]), FOUR),
        (answered("jnn", *BACKWARDS[:3]), THREE),
        (answered("jnjn", *BACKWARDS[:4]), TWO),
        (answered("jnjj", *BACKWARDS[:4]), TWO),
        (answered("jnjjn", *BACKWARDS), ONE),
        (answered("jnjjj", *BACKWARDS), ONE),
        (answered("jj", ONE, TWO), TWO),
        (answered("jnn", ONE, TWO, THREE), THREE),
        # Without a day, that of the last answer.
        (answered("jnn", TWO, FOUR), FOUR),
        (answered("jnn", FOUR, TWO), FOUR),
    ],
)
def test_what_is_required_follows_from_the_day_of_the_question_that_decides(situation, day):
    assert situation.column("ronde", "datum_vereist") == [day]


def decided_twice(before, answer, *days):
    """Draw answers without a day, and to the next question the same answer on two days."""
    row = {"zaak_nr": 1, "vraag": len(before) + 1, "antwoord": answer}
    both = [{**row, "ronde": n, "datum": day} for n, day in zip((1, None), days, strict=True)]
    return drawn(afweging=[*answers(before), *both])


@pytest.mark.parametrize(
    "situation",
    [
        decided_twice(before, answer, *days)
        for before, answer in [
            ("", "nee"),
            ("j", "ja"),
            ("jn", "nee"),
            ("jnj", "nee"),
            ("jnjj", "nee"),
        ]
        for days in ((TWO, FOUR), (FOUR, TWO))
    ],
)
def test_a_question_that_was_answered_twice_was_answered_on_the_first_of_the_days(situation):
    assert situation.column("ronde", "datum_vereist") == [TWO]


def second_round(*days_before):
    """Draw a first round that was answered on these days, a report of TWO, and a second round."""
    first, second = answers("jj", *days_before), answers("jj", FIVE, FIVE, ronde=2)
    report = {"melding_nr": 1, "zaak_nr": 1, "datum": TWO}
    return drawn(afweging=first + second, melding=[report])


@pytest.mark.parametrize(
    ("situation", "is_reported"),
    [
        (second_round(ONE, ONE), [True, True]),
        (second_round(ONE, THREE), [True, False]),  # before the last answer of the first round
        (second_round(THREE, ONE), [True, False]),
    ],
)
def test_a_report_before_the_last_answer_of_the_first_round_is_not_of_the_second(
    situation, is_reported
):
    assert situation.column("ronde", "is_gemeld") == is_reported


def with_whom(*told):
    """Draw yes to questions 1, 2, ..., each answered with Veilig Thuis or not."""
    rows = answers("j" * len(told))
    return drawn(
        afweging=[row | {"samen_met_vt": one} for row, one in zip(rows, told, strict=True)]
    )


@pytest.mark.parametrize(
    ("situation", "alone"),
    [
        (with_whom(None, None), 0),
        (with_whom("nee", "nee"), 0),  # only the questions after the second are theirs
        (with_whom(None, None, "nee"), 1),
        (with_whom(None, None, "ja", "nee"), 1),
        (with_whom(None, None, "ja", "ja", "nee"), 1),
        (with_whom("nee", "nee", "nee", "nee", "nee"), 3),
        (with_whom("ja", "ja", "ja", "ja", "ja"), 0),
        (with_whom(None, None, "nvt", "onbekend", None), 0),
    ],
)
def test_questions_3_to_5_that_were_answered_without_veilig_thuis_are_counted(situation, alone):
    assert situation.column("ronde", "aantal_vragen_zonder_vt") == [alone]
