"""What was recorded in part, late, or without a day: norms judged on rows drawn by hand."""

from datetime import date

import pytest

from tests.support.stg import judge_norms, verdicts

PEILDATUM = "2026-01-30"
SIGNAL, DECIDED, LATER = "2025-09-01", "2025-10-06", "2025-10-07"


def case(**zaak):
    return {"zaak": [{"zaak_nr": 1, "datum_signalering": SIGNAL, **zaak}]}


def event(stap, soort, day=SIGNAL, *, number=1, zaak=1, **row):
    keys = {"gebeurtenis_nr": number, "zaak_nr": zaak, "ronde": 1}
    return {**keys, "stap": stap, "soort": soort, "datum": day, **row}


def roles(number, *names):
    row = {"gebeurtenis_nr": number, "betrokkenheid": "uitvoerder"}
    return [{**row, "rol": name} for name in names]


def decision(outcome="5A", day=DECIDED, *, number=1, **row):
    return {
        "besluit_nr": number,
        "zaak_nr": 1,
        "ronde": 1,
        "datum": day,
        "uitkomst": outcome,
        **row,
    }


def answers(text, *days, ronde=1):
    """Return the answers to questions 1, 2, ... with a day each, or without a day."""
    given = [*days, *[None] * (len(text) - len(days))]
    row = {"zaak_nr": 1, "ronde": ronde}
    words = {"j": "ja", "n": "nee"}
    return [
        {**row, "vraag": n, "antwoord": words[letter], "datum": day}
        for n, (letter, day) in enumerate(zip(text, given, strict=True), start=1)
    ]


def verdict(norm_id, rows, unit="eenheid_nr", **options):
    connection = judge_norms(rows, norm_id, peildatum=PEILDATUM, **options)
    return verdicts(connection, norm_id, unit)[1]


@pytest.mark.parametrize(
    ("norm_id", "soort"),
    [
        ("S1-01", "observatie"),
        ("S1-04", "directie_geinformeerd"),
        ("S1-05", "besluit_naar_stap2"),
        ("S1-12", "informeel_oudercontact"),
    ],
)
@pytest.mark.parametrize(
    ("elsewhere", "expected"), [(1, "niet_voldaan"), (0, "niet_geregistreerd")]
)
def test_an_event_is_missed_only_at_a_school_that_records_it(norm_id, soort, elsewhere, expected):
    rows = {
        "zaak": [{"zaak_nr": n, "datum_signalering": SIGNAL} for n in (1, 2)],
        "gebeurtenis": [
            event("1", "overleg_ib"),
            event("2", "groepsbespreking", number=2),
            *[event("1", soort, number=3, zaak=2)] * elsewhere,
        ],
    }
    assert verdict(norm_id, rows) == expected


@pytest.mark.parametrize(
    ("elsewhere", "plan", "effect", "planned"),
    [
        ("begeleidingsplan", "niet_voldaan", "niet_geregistreerd", "niet_voldaan"),
        ("hulp_effect", "niet_geregistreerd", "niet_voldaan", "niet_voldaan"),
        ("proces", "niet_geregistreerd", "niet_geregistreerd", "niet_geregistreerd"),
    ],
)
def test_an_evaluation_is_missed_only_at_a_school_that_records_its_kind(
    elsewhere, plan, effect, planned
):
    rows = {
        "zaak": [{"zaak_nr": n, "datum_signalering": SIGNAL} for n in (1, 2)],
        "besluit": [decision()],
        "hulp": [{"hulp_nr": 1, "zaak_nr": 1, "begeleidingsplan_datum": DECIDED}],
        "evaluatie": [
            {"evaluatie_nr": 1, "zaak_nr": 2, "soort": elsewhere, "gepland_datum": DECIDED}
        ],
    }
    found = [verdict(norm_id, rows) for norm_id in ("S3-18", "A-06", "A-14")]
    assert found == [plan, effect, planned]


@pytest.mark.parametrize(
    ("elsewhere", "expected"),
    [("proces", "niet_voldaan"), ("hulp_effect", "niet_geregistreerd")],
)
def test_an_evaluation_of_the_process_is_missed_only_at_a_school_that_records_one(
    elsewhere, expected
):
    closed = {"status": "afgesloten", "datum_status": "2026-01-28", "reden_afsluiting": "anders"}
    rows = {
        "zaak": [
            *case(**closed)["zaak"],
            {"zaak_nr": 2, "datum_signalering": SIGNAL},
        ],
        "evaluatie": [
            {"evaluatie_nr": 1, "zaak_nr": 2, "soort": elsewhere, "gepland_datum": DECIDED}
        ],
    }
    assert [verdict(norm_id, rows) for norm_id in ("E-01", "O-I09")] == [expected, expected]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (["leerkracht", "intern_begeleider"], "voldaan"),
        (["intern_begeleider"], "niet_voldaan"),
        ([], "niet_geregistreerd"),
    ],
)
@pytest.mark.parametrize("norm_id", ["S1-03", "S1-14"])
def test_who_was_together_is_unknown_while_one_consultation_has_no_roles(norm_id, second, expected):
    rows = case() | {
        "gebeurtenis": [event("1", "overleg_ib"), event("1", "overleg_ib", number=2)],
        "gebeurtenis_rol": roles(1, "leerkracht") + roles(2, *second),
    }
    assert verdict(norm_id, rows) == expected


