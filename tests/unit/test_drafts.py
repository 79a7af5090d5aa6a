"""The counts of a table before anything is hidden: periods, units, margins, rungs of the ladder."""

from dataclasses import replace

import duckdb
import pandas as pd
import pytest

from pipeline.disclosure.drafts import (
    Rung,
    Scope,
    code_members,
    count_atoms,
    ladder,
    make_draft,
    window,
)
from pipeline.errors import BuildError
from pipeline.schema.releases import (
    TOTAL,
    Catalogue,
    Dimension,
    Population,
    ReleaseTable,
    catalogue,
)
from tests.privacy.drawn import NO_LABEL

FINE = {"fijn": {"5A": ("5A",), "5B": ("5B",), "geen": ("geen",)}}
LEVELS = {**FINE, "grof": {"besluit": ("5A", "5B"), "geen": ("geen",)}}
YEARS = ("2021-2022", "2022-2023", "2023-2024", "2024-2025")


def known() -> Catalogue:
    axes = {"periode": "periode", "school_id": "eenheid", "uitkomst": "detail", "norm_id": "open"}
    dimensions = {
        name: Dimension(name, NO_LABEL, axis, {}, LEVELS if axis == "detail" else {})
        for name, axis in axes.items()
    }
    return replace(catalogue(), dimensions=dimensions)


def table(totals: tuple[str, ...] = (), windows: int = 1, **levels: str) -> ReleaseTable:
    return ReleaseTable(
        "t", "vrijgave", "counts", NO_LABEL, "geteld", levels, windows=windows, totals=totals
    )


def atoms(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["school_id", "periode", "uitkomst", "aantal"])


def members(scope: Scope, totals: tuple[str, ...] = (), windows: int = 1, **levels: str):
    drawn = table(totals, windows, **levels)
    found = code_members(drawn, Rung(levels, 0), scope, known(), atoms())
    return {name: dict(codes) for name, codes in found.items()}


# periods


@pytest.mark.parametrize(
    ("length", "years"),
    [(1, ("2024-2025",)), (3, ("2022-2023", "2023-2024", "2024-2025"))],
)
def test_a_window_ends_with_its_last_school_year(length, years):
    assert window(2024, length) == years


def test_a_window_without_any_year_of_data_is_not_published():
    """Four years of data in windows of three: 2022-2025 and 2019-2022; nothing is before that."""
    scope = Scope(("S1",), {}, YEARS)
    found = members(scope, windows=3, periode="drie_jaar")["periode"]
    assert list(found) == ["2019-2022", "2022-2025"]
    assert found["2019-2022"] == {"2021-2022"}
    assert found["2022-2025"] == {"2022-2023", "2023-2024", "2024-2025"}


def test_single_years_are_published_oldest_first():
    scope = Scope(("S1",), {}, YEARS)
    assert list(members(scope, windows=2, periode="jaar")["periode"]) == ["2023-2024", "2024-2025"]
    assert members(Scope(("S1",), {}, ()), windows=2, periode="jaar")["periode"] == {}


# schools


MERGED = Scope(
    ("S1", "S2", "S3"), {"S1": "west", "S2": "oost", "S3": "west"}, YEARS, {"S1": ("S0",)}
)


def test_a_school_stands_for_itself_and_for_the_schools_that_merged_into_it():
    assert MERGED.units == {"S1": ("S1", "S0"), "oost": ("S2",), "west": ("S1", "S0", "S3")}
    assert Scope(("S1", "S2"), {}, YEARS).units == {}


def test_every_level_of_schools_covers_them_all():
    schools = members(MERGED, ("school_id",), school_id="school")["school_id"]
    assert schools == {
        "S1": {"S1", "S0"}, "S2": {"S2"}, "S3": {"S3"}, TOTAL: {"S0", "S1", "S2", "S3"}
    }  # fmt: skip
    assert list(members(MERGED, school_id="cluster")["school_id"]) == ["oost", "west"]
    assert members(MERGED, school_id="bestuur") == {"school_id": {TOTAL: {"S0", "S1", "S2", "S3"}}}


def test_a_margin_over_one_code_would_be_that_code_again():
    one = Scope(("S1",), {}, YEARS)
    assert members(one, ("school_id",), school_id="school") == {"school_id": {"S1": {"S1"}}}
    assert TOTAL not in members(MERGED, school_id="school")["school_id"]


