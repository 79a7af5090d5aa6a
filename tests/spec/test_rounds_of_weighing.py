"""What norms on a weighing read of each round: its day, its file, doubt, reports and help.

Reference date Friday 30 January 2026, region midden.
"""

from datetime import date

import pytest

from tests.spec.drawn_case import CASES, answers

drawn = CASES.case
ONE, TWO, THREE, FOUR, FIVE = (date(2025, 9, day) for day in (1, 2, 3, 4, 5))


def sessions(*rows):
    """Draw a case with these meetings in which was weighed, of ONE unless they say."""
    events = [
        {"gebeurtenis_nr": n, "zaak_nr": 1, "ronde": 1, "soort": "weging", "datum": ONE, **row}
        for n, row in enumerate(rows, start=1)
    ]
    return drawn(gebeurtenis=events)


@pytest.mark.parametrize(
    ("situation", "kept"),
    [
        (sessions({"document_bijgewerkt": "ja"}), ["ja"]),
        (sessions({"document_bijgewerkt": "nvt"}), ["ja"]),
        (sessions({"document_bijgewerkt": "onbekend"}), ["onbekend"]),
        (sessions({"document_bijgewerkt": None}), ["onbekend"]),
        (sessions({"document_bijgewerkt": "ja"}, {"document_bijgewerkt": "nee"}), ["nee"]),
        (sessions({"document_bijgewerkt": "ja"}, {"document_bijgewerkt": None}), ["onbekend"]),
        (sessions({"document_bijgewerkt": None}, {"document_bijgewerkt": "nee"}), ["nee"]),
        (sessions({"document_bijgewerkt": "ja"}, {"document_bijgewerkt": "ja"}), ["ja"]),
        # Each round has its own; another event says nothing of it.
        (
            sessions({"document_bijgewerkt": "ja"}, {"document_bijgewerkt": "nee", "ronde": 2}),
            ["ja", "nee"],
        ),
        (
            sessions({"document_bijgewerkt": "ja"}, {"document_bijgewerkt": "nee", "soort": "mdo"}),
            ["ja"],
        ),
    ],
)
def test_the_file_was_kept_up_when_every_meeting_of_the_round_did(situation, kept):
    assert situation.column("ronde", "document_bijgewerkt") == kept


WEIGHED = {"zaak_nr": 1, "ronde": 1}


@pytest.mark.parametrize(
    ("situation", "days"),
    [
        (sessions({"datum": TWO}, {"datum": ONE}), [ONE]),
        (sessions({"datum": TWO}, {"datum": FIVE, "ronde": 2}), [TWO, FIVE]),
        (
            drawn(weging=[{**WEIGHED, "datum": TWO}, {**WEIGHED, "ronde": None, "datum": ONE}]),
            [ONE],
        ),
        (drawn(afweging=answers("jj", FIVE, FOUR)), [FOUR]),
        # The meeting or its record, whichever came first; only without both the first answer.
        (drawn(afweging=answers("j", ONE), weging=[{**WEIGHED, "datum": TWO}]), [TWO]),
    ],
)
def test_the_day_of_a_weighing(situation, days):
    assert situation.column("ronde", "datum") == days


@pytest.mark.parametrize(
    ("situation", "doubt"),
    [
        (drawn(weging=[{**WEIGHED, "datum": ONE, "twijfel": "ja"}]), "ja"),
        (drawn(weging=[{**WEIGHED, "datum": ONE, "twijfel": "nee"}]), "nee"),
        (drawn(weging=[{**WEIGHED, "datum": ONE, "twijfel": "nvt"}]), "nvt"),
        (drawn(weging=[{**WEIGHED, "datum": ONE, "twijfel": "onbekend"}]), "onbekend"),
        (drawn(weging=[{**WEIGHED, "datum": ONE}]), "onbekend"),
        # A round without a number is the first: who doubted once had doubts.
        (
            drawn(
                weging=[
                    {**WEIGHED, "datum": ONE, "twijfel": "nee"},
                    {**WEIGHED, "ronde": None, "datum": ONE, "twijfel": "ja"},
                ]
            ),
            "ja",
        ),
        (
            drawn(
                weging=[
                    {**WEIGHED, "datum": ONE, "twijfel": "onbekend"},
                    {**WEIGHED, "ronde": None, "datum": ONE, "twijfel": "nee"},
                ]
            ),
            "nee",
        ),
    ],
)
def test_doubt_in_any_record_of_a_round_is_doubt(situation, doubt):
    assert situation.column("ronde", "twijfel") == [doubt]