@pytest.mark.parametrize(
    ("first", "second", "third", "expected"),
    [
        (["intern_begeleider"], [], ["intern_begeleider"], "voldaan"),
        (["leerkracht"], [], ["intern_begeleider"], "niet_geregistreerd"),
        (["leerkracht"], ["directie"], ["intern_begeleider"], "niet_voldaan"),
        ([], [], ["leerkracht"], "niet_voldaan"),
    ],
)
def test_the_intern_begeleider_is_missed_in_a_step_of_which_all_roles_are_known(
    first, second, third, expected
):
    rows = case() | {
        "gebeurtenis": [
            event("1", "observatie"),
            event("1", "overleg_ib", number=2),
            event("2", "groepsbespreking", number=3),
        ],
        "gebeurtenis_rol": roles(1, *first) + roles(2, *second) + roles(3, *third),
    }
    assert verdict("O-I06", rows) == expected


@pytest.mark.parametrize(
    ("text", "days", "acute", "expected"),
    [
        ("jnjj", [SIGNAL, SIGNAL, SIGNAL, DECIDED], "nee", "voldaan"),
        ("jnjj", [SIGNAL, SIGNAL, SIGNAL, LATER], "nee", "niet_voldaan"),
        ("jnjj", [SIGNAL, SIGNAL, SIGNAL, LATER], "ja", "U4"),
        # After yes on question 2 the others follow with Veilig Thuis; question 5 follows the help.
        ("jjj", [SIGNAL, DECIDED, LATER], "nee", "voldaan"),
        ("jnjjj", [SIGNAL, SIGNAL, SIGNAL, DECIDED, LATER], "nee", "voldaan"),
        # Without days that of the weighing counts; without a weighing nobody knows.
        ("jnjj", [], "nee", "voldaan"),
        ("jnjj", None, "nee", "niet_geregistreerd"),
    ],
)
def test_weighing_questions_answered_after_the_decision_did_not_come_before_it(
    text, days, acute, expected
):
    session = [] if days is None else [{"zaak_nr": 1, "ronde": 1, "datum": DECIDED}]
    rows = case(acuut=acute) | {
        "weging": session,
        "afweging": answers(text, *(days or [])),
        "besluit": [decision()],
    }
    assert verdict("S4-02", rows) == expected


@pytest.mark.parametrize(
    ("norm_id", "rows", "expected"),
    [
        # Help without result on 26 January, closed two school days later: nothing follows any more.
        ("W-05", {"zaak": "afgesloten", "answer": "2026-01-26"}, "niet_voldaan"),
        ("W-05", {"zaak": "lopend", "answer": "2026-01-26"}, "nog_open"),
        # An answer without a day is of the day of the weighing, 6 October; the report of 7 October
        # may have come before or after it.
        ("B-01", {"zaak": "lopend", "answer": None}, "niet_voldaan"),
        ("B-01", {"zaak": "lopend", "answer": None, "report": LATER}, "niet_geregistreerd"),
        ("B-01", {"zaak": "lopend", "answer": LATER, "report": LATER}, "voldaan"),
    ],
)
def test_a_report_that_help_without_result_asks_for(norm_id, rows, expected):
    closed = {"status": "afgesloten", "datum_status": "2026-01-28", "reden_afsluiting": "anders"}
    drawn = case(**(closed if rows["zaak"] == "afgesloten" else {})) | {
        "weging": [{"zaak_nr": 1, "ronde": 1, "datum": DECIDED}],
        "afweging": answers("jnjjn", *[DECIDED] * 4, rows["answer"]),
    }
    if "report" in rows:
        drawn["melding"] = [{"melding_nr": 1, "zaak_nr": 1, "datum": rows["report"]}]
    connection = judge_norms(drawn, norm_id, peildatum=PEILDATUM)
    assert verdicts(connection, norm_id) == {1: expected}


@pytest.mark.parametrize(
    ("agreements", "expected"),
    [
        (["nee", "ja"], "voldaan"),
        (["nee", "nvt"], "niet_voldaan"),
        (["nee", "onbekend"], "niet_geregistreerd"),
        (["nee", None], "niet_geregistreerd"),
    ],
)
def test_one_help_without_agreements_says_nothing_of_the_other(agreements, expected):
    help_rows = [
        {"hulp_nr": n, "zaak_nr": 1, "ronde": 1, "volgafspraken": answer}
        for n, answer in enumerate(agreements, start=1)
    ]
    rows = case() | {"afweging": answers("jnjjj", *[DECIDED] * 5), "hulp": help_rows}
    connection = judge_norms(rows, "A-17", peildatum=PEILDATUM)
    assert verdicts(connection, "A-17") == {1: expected}


