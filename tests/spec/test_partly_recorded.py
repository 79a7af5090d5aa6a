"""What was recorded in part, or is not delivered: norms judged on rows drawn by hand."""

from datetime import date

import pytest

from tests.spec.drawn_case import CASES, answers
from tests.spec.drawn_rows import DECIDED, LATER, case, decision, event, roles


def drawn(zaak=None, absent=(), **tables):
    """Draw case 1, with these columns of its own, beside the other tables."""
    return CASES.add({"zaak": [case(**(zaak or {}))], **tables}, absent=absent)


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