THREE_ROUNDS = drawn(
    afweging=answers("n", ONE) + answers("n", TWO, ronde=3) + answers("n", THREE, ronde=2)
)


def test_only_the_round_with_the_highest_number_is_the_last():
    assert THREE_ROUNDS.column("ronde", "is_laatste_ronde") == [False, False, True]


def reported(text, day, *, ronde=1, before=(), absent=()):
    """Draw answers of THREE and a report of that day, perhaps after a round before."""
    given = answers(text, *[THREE] * len(text), ronde=ronde)
    report = [{"melding_nr": 1, "zaak_nr": 1, "datum": day}] if day else []
    return drawn(afweging=[*before, *given], melding=report, absent=absent)


FIRST = answers("jj", TWO, TWO)


@pytest.mark.parametrize(
    ("situation", "is_reported"),
    [
        (reported("jj", None), [False]),
        (reported("jj", ONE), [True]),  # before the answers: nothing went before
        (reported("jj", FIVE), [True]),
        (reported("jj", None, absent=["melding"]), [None]),
        # In a second round a report counts that came on or after the last answer of the first.
        (reported("jj", ONE, ronde=2, before=FIRST), [True, False]),
        (reported("jj", TWO, ronde=2, before=FIRST), [True, True]),
        (reported("jj", FIVE, ronde=2, before=FIRST), [True, True]),
        # After no on question 5 it must come on or after that answer.
        (reported("jnjjn", TWO), [False]),
        (reported("jnjjn", THREE), [True]),
    ],
)
def test_which_report_answers_a_weighing(situation, is_reported):
    assert situation.column("ronde", "is_gemeld") == is_reported


def happened(soort, stap):
    """Draw a weighing and one event of a step."""
    event = {"gebeurtenis_nr": 1, "zaak_nr": 1, "ronde": 1, "stap": stap, "soort": soort}
    return drawn(afweging=answers("n", FIVE), gebeurtenis=[{**event, "datum": ONE}])


@pytest.mark.parametrize(
    ("situation", "steps"),
    [
        (drawn(afweging=answers("n", FIVE)), [False, False, False]),
        (happened("overleg_ib", "1"), [True, False, False]),
        (happened("groepsbespreking", "2"), [False, True, False]),
        (happened("gesprek_ouders", "3"), [False, False, True]),
    ],
)
def test_which_steps_are_on_record_beside_a_weighing(situation, steps):
    found = [situation.column("ronde", f"stap_{step}_vastgelegd") for step in (1, 2, 3)]
    assert found == [[step] for step in steps]


def with_help(*terms):
    """Draw a weighing and help that was wanted by these days."""
    rows = [
        {"hulp_nr": n, "zaak_nr": 1, "gewenste_termijn_datum": day}
        for n, day in enumerate(terms, start=1)
    ]
    return drawn(afweging=answers("n", FIVE), hulp=rows)


@pytest.mark.parametrize(
    ("situation", "days"),
    [
        # Friday 30 January is four school days after Monday 26 January.
        (with_help(date(2026, 1, 26)), [4]),
        (with_help(date(2026, 1, 19), date(2026, 1, 26)), [4]),  # the last of them
        (with_help(None), [None]),
    ],
)
def test_school_days_since_help_should_have_worked(situation, days):
    assert situation.column("ronde", "schooldagen_na_termijn") == days


CLOSED = {"status": "afgesloten", "datum_status": date(2026, 1, 28), "reden_afsluiting": "anders"}


def weighed_in_january(text, *days, zaak=None):
    """Draw a weighing of Monday 19 January with these answers."""
    weighing = [{**WEIGHED, "datum": date(2026, 1, 19)}]
    return drawn(zaak, weging=weighing, afweging=answers(text, *days))


@pytest.mark.parametrize(
    ("situation", "since_weighing", "since_required"),
    [
        # Friday 30 January is nine school days after Monday 19, five after Friday 23 January.
        (weighed_in_january("n"), 9, 9),
        (weighed_in_january("jj", None, date(2026, 1, 23)), 9, 5),
        # Once the case is closed, up to that day: Wednesday 28 January.
        (weighed_in_january("jj", None, date(2026, 1, 23), zaak=CLOSED), 7, 3),
    ],
)
def test_school_days_are_counted_to_the_end_of_the_case(situation, since_weighing, since_required):
    assert situation.column("ronde", "schooldagen_sinds_weging") == [since_weighing]
    assert situation.column("ronde", "schooldagen_sinds_vereist") == [since_required]