TICKS = [{"zaak_nr": 1, "norm_id": n, "antwoord": a} for n, a in (("D-04", "ja"), ("D-05", "nee"))]
REVISED = [decision(), decision("5B", LATER, number=2, herziet_besluit_nr=1)]
REPORTED_WITHOUT_TALK = {"melding_nr": 1, "zaak_nr": 1, "datum": LATER}
LATE_ADVICE = [event("1", "observatie"), event("2", "advies_veilig_thuis", LATER, number=2)]


@pytest.mark.parametrize(
    ("norm_id", "rows", "absent", "expected"),
    [
        # The intern begeleider says that steps are not on file; the school delivers no notes.
        (
            "S1-07",
            {"dossier_toets": TICKS, "besluit": [decision()]},
            "dossiernotitie",
            "niet_voldaan",
        ),
        # A decision to stop, on file, in a case that was not closed yet.
        ("D-06", {"besluit": [decision("stoppen")]}, "", "voldaan"),
        # Decided to organise help, revised the next day; the help was never discussed.
        ("A-02", {"besluit": REVISED, "hulp": [{"hulp_nr": 1, "zaak_nr": 1}]}, "", "U11"),
        # No referral: the school may help itself when the kind of help is not on record.
        (
            "A-03",
            {"besluit": [decision()], "hulp": [{"hulp_nr": 1, "zaak_nr": 1, "soort": None}]},
            "",
            "niet_geregistreerd",
        ),
        (
            "A-03",
            {"besluit": [decision()], "hulp": [{"hulp_nr": 1, "zaak_nr": 1, "soort": "smw"}]},
            "",
            "niet_voldaan",
        ),
        # Unsafe and help organised: whether it was reported is not delivered.
        (
            "A-01",
            {"besluit": [decision()], "afweging": answers("jj", DECIDED, DECIDED)},
            "melding",
            "niet_geregistreerd",
        ),
        (
            "A-01",
            {"besluit": [decision()], "afweging": answers("jj", DECIDED, DECIDED)},
            "",
            "niet_voldaan",
        ),
        ("A-06", {"besluit": [decision()], "afweging": answers("jnjjn")}, "", "voldaan"),
        (
            "S3-23",
            {"melding": [{**REPORTED_WITHOUT_TALK, "reden_geen_oudergesprek": "nvt"}]},
            "melding.ouders_vooraf_datum",
            "niet_geregistreerd",
        ),
        # Weighed on 6 October, advice on the 7th: that is enough to know, whatever step 3 was.
        (
            "S4-06",
            {"gebeurtenis": LATE_ADVICE, "weging": [{"zaak_nr": 1, "ronde": 1, "datum": DECIDED}]},
            "",
            "niet_voldaan",
        ),
        (
            "S3-21",
            {"besluit": [decision("stoppen")], "volgen_mdo": "nvt"},
            "",
            "niet_van_toepassing",
        ),
    ],
)
def test_what_is_not_delivered_is_no_shortfall_and_one_known_no_is(norm_id, rows, absent, expected):
    zaak = {key: rows[key] for key in ("volgen_mdo",) if key in rows}
    drawn = case(**zaak) | {key: value for key, value in rows.items() if key not in zaak}
    connection = judge_norms(drawn, norm_id, peildatum=PEILDATUM, absent=[absent] if absent else [])
    assert list(verdicts(connection, norm_id).values())[:1] == [expected]


def note(number, **row):
    return {"notitie_nr": number, "zaak_nr": 1, "datum": date(2025, 9, 2), "soort": "feit", **row}


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        (["bevestigt", "ontkracht"], "voldaan"),
        (["bevestigt", "bevestigt"], "niet_voldaan"),
        (["bevestigt", None], "niet_geregistreerd"),
    ],
)
def test_notes_without_direction_may_be_the_ones_that_refute(directions, expected):
    notes = [note(n, richting=way) for n, way in enumerate(directions, start=1)]
    assert verdict("D-03", case() | {"dossiernotitie": notes}) == expected


@pytest.mark.parametrize(
    ("absent", "expected"),
    [([], "niet_voldaan"), (["dossiernotitie.hypothese_vervolg_datum"], "niet_geregistreerd")],
)
def test_a_follow_up_of_which_the_day_is_not_delivered_is_not_missed(absent, expected):
    rows = case() | {"dossiernotitie": [note(1, soort="hypothese", hypothese_uitkomst="bevestigd")]}
    assert verdict("D-10", rows, absent=absent) == expected
