"""The afwegingskader as a table: which answers are valid, what they require, what is missing."""

from datetime import date
from itertools import product

import pytest

from pipeline.schema.meldcode import read_meldcode
from tests.support.stg import find_routes, judge

DAY, LATER = date(2025, 10, 1), date(2025, 10, 8)
PEILDATUM = "2025-10-10"

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


@pytest.fixture(scope="module")
def routes():
    """Return mart_route of a case per combination of answers × report (none, before, after)."""
    cases, answers_given, reports = [], [], []
    expected = {}
    combinations = product(ALL_ANSWERS, (None, DAY, LATER))
    for number, (answers, reported) in enumerate(combinations, start=1):
        cases.append({"zaak_nr": number, "datum_signalering": "2025-09-01"})
        for question, answer in enumerate(answers, start=1):
            if answer != "-":
                day = LATER if question == 5 else DAY
                row = {"zaak_nr": number, "ronde": 1, "vraag": question, "antwoord": answer}
                answers_given.append({**row, "datum": day})
        if reported:
            reports.append({"melding_nr": number, "zaak_nr": number, "datum": reported})
        if set(answers) != {"-"}:
            expected[number] = (answers, reported)
    rows = {"zaak": cases, "afweging": answers_given, "melding": reports}
    return expected, judge(rows, peildatum=PEILDATUM)


def test_a_report_that_is_required_and_absent_is_urgent_whatever_else_the_answers_say(routes):
    expected, connection = routes
    urgent = {}
    for number, (answers, reported) in expected.items():
        required = drawn(answers)[1]
        again = required == "opnieuw_melden"
        enough = reported is not None and (not again or reported >= LATER)
        urgent[number] = required in ("melden", "opnieuw_melden") and not enough
    found = dict(connection.execute("SELECT zaak_nr, urgent FROM mart_route").fetchall())
    assert found == urgent
    assert True in urgent.values() and False in urgent.values()


def test_a_route_that_does_not_fit_is_a_question_to_the_intern_begeleider(routes):
    expected, connection = routes
    found = dict(
        connection.execute(
            "SELECT zaak_nr, vraag_aan_ib IN ('antwoord_overgeslagen', 'antwoord_na_nee')"
            " FROM mart_route"
        ).fetchall()
    )
    for number, (answers, _) in expected.items():
        assert bool(found[number]) == (drawn(answers)[0] is None), answers


def test_the_same_answers_are_judged_by_the_norms_about_them(routes):
    expected, connection = routes
    found = connection.execute(
        "SELECT zaak_nr, verdict FROM mart_norm WHERE norm_id = 'B-01'"
    ).fetchall()
    for number, verdict in found:
        answers, reported = expected[number]
        required = drawn(answers)[1]
        again = required == "opnieuw_melden"
        if required not in ("melden", "opnieuw_melden"):
            assert verdict == "niet_van_toepassing"
        elif reported is not None and (not again or reported >= LATER):
            assert verdict == "voldaan"
        else:
            # seven school days after the answer, or two: past the threshold of five, or not
            assert verdict == ("nog_open" if again else "niet_voldaan")


def case(**zaak):
    return {"zaak_nr": 1, "datum_signalering": "2025-09-01", **zaak}


def answers(*given: str, ronde: int = 1, day: date = DAY, **row):
    return [
        {"zaak_nr": 1, "ronde": ronde, "vraag": n, "antwoord": a, "datum": day, **row}
        for n, a in enumerate(given, start=1)
    ]


def route(rows, column: str, **options):
    connection = find_routes(rows, peildatum=PEILDATUM, **options)
    found = connection.execute(f"SELECT {column} FROM mart_route ORDER BY ronde").fetchall()
    return [cell for (cell,) in found]


def test_a_school_that_does_not_deliver_reports_is_not_said_to_miss_one():
    rows = {"zaak": [case()], "afweging": answers("ja", "ja")}
    assert route(rows, "urgent", absent=["melding"]) == [False]
    assert route(rows, "is_gemeld", absent=["melding"]) == [None]
    assert route(rows, "urgent") == [True]


def test_a_report_before_the_weighing_counts_in_the_first_round_and_not_in_the_second():
    report = {"melding_nr": 1, "zaak_nr": 1, "datum": "2025-09-05"}
    second = answers("ja", "ja", ronde=2, day=LATER)
    rows = {"zaak": [case()], "afweging": answers("ja", "ja") + second, "melding": [report]}
    assert route(rows, "urgent") == [False, True]


def test_an_acute_case_passes_its_threshold_sooner():
    rows = {"zaak": [case(acuut="ja")], "afweging": answers("ja", "ja", day=LATER)}
    assert route(rows, "is_over_drempel") == [True]
    rows = {"zaak": [case(acuut="nee")], "afweging": answers("ja", "ja", day=LATER)}
    assert route(rows, "is_over_drempel") == [False]


