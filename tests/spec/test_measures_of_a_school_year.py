"""What a school states per school year: the measures, its days, and the last training.

Reference date Monday 2 March 2026, unless a row says otherwise.
"""

from datetime import date

import pytest

from tests.support.situations import Situations

SITUATIONS = Situations("2026-03-02")
YEAR, BEFORE, LONG_BEFORE = "2025-2026", "2024-2025", "2023-2024"
MEASURES = [
    *[f"O-D{number:02}" for number in range(1, 12)],
    *["O-I01", "O-I02", "O-I05", "O-I10", "O-L01"],
]
COLUMNS = {norm_id: f"status_{norm_id.lower().replace('-', '_')}" for norm_id in MEASURES}
STATES = "{" + ", ".join(f"'{norm_id}': {column}" for norm_id, column in COLUMNS.items()) + "}"


def stated(*measures, peildatum=None, **tables):
    """Draw what a school states: (norm, status, day, school year), the last two if wanted."""
    names = ("norm_id", "status", "datum", "schooljaar")
    rows = [{"schooljaar": YEAR, **dict(zip(names, measure, strict=False))} for measure in measures]
    return SITUATIONS.add({"organisatie_maatregel": rows, **tables}, peildatum=peildatum)


@pytest.mark.parametrize(
    ("norm_id", "status", "situation"),
    [
        (norm_id, status, stated((norm_id, status)))
        for norm_id in MEASURES
        for status in ("ja", "deels", "nee", "onbekend")
    ],
)
def test_a_statement_is_of_its_own_measure_and_of_no_other(norm_id, status, situation):
    nothing = dict.fromkeys(MEASURES, "onbekend")
    assert situation.column("school_jaar", STATES) == [nothing | {norm_id: status}]


def known_of(*years):
    return [{"schooljaar": year} for year in years]


@pytest.mark.parametrize(
    ("situation", "years"),
    [
        (stated(), []),
        (stated(("O-D01", "ja")), [YEAR]),
        (stated(school_jaar=known_of(BEFORE)), [BEFORE]),
        (stated(zaak=[{"zaak_nr": 1, "datum_signalering": "2024-07-31"}]), [LONG_BEFORE]),
        (stated(zaak=[{"zaak_nr": 1, "datum_signalering": "2024-08-01"}]), [BEFORE]),
        (stated(("O-D01", "ja"), school_jaar=known_of(YEAR)), [YEAR]),
        (stated(("O-D01", "ja"), ("O-D01", "nee", None, BEFORE)), [BEFORE, YEAR]),
    ],
)
def test_a_school_has_the_years_of_which_it_delivered_anything(situation, years):
    assert situation.column("school_jaar", "schooljaar") == years


TWO_YEARS = stated(("O-D01", "ja", None, BEFORE), ("O-D01", "nee", None, YEAR), ("O-D02", "deels"))


def test_a_statement_is_of_its_own_school_year():
    found = TWO_YEARS.column("school_jaar", "[status_o_d01, status_o_d02]")
    assert found == [["ja", "onbekend"], ["nee", "deels"]]


def as_of(peildatum):
    return stated(school_jaar=known_of(YEAR), peildatum=peildatum)


@pytest.mark.parametrize(
    ("situation", "judged", "year_before", "is_over"),
    [
        (as_of("2026-03-02"), date(2026, 3, 2), date(2025, 3, 2), False),
        (as_of("2026-07-31"), date(2026, 7, 31), date(2025, 7, 31), False),
        (as_of("2026-08-01"), date(2026, 7, 31), date(2025, 7, 31), True),
        (as_of("2027-03-02"), date(2026, 7, 31), date(2025, 7, 31), True),
    ],
)
def test_a_year_is_judged_on_its_last_day_or_on_the_peildatum(
    situation, judged, year_before, is_over
):
    assert situation.column("school_jaar", "datum") == [judged]
    assert situation.column("school_jaar", "twaalf_maanden_terug") == [year_before]
    assert situation.column("school_jaar", "is_schooljaar_voorbij") == [is_over]


def test_a_school_year_begins_on_the_first_of_august():
    situation = TWO_YEARS
    begins = [date(2024, 8, 1), date(2025, 8, 1)]
    assert situation.column("school_jaar", "begin_schooljaar") == begins
    assert situation.column("school_jaar", "begin_vorig_schooljaar") == [
        date(2023, 8, 1),
        *begins[:1],
    ]


EVALUATED, TRAINED = "O-D07", "O-D03"
OCTOBER = date(2025, 10, 1)


@pytest.mark.parametrize(
    ("situation", "day"),
    [
        (stated((EVALUATED, "ja", OCTOBER)), OCTOBER),
        (stated((EVALUATED, "ja")), None),
        (stated((TRAINED, "ja", OCTOBER)), None),
        (stated(("O-D01", "ja", OCTOBER)), None),
    ],
)
def test_the_code_was_evaluated_on_the_day_of_that_measure(situation, day):
    assert situation.column("school_jaar", "datum_evaluatie") == [day]


def trained(status, day, before=None, day_before=None):
    """Draw what a school states on training, of this year and of the year before."""
    earlier = [(TRAINED, before, day_before, BEFORE)] if before else []
    return stated((TRAINED, status, day), *earlier)


A_YEAR_AGO, LONGER_AGO = date(2025, 3, 2), date(2025, 3, 1)
LONG_TRAINED = (TRAINED, "ja", LONGER_AGO, BEFORE)
TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("situation", "day"),
    [
        (trained("ja", None), None),
        (trained("ja", OCTOBER), OCTOBER),
        (trained("deels", OCTOBER), OCTOBER),
        (trained("nee", OCTOBER), None),
        (trained("onbekend", OCTOBER), None),
        (trained(None, OCTOBER), None),
        (trained("ja", TODAY), TODAY),
        (trained("ja", TOMORROW), None),  # not yet
        (trained("ja", LONGER_AGO), LONGER_AGO),
        (stated(("O-D01", "ja", OCTOBER)), None),
        # With a training of the year before: the last one counts.
        (trained("ja", OCTOBER, "ja", LONGER_AGO), OCTOBER),
        (trained("ja", LONGER_AGO, "ja", A_YEAR_AGO), A_YEAR_AGO),
        (trained("nee", None, "ja", LONGER_AGO), LONGER_AGO),
        (trained("deels", None, "ja", LONGER_AGO), LONGER_AGO),
        (trained("nee", None, "nee", LONGER_AGO), None),
        # Trained this year, on which day before now is not known: one of longer ago does not tell.
        (trained("ja", None, "ja", LONGER_AGO), None),
        (trained("ja", TOMORROW, "ja", LONGER_AGO), None),
        (stated((TRAINED, "ja"), ("O-D01", "ja", OCTOBER), LONG_TRAINED), None),
        (trained("ja", None, "ja", A_YEAR_AGO), A_YEAR_AGO),
        (trained("ja", TODAY, "ja", LONGER_AGO), TODAY),
    ],
)
def test_the_last_training_up_to_the_day_of_judgement(situation, day):
    assert situation.column("school_jaar", "datum_training")[-1] == day


TRAINED_LATER = trained("ja", date(2025, 8, 1), "ja", date(2025, 7, 31))


def test_a_training_of_a_later_year_is_not_one_of_the_year_before():
    later = TRAINED_LATER.column("school_jaar", "datum_training")
    assert later == [date(2025, 7, 31), date(2025, 8, 1)]
