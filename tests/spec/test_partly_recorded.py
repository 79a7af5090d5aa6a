"""What was recorded in part, late, or without a day: norms judged on rows drawn by hand."""

from datetime import date

import pytest

from tests.support.situations import Situations

SIGNAL, DECIDED, LATER = "2025-09-01", "2025-10-06", "2025-10-07"
CLOSED = {"status": "afgesloten", "datum_status": "2026-01-28", "reden_afsluiting": "anders"}
SITUATIONS = Situations(peildatum="2026-01-30")


def case(number=1, **zaak):
    return {"zaak_nr": number, "datum_signalering": SIGNAL, **zaak}


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


def drawn(zaak=None, absent=(), **tables):
    """Draw case 1, with these columns of its own, beside the other tables."""
    return SITUATIONS.add({"zaak": [case(**(zaak or {}))], **tables}, absent=absent)


def events_elsewhere(*kinds):
    """Draw a case with two other events, at a school that records these kinds in another case."""
    return SITUATIONS.add(
        {
            "zaak": [case(1), case(2)],
            "gebeurtenis": [
                event("1", "overleg_ib"),
                event("2", "groepsbespreking", number=2),
                *[event("1", soort, number=3, zaak=2) for soort in kinds],
            ],
        }
    )


@pytest.mark.parametrize(
    ("norm_id", "situation", "expected"),
    [
        ("S1-01", events_elsewhere("observatie"), "niet_voldaan"),
        ("S1-01", events_elsewhere(), "niet_geregistreerd"),
        ("S1-04", events_elsewhere("directie_geinformeerd"), "niet_voldaan"),
        ("S1-04", events_elsewhere(), "niet_geregistreerd"),
        ("S1-05", events_elsewhere("besluit_naar_stap2"), "niet_voldaan"),
        ("S1-05", events_elsewhere(), "niet_geregistreerd"),
        ("S1-12", events_elsewhere("informeel_oudercontact"), "niet_voldaan"),
        ("S1-12", events_elsewhere(), "niet_geregistreerd"),
    ],
)
def test_an_event_is_missed_only_at_a_school_that_records_it(norm_id, situation, expected):
    assert situation.verdict(norm_id) == expected


def evaluation_elsewhere(kind, zaak=None, **tables):
    """Draw a case without an evaluation, at a school that planned one of this kind in another."""
    planned = {"evaluatie_nr": 1, "zaak_nr": 2, "soort": kind, "gepland_datum": DECIDED}
    rows = {"zaak": [case(1, **(zaak or {})), case(2)], "evaluatie": [planned], **tables}
    return SITUATIONS.add(rows)


def helped_elsewhere(kind):
    """Draw a case with help and a plan, without an evaluation, beside one of this kind."""
    plan = {"hulp_nr": 1, "zaak_nr": 1, "begeleidingsplan_datum": DECIDED}
    return evaluation_elsewhere(kind, besluit=[decision()], hulp=[plan])


@pytest.mark.parametrize(
    ("situation", "plan", "effect", "planned"),
    [
        (
            helped_elsewhere("begeleidingsplan"),
            "niet_voldaan",
            "niet_geregistreerd",
            "niet_voldaan",
        ),
        (
            helped_elsewhere("hulp_effect"),
            "niet_geregistreerd",
            "niet_voldaan",
            "niet_voldaan",
        ),
        (
            helped_elsewhere("proces"),
            "niet_geregistreerd",
            "niet_geregistreerd",
            "niet_geregistreerd",
        ),
    ],
)
def test_an_evaluation_is_missed_only_at_a_school_that_records_its_kind(
    situation, plan, effect, planned
):
    found = [situation.verdict(norm_id) for norm_id in ("S3-18", "A-06", "A-14")]
    assert found == [plan, effect, planned]


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (evaluation_elsewhere("proces", zaak=CLOSED), "niet_voldaan"),
        (evaluation_elsewhere("hulp_effect", zaak=CLOSED), "niet_geregistreerd"),
    ],
)
def test_an_evaluation_of_the_process_is_missed_only_at_a_school_that_records_one(
    situation, expected
):
    assert [situation.verdict(norm_id) for norm_id in ("E-01", "O-I09")] == [expected, expected]


