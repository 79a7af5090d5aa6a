"""What a school does not deliver is not missed: indicators counted by hand, a column at a time.

On 2 February 2026; each school has case a, and S2 and S3 a case b that shows what they record.
"""

import pytest

from tests.spec.drawn_marts import at_schools, build

# Expected of an indicator: counts, does not count, open, not recorded.
COUNTS, MISSED, NOT_RECORDED = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1)
SCHOOLS = ("S1", "S2", "S3")
COLUMNS = {
    "I-13b": ("oudergesprek", "verslag_datum"),
    "I-15a": ("melding", "ouders_vooraf_datum"),
    "I-15b": ("melding", "leerling_besproken_datum"),
    "I-17a": ("hulp", "datum_besproken_ouders"),
    "I-17b": ("hulp", "datum_verwijzing"),
    "I-17c": ("hulp", "datum_aankomst_gecontroleerd"),
    "I-17d": ("hulp", "gewenste_termijn_datum"),
    "I-17e": ("hulp", "begeleidingsplan_datum"),
    "I-17f": ("evaluatie", "gepland_datum"),
    "I-20a": ("melding", "terugkoppeling_datum"),
}
ALIKE = {
    "besluit": ("zaak | datum | uitkomst", "a | 2025-09-08 | 5A"),
    "hulp": ("zaak | soort", "a | smw"),
    "evaluatie": ("zaak | soort", "a | hulp_effect"),
    "melding": ("zaak | datum | leerling_12plus", "a | 2025-09-15 | ja"),
}
TALKS = {school: f"gesprek {school}" for school in SCHOOLS}


def schools(absent=()):
    """Build the marts of schools that filled in no day and do not deliver these columns."""
    lacking = {
        table: tuple(column for other, column in absent if other == table) for table, _ in absent
    }
    cases = dict.fromkeys(SCHOOLS, ("a | 2025-09-01", "b | 2025-09-01"))
    recorded = {
        "S1": (),
        "S2": (
            "a | 5A | begeleidingsplan_afgesproken | 2025-09-10 | plan",
            "a | 5B | gesprek_voorgenomen_melding | 2025-09-12 | vooraf",
            "b | 5B | terugkoppeling_vt | 2025-09-15 | terug",
        ),
        "S3": ("b | 5B | nieuw_contact_vt | 2025-09-15 | contact",),
    }
    events = {
        school: (f"a | 3 | gesprek_ouders | 2025-09-03 | {TALKS[school]}", *others)
        for school, others in recorded.items()
    }
    return build(
        chosen=tuple(COLUMNS),
        absent=lacking,
        schools=dict.fromkeys(SCHOOLS, "2026-02-02"),
        zaak=at_schools("zaak | datum_signalering | school_id", cases),
        gebeurtenis=at_schools("zaak | stap | soort | datum | gebeurtenis", events),
        oudergesprek="\n".join(["gebeurtenis", *TALKS.values()]),
        **{
            table: at_schools(heading, dict.fromkeys(SCHOOLS, (row,)))
            for table, (heading, row) in ALIKE.items()
        },
    )


def parts(marts, indicator, school="S1"):
    columns = "teller, noemer - teller, aantal_open, aantal_onbekend"
    return marts.one(
        "mart_indicator", columns, id=indicator, school_id=school, schooljaar="2025-2026"
    )


@pytest.fixture(scope="module")
def complete():
    return schools()


@pytest.fixture(scope="module")
def without_days():
    return schools(absent=COLUMNS.values())


@pytest.mark.parametrize("indicator", COLUMNS)
def test_a_day_that_is_delivered_and_empty_is_missed(complete, indicator):
    assert parts(complete, indicator) == MISSED


@pytest.mark.parametrize("indicator", COLUMNS)
def test_a_day_that_a_school_does_not_deliver_is_not_missed(without_days, indicator):
    assert parts(without_days, indicator) == NOT_RECORDED


@pytest.mark.parametrize(
    ("indicator", "school", "expected"),
    [
        ("I-15a", "S2", COUNTS),
        ("I-17e", "S2", COUNTS),
        # Recorded as an event in another case: this one may be missed.
        ("I-20a", "S2", MISSED),
        ("I-20a", "S3", NOT_RECORDED),
        ("I-17e", "S3", NOT_RECORDED),
    ],
)
def test_what_is_on_record_as_an_event_is_known_without_that_day(
    without_days, indicator, school, expected
):
    assert parts(without_days, indicator, school) == expected
