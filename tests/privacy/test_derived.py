"""Percentages, medians and curves come from shown counts alone, and some do not come at all."""

import pytest

from pipeline.disclosure.derived import curve, median_class, percentages
from pipeline.disclosure.safe_table import SafeTable
from pipeline.errors import DisclosureError
from pipeline.schema.tables import Label


def counts(dimension: str, values: dict[str, int | None]) -> SafeTable:
    """Draw a table of one row of codes."""
    cells = tuple((code, value, value is None) for code, value in values.items())
    return SafeTable(
        "getekend",
        "vrijgave",
        "counts",
        Label("", ""),
        (dimension,),
        ("aantal", "is_verborgen"),
        {},
        cells,
    )


def shares(values: dict[str, int | None]) -> dict[str, int | None]:
    frame = percentages(counts("uitkomst", values), over="uitkomst")
    return {
        row.uitkomst: None
        if row.procent is None or row.procent != row.procent
        else int(row.procent)
        for row in frame.astype(object).where(frame.notna(), None).itertuples()
    }


def test_percentages_are_whole_from_twenty_and_in_steps_of_five_from_ten() -> None:
    assert shares({"5A": 14, "5B": 7, "totaal": 21}) == {"5A": 67, "5B": 33}
    assert shares({"5A": 7, "5B": 5, "totaal": 12}) == {"5A": 60, "5B": 40}
    assert shares({"5A": 5, "totaal": 9}) == {"5A": None}


def test_percentages_stay_within_five_and_ninety_five() -> None:
    assert shares({"5A": 99, "5B": 1, "totaal": 100}) == {"5A": 95, "5B": 5}


def test_a_hidden_count_has_no_percentage_and_gives_no_denominator() -> None:
    assert shares({"5A": 40, "5B": None, "totaal": 52}) == {"5A": 77, "5B": None}
    assert shares({"5A": 40, "5B": None}) == {"5A": None, "5B": None}
    assert shares({"5A": 40, "5B": None, "totaal": None}) == {"5A": None, "5B": None}


VERLOOP = {
    "d00_05": 10,
    "d06_10": 15,
    "d11_20": 20,
    "d21_40": 10,
    "d41": 5,
    "gestopt": 6,
    "nog_niet": 8,
}


def test_the_median_is_a_class_and_those_who_wait_count_as_long() -> None:
    # 74 cases: 37 had got there after 20 schooldagen (10 + 15 = 25, 45 with the class)
    assert median_class(counts("verloop", VERLOOP)) == "d11_20"


def test_there_is_no_median_class_when_half_did_not_get_there() -> None:
    assert median_class(counts("verloop", {"d00_05": 10, "d06_10": 6, "nog_niet": 30})) is None


def test_there_is_no_median_class_with_a_hidden_class_or_few_on_one_side() -> None:
    assert median_class(counts("verloop", {**VERLOOP, "d41": None})) is None
    assert median_class(counts("verloop", {"d00_05": 3, "d06_10": 20, "d11_20": 20})) is None


def test_a_curve_has_coarse_steps_and_no_numbers_at_risk() -> None:
    # 74 cases; not there after 5, 10, 20, 40 schooldagen: 64, 49, 29, 19 = 86, 66, 39, 26 percent
    frame = curve(counts("verloop", VERLOOP))
    assert frame is not None
    assert dict(zip(frame["t"], frame["aandeel"], strict=True)) == {
        0: 100,
        5: 85,
        10: 65,
        20: 40,
        40: 25,
    }


@pytest.mark.parametrize(
    "change", [{"d21_40": None}, {"d21_40": 4}, {"nog_niet": 0, "d11_20": 5, "gestopt": 0}]
)
def test_there_is_no_curve_with_a_hidden_class_a_small_step_or_a_small_group(
    change: dict[str, int | None],
) -> None:
    assert curve(counts("verloop", {**VERLOOP, **change})) is None


def test_a_table_without_that_dimension_is_refused() -> None:
    with pytest.raises(DisclosureError, match="along uitkomst"):
        percentages(counts("verloop", VERLOOP), over="uitkomst")
