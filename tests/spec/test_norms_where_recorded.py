"""What is missed only at a school that records it in another case: norms on rows drawn by hand."""

import pytest

from tests.spec.drawn_case import CASES
from tests.spec.drawn_rows import CLOSED, DECIDED, case, decision, event


def events_elsewhere(*kinds):
    """Draw a case with two other events, at a school that records these kinds in another case."""
    return CASES.add(
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
    return CASES.add(rows)


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
