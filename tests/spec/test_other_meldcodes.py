"""A second and a third meldcode: the same cases, judged differently, without a line of code."""

from datetime import date

import pytest

from pipeline.norms import norm_lines
from pipeline.schema.meldcode import meldcode_names, read_meldcode
from tests.support.stg import judge_norms, verdicts

DAY = date(2025, 10, 1)


def case(**zaak):
    return {"zaak_nr": 1, "datum_signalering": "2025-09-01", **zaak}


def event(number: int, stap: str, soort: str, day: str, **row):
    keys = {"gebeurtenis_nr": number, "zaak_nr": 1, "ronde": 1}
    return {**keys, "stap": stap, "soort": soort, "datum": day, **row}


def verdict(rows, norm_id: str, meldcode: str, **options) -> str:
    connection = judge_norms(rows, norm_id, meldcode=meldcode, **options)
    (found,) = verdicts(connection, norm_id).values()
    return found


def test_three_meldcodes_are_declared():
    assert meldcode_names() == ("basisonderwijs", "kinderopvang", "voortgezet_onderwijs")


def test_a_case_without_doubt_needs_no_advice_where_the_code_says_when_needed():
    rows = {
        "zaak": [case()],
        "gebeurtenis": [event(1, "2", "groepsbespreking", "2025-09-10")],
        "weging": [{"zaak_nr": 1, "ronde": 1, "datum": DAY, "twijfel": "nee"}],
        "besluit": [{"besluit_nr": 1, "zaak_nr": 1, "datum": DAY, "uitkomst": "5A"}],
    }
    assert verdict(rows, "S2-03", "basisonderwijs") == "niet_voldaan"
    assert verdict(rows, "S2-03", "kinderopvang") == "niet_van_toepassing"


def test_a_consultation_after_nine_days_is_late_only_where_the_code_names_a_term():
    rows = {
        "zaak": [case()],
        "gebeurtenis": [event(1, "1", "overleg_ib", "2025-09-10")],
        "gebeurtenis_rol": [
            {"gebeurtenis_nr": 1, "rol": role, "betrokkenheid": "uitvoerder"}
            for role in ("leerkracht", "intern_begeleider")
        ],
    }
    assert verdict(rows, "S1-03", "basisonderwijs") == "voldaan"
    assert verdict(rows, "S1-03", "kinderopvang") == "niet_voldaan"


def test_a_question_after_unsafety_fits_one_afwegingskader_and_not_the_other():
    rows = {
        "zaak": [case()],
        "afweging": [
            {"zaak_nr": 1, "ronde": 1, "vraag": n, "antwoord": "ja", "datum": DAY}
            for n in (1, 2, 3)
        ],
        "besluit": [{"besluit_nr": 1, "zaak_nr": 1, "ronde": 1, "datum": DAY, "uitkomst": "5B"}],
    }
    assert verdict(rows, "S4-02", "basisonderwijs") == "voldaan"
    assert verdict(rows, "S4-02", "kinderopvang") == "niet_voldaan"


def test_a_pupil_of_unknown_age_is_twelve_or_older_only_at_a_secondary_school():
    rows = {
        "zaak": [case()],
        "melding": [{"melding_nr": 1, "zaak_nr": 1, "datum": DAY, "leerling_12plus": "onbekend"}],
    }
    assert verdict(rows, "B-05", "basisonderwijs") == "niet_geregistreerd"
    assert verdict(rows, "B-05", "voortgezet_onderwijs") == "niet_voldaan"


def test_informing_the_child_is_enough_at_one_school_and_a_talk_is_asked_at_another():
    rows = {
        "zaak": [case()],
        "gebeurtenis": [
            event(1, "3", "kind_ingelicht", "2025-09-20"),
            event(2, "3", "gesprek_ouders", "2025-09-22"),
        ],
    }
    assert verdict(rows, "S3-01", "basisonderwijs") == "voldaan"
    assert verdict(rows, "S3-01", "voortgezet_onderwijs") == "niet_voldaan"


@pytest.mark.parametrize(
    ("talk", "expected"), [("2025-06-10", "nog_open"), ("2025-09-08", "niet_voldaan")]
)
def test_a_talk_is_judged_by_the_line_in_force_on_its_day(talk, expected):
    """Fifteen school days after each talk: within the old term of twenty, past the new of ten."""
    peildatum = {"2025-06-10": "2025-07-01", "2025-09-08": "2025-09-29"}[talk]
    rows = {
        "zaak": [case(datum_signalering="2025-06-02")],
        "gebeurtenis": [event(1, "3", "gesprek_ouders", talk)],
        "oudergesprek": [{"gebeurtenis_nr": 1}],
    }
    assert verdict(rows, "S3-14", "voortgezet_onderwijs", peildatum=peildatum) == expected


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