@pytest.mark.parametrize(
    ("day", "is_over"), [(date(2025, 10, 3), False), (date(2025, 10, 2), True)]
)
def test_a_report_may_wait_five_school_days_and_not_six(day, is_over):
    """Until Friday 10 October."""
    rows = {"zaak": [case(acuut="nee")], "afweging": answers("ja", "ja", day=day)}
    assert route(rows, "is_over_drempel") == [is_over]


def test_without_a_suspicion_the_closing_is_missing_until_the_case_is_closed_for_that_reason():
    closed = case(status="afgesloten", datum_status=LATER, reden_afsluiting="afweging1_nee")
    assert route({"zaak": [case()], "afweging": answers("nee")}, "ontbreekt") == ["afsluiting"]
    assert route({"zaak": [closed], "afweging": answers("nee")}, "ontbreekt") == [None]
    for other in (closed | {"reden_afsluiting": "anders"}, closed | {"reden_afsluiting": None}):
        assert route({"zaak": [other], "afweging": answers("nee")}, "ontbreekt") == ["afsluiting"]


def test_help_that_was_accepted_is_missing_until_there_is_help():
    given = answers("ja", "nee", "ja", "ja")
    helped = [{"hulp_nr": 1, "zaak_nr": 1, "soort": "smw"}]
    assert route({"zaak": [case()], "afweging": given}, "ontbreekt") == ["hulp"]
    assert route({"zaak": [case()], "afweging": given, "hulp": helped}, "ontbreekt") == [None]
    assert route({"zaak": [case()], "afweging": given}, "ontbreekt", absent=["hulp"]) == [None]


@pytest.mark.parametrize(
    ("agreed", "missing"),
    [("nee", "volgafspraken"), ("ja", None), ("onbekend", None)],
)
def test_after_help_that_works_only_a_no_leaves_agreements_on_following_missing(agreed, missing):
    given = answers("ja", "nee", "ja", "ja", "ja")
    helped = [{"hulp_nr": 1, "zaak_nr": 1, "soort": "smw", "volgafspraken": agreed}]
    rows = {"zaak": [case()], "afweging": given, "hulp": helped}
    assert route(rows, "ontbreekt") == [missing]
    elsewhere = {**rows, "afweging": answers("ja", "nee", "ja", "ja")}
    assert route(elsewhere, "ontbreekt") == [None]


@pytest.mark.parametrize(
    ("given", "referred", "asked"),
    [
        ("ja nee ja ja ja", None, "antwoord_5_zonder_hulp"),
        # Help that began on the day of the answer, and a day after it.
        ("ja nee ja ja ja", DAY, None),
        ("ja nee ja ja ja", date(2025, 10, 2), "antwoord_5_voor_hulp"),
        ("ja nee ja ja", None, None),
        ("ja nee ja ja", date(2025, 10, 2), None),
    ],
)
def test_an_answer_on_the_effect_of_help_that_was_not_there_is_asked_about(given, referred, asked):
    helped = [{"hulp_nr": 1, "zaak_nr": 1, "soort": "smw", "datum_verwijzing": referred}]
    rows = {"zaak": [case()], "afweging": answers(*given.split())}
    rows |= {"hulp": helped} if referred else {}
    assert route(rows, "vraag_aan_ib") == [asked]
    if not referred:
        assert route(rows, "vraag_aan_ib", absent=["hulp"]) == [None]


def test_a_report_without_a_suspicion_is_asked_about():
    report = {"melding": [{"melding_nr": 1, "zaak_nr": 1, "datum": LATER}]}
    for first, asked in (("nee", "melding_zonder_vermoeden"), ("ja", None)):
        rows = {"zaak": [case()], "afweging": answers(first)}
        assert route(rows, "vraag_aan_ib") == [None]
        assert route({**rows, **report}, "vraag_aan_ib") == [asked]


def test_the_questions_after_unsafety_go_together_with_veilig_thuis():
    report = [{"melding_nr": 1, "zaak_nr": 1, "datum": LATER}]
    alone = answers("ja", "ja", "ja", samen_met_vt="nee")
    rows = {"zaak": [case()], "afweging": alone, "melding": report}
    assert route(rows, "ontbreekt") == ["samen_met_vt"]
    together = {**rows, "afweging": answers("ja", "ja", "ja", samen_met_vt="ja")}
    assert route(together, "ontbreekt") == [None]
    safe = answers("ja", "nee", "ja", "ja", samen_met_vt="nee")
    assert route({"zaak": [case()], "afweging": safe}, "ontbreekt") == ["hulp"]


def test_a_case_about_an_employee_has_no_route():
    rows = {"zaak": [case(buiten_stappenplan="medewerker")], "afweging": answers("ja", "ja")}
    assert route(rows, "urgent") == []
