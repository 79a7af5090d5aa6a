"""A second and a third meldcode: the same cases, judged differently, without a line of code."""

from datetime import date

import pytest

from pipeline.norms import norm_lines
from pipeline.schema.meldcode import meldcode_names, read_meldcode
from tests.support.situations import Situations

DAY = date(2025, 10, 1)
SITUATIONS = Situations()


def drawn(signal="2025-09-01", peildatum=None, **tables):
    """Draw case 1, of this first signal, beside the other tables."""
    case = {"zaak_nr": 1, "datum_signalering": signal}
    return SITUATIONS.add({"zaak": [case], **tables}, peildatum=peildatum)


def event(number: int, stap: str, soort: str, day: str, **row):
    keys = {"gebeurtenis_nr": number, "zaak_nr": 1, "ronde": 1}
    return {**keys, "stap": stap, "soort": soort, "datum": day, **row}


def decision(outcome):
    return {"besluit_nr": 1, "zaak_nr": 1, "ronde": 1, "datum": DAY, "uitkomst": outcome}


def test_three_meldcodes_are_declared():
    assert meldcode_names() == ("basisonderwijs", "kinderopvang", "voortgezet_onderwijs")


NO_DOUBT_AND_NO_ADVICE = drawn(
    gebeurtenis=[event(1, "2", "groepsbespreking", "2025-09-10")],
    weging=[{"zaak_nr": 1, "ronde": 1, "datum": DAY, "twijfel": "nee"}],
    besluit=[decision("5A")],
)


def test_a_case_without_doubt_needs_no_advice_where_the_code_says_when_needed():
    assert NO_DOUBT_AND_NO_ADVICE.verdict("S2-03", "basisonderwijs") == "niet_voldaan"
    assert NO_DOUBT_AND_NO_ADVICE.verdict("S2-03", "kinderopvang") == "niet_van_toepassing"


CONSULTED_AFTER_NINE_DAYS = drawn(
    gebeurtenis=[event(1, "1", "overleg_ib", "2025-09-10")],
    gebeurtenis_rol=[
        {"gebeurtenis_nr": 1, "rol": role, "betrokkenheid": "uitvoerder"}
        for role in ("leerkracht", "intern_begeleider")
    ],
)


def test_a_consultation_after_nine_days_is_late_only_where_the_code_names_a_term():
    assert CONSULTED_AFTER_NINE_DAYS.verdict("S1-03", "basisonderwijs") == "voldaan"
    assert CONSULTED_AFTER_NINE_DAYS.verdict("S1-03", "kinderopvang") == "niet_voldaan"


UNSAFE_AND_ASKED_ON = drawn(
    afweging=[
        {"zaak_nr": 1, "ronde": 1, "vraag": n, "antwoord": "ja", "datum": DAY} for n in (1, 2, 3)
    ],
    besluit=[decision("5B")],
)


def test_a_question_after_unsafety_fits_one_afwegingskader_and_not_the_other():
    assert UNSAFE_AND_ASKED_ON.verdict("S4-02", "basisonderwijs") == "voldaan"
    assert UNSAFE_AND_ASKED_ON.verdict("S4-02", "kinderopvang") == "niet_voldaan"


AGE_UNKNOWN = drawn(
    melding=[{"melding_nr": 1, "zaak_nr": 1, "datum": DAY, "leerling_12plus": "onbekend"}]
)


def test_a_pupil_of_unknown_age_is_twelve_or_older_only_at_a_secondary_school():
    assert AGE_UNKNOWN.verdict("B-05", "basisonderwijs") == "niet_geregistreerd"
    assert AGE_UNKNOWN.verdict("B-05", "voortgezet_onderwijs") == "niet_voldaan"


CHILD_INFORMED = drawn(
    gebeurtenis=[
        event(1, "3", "kind_ingelicht", "2025-09-20"),
        event(2, "3", "gesprek_ouders", "2025-09-22"),
    ]
)


def test_informing_the_child_is_enough_at_one_school_and_a_talk_is_asked_at_another():
    assert CHILD_INFORMED.verdict("S3-01", "basisonderwijs") == "voldaan"
    assert CHILD_INFORMED.verdict("S3-01", "voortgezet_onderwijs") == "niet_voldaan"


def talked(day, peildatum):
    """Draw a talk on that day, without a report of it."""
    return drawn(
        signal="2025-06-02",
        peildatum=peildatum,
        gebeurtenis=[event(1, "3", "gesprek_ouders", day)],
        oudergesprek=[{"gebeurtenis_nr": 1}],
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (talked("2025-06-10", peildatum="2025-07-01"), "nog_open"),
        (talked("2025-09-08", peildatum="2025-09-29"), "niet_voldaan"),
    ],
)
def test_a_talk_is_judged_by_the_line_in_force_on_its_day(situation, expected):
    """Fifteen school days after each talk: within the old term of twenty, past the new of ten."""
    assert situation.verdict("S3-14", "voortgezet_onderwijs") == expected


def test_a_norm_that_a_code_adds_or_leaves_out_is_judged_or_not():
    ids = {name: {norm.id for norm in read_meldcode(name).norms} for name in meldcode_names()}
    assert "K-01" in ids["kinderopvang"] - ids["basisonderwijs"]
    assert "S1-12" in ids["basisonderwijs"] - ids["voortgezet_onderwijs"]


def test_a_code_speaks_in_its_own_words():
    texts = {
        name: " ".join(line[2] for line in norm_lines(name, "nl")) for name in meldcode_names()
    }
    assert "intern begeleider" in texts["basisonderwijs"]
    assert "aandachtsfunctionaris" in texts["kinderopvang"]
    assert "zorgcoördinator" in texts["voortgezet_onderwijs"]
    for name in ("kinderopvang", "voortgezet_onderwijs"):
        assert "intern begeleider" not in texts[name].lower()
        assert "leerkracht" not in texts[name].lower()
