"""The afwegingskader as a table: which answers are valid, what they require, what is missing."""

from datetime import date
from itertools import product

import pytest

from pipeline.schema.meldcode import read_meldcode
from tests.support.situations import Situations

DAY, LATER = date(2025, 10, 1), date(2025, 10, 8)
SITUATIONS = Situations(peildatum="2025-10-10")

# Drawn by hand from the code: the answers in order; `*` is anything, also nothing.
VALID = {
    "nee - - - -": ("geen_vermoeden", "afsluiten"),
    "ja - - - -": ("begonnen", "verder"),
    "ja ja * * *": ("onveilig", "melden"),
    "ja nee - - -": ("niet_onveilig", "verder"),
    "ja nee nee - -": ("geen_hulp_mogelijk", "melden"),
    "ja nee ja - -": ("hulp_mogelijk", "verder"),
    "ja nee ja nee -": ("hulp_geweigerd", "melden"),
    "ja nee ja ja -": ("hulp_loopt", "hulp"),
    "ja nee ja ja nee": ("hulp_werkt_niet", "opnieuw_melden"),
    "ja nee ja ja ja": ("hulp_werkt", "volgafspraken"),
}
ALL_ANSWERS = list(product(("ja", "nee", "-"), repeat=5))


def drawn(answers: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Return route and requirement of the drawn table; invalid ones by the heaviest answer."""
    for pattern, outcome in VALID.items():
        cells = zip(pattern.split(), answers, strict=True)
        if all(cell in ("*", answer) for cell, answer in cells):
            return outcome
    if answers[1] == "ja" or "nee" in answers[2:4]:
        return None, "melden"
    return None, "opnieuw_melden" if answers[4] == "nee" else None


def test_each_of_the_243_combinations_of_answers_is_the_route_that_is_drawn():
    found = {row.answers: (row.route, row.requires) for row in read_meldcode().route_rows()}
    assert len(found) == 243
    assert found == {answers: drawn(answers) for answers in ALL_ANSWERS}


def combinations():
    """Return number → answers and day of a report (none, before, after): 729 cases."""
    return dict(enumerate(product(ALL_ANSWERS, (None, DAY, LATER)), start=1))


def every_combination():
    """Draw a case per combination, all at one school."""
    cases, given, reports = [], [], []
    for number, (answers, reported) in combinations().items():
        cases.append({"zaak_nr": number, "datum_signalering": "2025-09-01"})
        for question, answer in enumerate(answers, start=1):
            if answer != "-":
                day = LATER if question == 5 else DAY
                row = {"zaak_nr": number, "ronde": 1, "vraag": question, "antwoord": answer}
                given.append({**row, "datum": day})
        if reported:
            reports.append({"melding_nr": number, "zaak_nr": number, "datum": reported})
    return SITUATIONS.add({"zaak": cases, "afweging": given, "melding": reports})


EVERY_COMBINATION = every_combination()
ANSWERED = {n: both for n, both in combinations().items() if set(both[0]) != {"-"}}


def test_a_report_that_is_required_and_absent_is_urgent_whatever_else_the_answers_say():
    urgent = {}
    for number, (answers, reported) in ANSWERED.items():
        required = drawn(answers)[1]
        again = required == "opnieuw_melden"
        enough = reported is not None and (not again or reported >= LATER)
        urgent[number] = [required in ("melden", "opnieuw_melden") and not enough]
    assert EVERY_COMBINATION.route("urgent") == urgent
    assert [True] in urgent.values() and [False] in urgent.values()


def test_a_route_that_does_not_fit_is_a_question_to_the_intern_begeleider():
    found = EVERY_COMBINATION.route("vraag_aan_ib")
    for number, (answers, _) in ANSWERED.items():
        is_asked = found[number][0] in ("antwoord_overgeslagen", "antwoord_na_nee")
        assert is_asked == (drawn(answers)[0] is None), answers


def test_the_same_answers_are_judged_by_the_norms_about_them():
    found = EVERY_COMBINATION.verdicts("B-01")
    assert set(found) == set(ANSWERED)
    for number, verdict in found.items():
        answers, reported = ANSWERED[number]
        required = drawn(answers)[1]
        again = required == "opnieuw_melden"
        if required not in ("melden", "opnieuw_melden"):
            assert verdict == "niet_van_toepassing"
        elif reported is not None and (not again or reported >= LATER):
            assert verdict == "voldaan"
        else:
            # seven school days after the answer, or two: past the threshold of five, or not
            assert verdict == ("nog_open" if again else "niet_voldaan")


def answers(given, *, ronde=1, day=DAY, **row):
    return [
        {"zaak_nr": 1, "ronde": ronde, "vraag": n, "antwoord": a, "datum": day, **row}
        for n, a in enumerate(given.split(), start=1)
    ]


def weighed(given, *, day=DAY, samen_met_vt=None, zaak=None, absent=(), **tables):
    """Draw case 1 with these answers to questions 1, 2, ... on one day, beside the other tables."""
    case = {"zaak_nr": 1, "datum_signalering": "2025-09-01", **(zaak or {})}
    afweging = answers(given, day=day, samen_met_vt=samen_met_vt)
    return SITUATIONS.add({"zaak": [case], "afweging": afweging, **tables}, absent=absent)


def reported(day):
    return [{"melding_nr": 1, "zaak_nr": 1, "datum": day}]


def helped(**row):
    return [{"hulp_nr": 1, "zaak_nr": 1, "soort": "smw", **row}]


@pytest.mark.parametrize(
    ("situation", "is_urgent", "is_reported"),
    [
        (weighed("ja ja", absent=["melding"]), False, None),
        (weighed("ja ja"), True, False),
    ],
)
def test_a_school_that_does_not_deliver_reports_is_not_said_to_miss_one(
    situation, is_urgent, is_reported
):
    assert situation.route("urgent") == {1: [is_urgent]}
    assert situation.route("is_gemeld") == {1: [is_reported]}


TWO_ROUNDS = SITUATIONS.add(
    {
        "zaak": [{"zaak_nr": 1, "datum_signalering": "2025-09-01"}],
        "afweging": answers("ja ja") + answers("ja ja", ronde=2, day=LATER),
        "melding": reported("2025-09-05"),
    }
)


def test_a_report_before_the_weighing_counts_in_the_first_round_and_not_in_the_second():
    assert TWO_ROUNDS.route("urgent") == {1: [False, True]}


@pytest.mark.parametrize(
    ("situation", "is_over"),
    [
        (weighed("ja ja", day=LATER, zaak={"acuut": "ja"}), True),
        (weighed("ja ja", day=LATER, zaak={"acuut": "nee"}), False),
    ],
)
def test_an_acute_case_passes_its_threshold_sooner(situation, is_over):
    assert situation.route("is_over_drempel") == {1: [is_over]}


@pytest.mark.parametrize(
    ("situation", "is_over"),
    [
        (weighed("ja ja", day=date(2025, 10, 3)), False),
        (weighed("ja ja", day=date(2025, 10, 2)), True),
    ],
)
def test_a_report_may_wait_five_school_days_and_not_six(situation, is_over):
    """Until Friday 10 October."""
    assert situation.route("is_over_drempel") == {1: [is_over]}


def closed(reason):
    return {"status": "afgesloten", "datum_status": LATER, "reden_afsluiting": reason}


@pytest.mark.parametrize(
    ("situation", "missing"),
    [
        (weighed("nee"), "afsluiting"),
        (weighed("nee", zaak=closed("afweging1_nee")), None),
        (weighed("nee", zaak=closed("anders")), "afsluiting"),
        (weighed("nee", zaak=closed(None)), "afsluiting"),
    ],
)
def test_without_a_suspicion_the_closing_is_missing_until_the_case_is_closed_for_that_reason(
    situation, missing
):
    assert situation.route("ontbreekt") == {1: [missing]}


@pytest.mark.parametrize(
    ("situation", "missing"),
    [
        (weighed("ja nee ja ja"), "hulp"),
        (weighed("ja nee ja ja", hulp=helped()), None),
        (weighed("ja nee ja ja", absent=["hulp"]), None),
    ],
)
def test_help_that_was_accepted_is_missing_until_there_is_help(situation, missing):
    assert situation.route("ontbreekt") == {1: [missing]}


@pytest.mark.parametrize(
    ("situation", "missing"),
    [
        (weighed("ja nee ja ja ja", hulp=helped(volgafspraken="nee")), "volgafspraken"),
        (weighed("ja nee ja ja ja", hulp=helped(volgafspraken="ja")), None),
        (weighed("ja nee ja ja ja", hulp=helped(volgafspraken="onbekend")), None),
        # Whether the help works was not asked yet.
        (weighed("ja nee ja ja", hulp=helped(volgafspraken="nee")), None),
        (weighed("ja nee ja ja", hulp=helped(volgafspraken="ja")), None),
        (weighed("ja nee ja ja", hulp=helped(volgafspraken="onbekend")), None),
    ],
)
def test_after_help_that_works_only_a_no_leaves_agreements_on_following_missing(situation, missing):
    assert situation.route("ontbreekt") == {1: [missing]}


SECOND = date(2025, 10, 2)


@pytest.mark.parametrize(
    ("situation", "asked"),
    [
        (weighed("ja nee ja ja ja"), "antwoord_5_zonder_hulp"),
        # Help that began on the day of the answer, and a day after it.
        (weighed("ja nee ja ja ja", hulp=helped(datum_verwijzing=DAY)), None),
        (
            weighed("ja nee ja ja ja", hulp=helped(datum_verwijzing=SECOND)),
            "antwoord_5_voor_hulp",
        ),
        (weighed("ja nee ja ja"), None),
        (weighed("ja nee ja ja", hulp=helped(datum_verwijzing=SECOND)), None),
        # A school that does not deliver help.
        (weighed("ja nee ja ja ja", absent=["hulp"]), None),
        (weighed("ja nee ja ja", absent=["hulp"]), None),
    ],
)
def test_an_answer_on_the_effect_of_help_that_was_not_there_is_asked_about(situation, asked):
    assert situation.route("vraag_aan_ib") == {1: [asked]}


@pytest.mark.parametrize(
    ("situation", "asked"),
    [
        (weighed("nee"), None),
        (weighed("nee", melding=reported(LATER)), "melding_zonder_vermoeden"),
        (weighed("ja"), None),
        (weighed("ja", melding=reported(LATER)), None),
    ],
)
def test_a_report_without_a_suspicion_is_asked_about(situation, asked):
    assert situation.route("vraag_aan_ib") == {1: [asked]}


@pytest.mark.parametrize(
    ("situation", "missing"),
    [
        (weighed("ja ja ja", samen_met_vt="nee", melding=reported(LATER)), "samen_met_vt"),
        (weighed("ja ja ja", samen_met_vt="ja", melding=reported(LATER)), None),
        (weighed("ja nee ja ja", samen_met_vt="nee"), "hulp"),
    ],
)
def test_the_questions_after_unsafety_go_together_with_veilig_thuis(situation, missing):
    assert situation.route("ontbreekt") == {1: [missing]}


ABOUT_AN_EMPLOYEE = weighed("ja ja", zaak={"buiten_stappenplan": "medewerker"})


def test_a_case_about_an_employee_has_no_route():
    assert ABOUT_AN_EMPLOYEE.route("urgent") == {}