def two_consultations(*second):
    """Draw a consultation with the teacher, and one with these roles."""
    return drawn(
        gebeurtenis=[event("1", "overleg_ib"), event("1", "overleg_ib", number=2)],
        gebeurtenis_rol=roles(1, "leerkracht") + roles(2, *second),
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (two_consultations("leerkracht", "intern_begeleider"), "voldaan"),
        (two_consultations("intern_begeleider"), "niet_voldaan"),
        (two_consultations(), "niet_geregistreerd"),
    ],
)
@pytest.mark.parametrize("norm_id", ["S1-03", "S1-14"])
def test_who_was_together_is_unknown_while_one_consultation_has_no_roles(
    norm_id, situation, expected
):
    assert situation.verdict(norm_id) == expected


def three_events(*present):
    """Draw two events of step 1 and one of step 2; of each the role that was there, or nothing."""
    return drawn(
        gebeurtenis=[
            event("1", "observatie"),
            event("1", "overleg_ib", number=2),
            event("2", "groepsbespreking", number=3),
        ],
        gebeurtenis_rol=[
            row for number, role in enumerate(present, 1) if role for row in roles(number, role)
        ],
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (three_events("intern_begeleider", None, "intern_begeleider"), "voldaan"),
        (three_events("leerkracht", None, "intern_begeleider"), "niet_geregistreerd"),
        (three_events("leerkracht", "directie", "intern_begeleider"), "niet_voldaan"),
        (three_events(None, None, "leerkracht"), "niet_voldaan"),
    ],
)
def test_the_intern_begeleider_is_missed_in_a_step_of_which_all_roles_are_known(
    situation, expected
):
    assert situation.verdict("O-I06") == expected


def weighed(text, *days, acuut="nee", weging=DECIDED):
    """Draw the answers with their days, a meeting on the day `weging`, and a decision."""
    return drawn(
        zaak={"acuut": acuut},
        weging=[{"zaak_nr": 1, "ronde": 1, "datum": weging}] if weging else [],
        afweging=answers(text, *days),
        besluit=[decision()],
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (weighed("jnjj", SIGNAL, SIGNAL, SIGNAL, DECIDED), "voldaan"),
        (weighed("jnjj", SIGNAL, SIGNAL, SIGNAL, LATER), "niet_voldaan"),
        (weighed("jnjj", SIGNAL, SIGNAL, SIGNAL, LATER, acuut="ja"), "U4"),
        # After yes on question 2 the others follow with Veilig Thuis; question 5 follows the help.
        (weighed("jjj", SIGNAL, DECIDED, LATER), "voldaan"),
        (weighed("jnjjj", SIGNAL, SIGNAL, SIGNAL, DECIDED, LATER), "voldaan"),
        # Without days that of the weighing counts; without a weighing nobody knows.
        (weighed("jnjj"), "voldaan"),
        (weighed("jnjj", weging=None), "niet_geregistreerd"),
    ],
)
def test_weighing_questions_answered_after_the_decision_did_not_come_before_it(situation, expected):
    assert situation.verdict("S4-02") == expected


def help_without_result(answered, *, zaak=None, report=None):
    """Draw a no on question 5 of that day, and a report."""
    return drawn(
        zaak=zaak,
        weging=[{"zaak_nr": 1, "ronde": 1, "datum": DECIDED}],
        afweging=answers("jnjjn", *[DECIDED] * 4, answered),
        melding=[{"melding_nr": 1, "zaak_nr": 1, "datum": report}] if report else [],
    )


@pytest.mark.parametrize(
    ("norm_id", "situation", "expected"),
    [
        # Help without result on 26 January, closed two school days later: nothing follows any more.
        ("W-05", help_without_result("2026-01-26", zaak=CLOSED), "niet_voldaan"),
        ("W-05", help_without_result("2026-01-26"), "nog_open"),
        # An answer without a day is of the day of the weighing, 6 October; the report of 7 October
        # may have come before or after it.
        ("B-01", help_without_result(None), "niet_voldaan"),
        ("B-01", help_without_result(None, report=LATER), "niet_geregistreerd"),
        ("B-01", help_without_result(LATER, report=LATER), "voldaan"),
    ],
)
def test_a_report_that_help_without_result_asks_for(norm_id, situation, expected):
    assert situation.verdict(norm_id) == expected


def two_helps(*agreements):
    """Draw help twice, each with this answer on agreements."""
    hulp = {"zaak_nr": 1, "ronde": 1}
    return drawn(
        afweging=answers("jnjjj", *[DECIDED] * 5),
        hulp=[{**hulp, "hulp_nr": n, "volgafspraken": a} for n, a in enumerate(agreements, 1)],
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (two_helps("nee", "ja"), "voldaan"),
        (two_helps("nee", "nvt"), "niet_voldaan"),
        (two_helps("nee", "onbekend"), "niet_geregistreerd"),
        (two_helps("nee", None), "niet_geregistreerd"),
    ],
)
def test_one_help_without_agreements_says_nothing_of_the_other(situation, expected):
    assert situation.verdict("A-17") == expected