def test_codes_that_come_with_the_data_stand_in_their_own_order():
    counted = pd.DataFrame({"norm_id": ["S2", "S1", "S2"], "aantal": [1, 2, 3]})
    drawn = table(norm_id="alles")
    found = code_members(drawn, Rung({"norm_id": "alles"}, 0), MERGED, known(), counted)
    assert found == {"norm_id": {"S1": {"S1"}, "S2": {"S2"}}}
    assert list(found["norm_id"]) == ["S1", "S2"]


# counts


COUNTED = atoms(
    ("S0", "2024-2025", "5A", 2), ("S1", "2024-2025", "5A", 3), ("S2", "2024-2025", "5A", 4),
    ("S2", "2024-2025", "5B", 9), ("S3", "2023-2024", "5A", 70),
)  # fmt: skip


def test_each_cell_is_counted_with_how_much_of_it_is_of_one_school():
    levels = {"school_id": "school", "periode": "jaar", "uitkomst": "grof"}
    drawn = table(("school_id", "uitkomst"), **levels)
    draft = make_draft(drawn, Rung(levels, 0), MERGED, known(), COUNTED)
    found = {cell.codes: (cell.value, cell.largest, cell.schools) for cell in draft.cells}
    assert len(found) == 4 * 1 * 3
    year = "2024-2025"
    assert found["S1", year, "besluit"] == (5, 3, 1)
    assert found["S2", year, "besluit"] == (13, 13, 1)
    assert found["S3", year, "besluit"] == (0, 0, 1)
    assert found[TOTAL, year, "besluit"] == (18, 13, 3)
    assert found[TOTAL, year, TOTAL] == (18, 13, 3)
    assert found[TOTAL, year, "geen"] == (0, 0, 3)
    assert draft.position("uitkomst") == 2
    assert ("t", ("S1", year, "besluit")) in draft.places
    fewer = draft.without(frozenset({("S1", year, "besluit")}))
    assert len(fewer.cells) == 11 and fewer.places < draft.places


def test_a_table_without_schools_is_about_all_that_delivered():
    drawn = table(uitkomst="fijn")
    draft = make_draft(drawn, Rung({"uitkomst": "fijn"}, 0), MERGED, known(), COUNTED)
    assert [(c.codes, c.value, c.schools) for c in draft.cells] == [
        (("5A",), 79, 3), (("5B",), 9, 3), (("geen",), 0, 3)
    ]  # fmt: skip


def test_nothing_counted_makes_a_table_of_zeros():
    drawn = table(uitkomst="fijn")
    draft = make_draft(drawn, Rung({"uitkomst": "fijn"}, 0), MERGED, known(), atoms())
    assert [cell.value for cell in draft.cells] == [0, 0, 0]


def test_atoms_are_counted_where_the_population_says():
    population = Population(
        "geteld", NO_LABEL, "zaken", "telt", "count(*)", True, {"school_id": "school"}, ()
    )
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "CREATE TABLE zaken AS SELECT * FROM (VALUES ('S2', true), ('S1', true), ('S2', true),"
            " ('S2', false)) t(school, telt)"
        )
        found = count_atoms(connection, population)
        everyone = count_atoms(connection, replace(population, where=None))
        with pytest.raises(BuildError, match="is not built"):
            count_atoms(connection, replace(population, source="elders"))
    assert found.to_dict("list") == {"school_id": ["S1", "S2"], "aantal": [1, 2]}
    assert everyone["aantal"].tolist() == [1, 3]


# the ladder


@pytest.mark.parametrize(
    ("has_clusters", "steps"),
    [
        (True, ["school jaar fijn", "school drie_jaar fijn", "school vijf_jaar fijn",
                "school vijf_jaar grof", "cluster vijf_jaar grof", "bestuur vijf_jaar grof"]),
        (False, ["school jaar fijn", "school drie_jaar fijn", "school vijf_jaar fijn",
                 "school vijf_jaar grof", "bestuur vijf_jaar grof"]),
    ],
)  # fmt: skip
def test_a_table_goes_down_by_period_then_detail_then_schools(has_clusters, steps):
    """The order of `ladder` in data_schema/releases/tiers/vrijgave.yml."""
    drawn = table(school_id="school", periode="jaar", uitkomst="fijn")
    rungs = ladder(drawn, known(), has_clusters)
    assert [" ".join(rung.levels.values()) for rung in rungs] == steps
    assert [rung.merged for rung in rungs] == list(range(len(steps)))


def test_a_table_enters_the_ladder_at_the_level_that_it_declares():
    rungs = ladder(table(periode="drie_jaar"), known(), has_clusters=False)
    assert [rung.levels["periode"] for rung in rungs] == ["drie_jaar", "vijf_jaar"]
