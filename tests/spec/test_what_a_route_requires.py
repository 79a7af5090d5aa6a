"""What the answers of a weighing require, what of it is missing, and what is asked about them."""

from datetime import date

import pytest

from tests.support.situations import Situations

DAY, LATER = date(2025, 10, 1), date(2025, 10, 8)
SITUATIONS = Situations(peildatum="2025-10-10")


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