TICKS = [{"zaak_nr": 1, "norm_id": n, "antwoord": a} for n, a in (("D-04", "ja"), ("D-05", "nee"))]
REVISED = [decision(), decision("5B", LATER, number=2, herziet_besluit_nr=1)]
HELP = {"hulp_nr": 1, "zaak_nr": 1}
UNSAFE = answers("jj", DECIDED, DECIDED)
REPORTED_WITHOUT_TALK = {
    "melding_nr": 1,
    "zaak_nr": 1,
    "datum": LATER,
    "reden_geen_oudergesprek": "nvt",
}
LATE_ADVICE = [event("1", "observatie"), event("2", "advies_veilig_thuis", LATER, number=2)]
WEIGHED = [{"zaak_nr": 1, "ronde": 1, "datum": DECIDED}]


@pytest.mark.parametrize(
    ("norm_id", "situation", "expected"),
    [
        # The intern begeleider says that steps are not on file; the school delivers no notes.
        (
            "S1-07",
            drawn(dossier_toets=TICKS, besluit=[decision()], absent=["dossiernotitie"]),
            "niet_voldaan",
        ),
        # A decision to stop, on file, in a case that was not closed yet.
        ("D-06", drawn(besluit=[decision("stoppen")]), "voldaan"),
        # Decided to organise help, revised the next day; the help was never discussed.
        ("A-02", drawn(besluit=REVISED, hulp=[HELP]), "U11"),
        # No referral: the school may help itself when the kind of help is not on record.
        (
            "A-03",
            drawn(besluit=[decision()], hulp=[{**HELP, "soort": None}]),
            "niet_geregistreerd",
        ),
        ("A-03", drawn(besluit=[decision()], hulp=[{**HELP, "soort": "smw"}]), "niet_voldaan"),
        # Unsafe and help organised: whether it was reported is not delivered.
        (
            "A-01",
            drawn(besluit=[decision()], afweging=UNSAFE, absent=["melding"]),
            "niet_geregistreerd",
        ),
        ("A-01", drawn(besluit=[decision()], afweging=UNSAFE), "niet_voldaan"),
        ("A-06", drawn(besluit=[decision()], afweging=answers("jnjjn")), "voldaan"),
        (
            "S3-23",
            drawn(melding=[REPORTED_WITHOUT_TALK], absent=["melding.ouders_vooraf_datum"]),
            "niet_geregistreerd",
        ),
        # Weighed on 6 October, advice on the 7th: that is enough to know, whatever step 3 was.
        ("S4-06", drawn(gebeurtenis=LATE_ADVICE, weging=WEIGHED), "niet_voldaan"),
        (
            "S3-21",
            drawn(zaak={"volgen_mdo": "nvt"}, besluit=[decision("stoppen")]),
            "niet_van_toepassing",
        ),
    ],
)
def test_what_is_not_delivered_is_no_shortfall_and_one_known_no_is(norm_id, situation, expected):
    assert situation.verdict(norm_id) == expected


def note(number, **row):
    return {"notitie_nr": number, "zaak_nr": 1, "datum": date(2025, 9, 2), "soort": "feit", **row}


def notes(*directions):
    """Draw a note with each of these directions."""
    return drawn(dossiernotitie=[note(n, richting=way) for n, way in enumerate(directions, 1)])


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (notes("bevestigt", "ontkracht"), "voldaan"),
        (notes("bevestigt", "bevestigt"), "niet_voldaan"),
        (notes("bevestigt", None), "niet_geregistreerd"),
    ],
)
def test_notes_without_direction_may_be_the_ones_that_refute(situation, expected):
    assert situation.verdict("D-03") == expected


CONFIRMED = note(1, soort="hypothese", hypothese_uitkomst="bevestigd")
NO_DAYS = ["dossiernotitie.hypothese_vervolg_datum"]


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (drawn(dossiernotitie=[CONFIRMED]), "niet_voldaan"),
        (drawn(dossiernotitie=[CONFIRMED], absent=NO_DAYS), "niet_geregistreerd"),
    ],
)
def test_a_follow_up_of_which_the_day_is_not_delivered_is_not_missed(situation, expected):
    assert situation.verdict("D-10") == expected
