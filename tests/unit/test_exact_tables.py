"""What is read from the case database as it is: scope, exact tables of one school, registers."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from pipeline.disclosure.exact import read_base, read_exact, read_register
from pipeline.errors import BuildError, DeclarationError, DisclosureError
from pipeline.schema.releases import ReleaseTable
from tests.privacy.drawn import NO_LABEL


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as made:
        made.execute("""
            CREATE TABLE stg_levering AS SELECT * FROM (VALUES
                ('S2', 'b', DATE '2025-08-31'), ('S1', 'b', DATE '2025-07-01')
            ) t(school_id, bestuur_id, peildatum);
            CREATE TABLE mart_zaak AS SELECT * FROM (VALUES
                ('2024-2025', true), ('2023-2024', true), ('2024-2025', true),
                ('2020-2021', false), (NULL, true)
            ) t(schooljaar, in_noemer);
            CREATE TABLE mart_geteld AS SELECT * FROM (VALUES
                (2.0::DECIMAL(9, 1), 'S1', 'x'), (1.5, 'S1', 'w'), (NULL, 'S2', 'x'),
                (9, 'alle', 'x')
            ) t(waarde, school_id, soort);
            CREATE TABLE mart_geval AS SELECT 1 AS zaak_nr, 'S1' AS school_id;
        """)
        yield made


def base(connection, clusters=(), mergers=()):
    return read_base(connection, dict(clusters), dict(mergers))


def test_the_scope_is_the_schools_that_delivered_and_the_years_with_cases(connection):
    found = base(connection)
    assert (found.bestuur_id, found.peildatum) == ("b", date(2025, 8, 31))
    assert found.scope.schools == ("S1", "S2")
    assert found.scope.years == ("2023-2024", "2024-2025")
    assert dict(found.scope.merged) == {}


def test_of_the_mergers_those_of_delivering_schools_count(connection):
    found = base(connection, mergers={"S1": ("S0",), "S8": ("S7",)})
    assert found.scope.merged == {"S1": ("S0",)}


def test_a_workspace_holds_one_bestuur(connection):
    connection.execute("UPDATE stg_levering SET bestuur_id = 'c' WHERE school_id = 'S2'")
    with pytest.raises(DisclosureError, match="2 besturen"):
        base(connection)
    connection.execute("DELETE FROM stg_levering")
    with pytest.raises(DisclosureError, match="0 besturen"):
        base(connection)


def test_clusters_name_every_school_and_a_merged_school_delivers_no_more(connection):
    assert base(connection, {"S1": "west", "S2": "oost"}).scope.clusters["S2"] == "oost"
    with pytest.raises(DisclosureError, match="leaves out 1 schools"):
        base(connection, {"S1": "west"})
    with pytest.raises(DisclosureError, match="1 schools no longer exist"):
        base(connection, mergers={"S1": ("S2", "S0")})


def test_marts_that_are_not_built_are_named(connection):
    connection.execute("DROP TABLE mart_zaak")
    with pytest.raises(BuildError, match="mart_zaak is not built"):
        base(connection)


def exact_table(source="mart_geteld", columns=("waarde", "school_id", "soort")):
    return ReleaseTable(
        "geteld", "vertrouwelijk", "aggregate", NO_LABEL, source=source, columns=columns
    )


def test_each_school_gets_its_own_rows_and_no_other(connection):
    connection.execute("INSERT INTO stg_levering VALUES ('S3', 'b', DATE '2025-08-31')")
    found = read_exact(connection, [exact_table()])
    assert set(found) == {"S1", "S2", "S3"}
    tables = {school: tables["geteld"] for school, tables in found.items()}
    assert tables["S1"].columns == ("school_id", "waarde", "soort")
    assert tables["S1"].dimensions == ("school_id",)
    assert tables["S1"].cells == (("S1", 1.5, "w"), ("S1", 2, "x"))
    assert [type(row[1]) for row in tables["S1"].cells] == [float, int]
    assert tables["S2"].cells == (("S2", None, "x"),)
    assert tables["S3"].cells == ()


def test_a_mart_with_rows_of_cases_never_leaves(connection):
    with pytest.raises(DeclarationError, match="mart_geval holds rows of cases"):
        read_exact(connection, [exact_table("mart_geval", ("school_id",))])


@pytest.mark.parametrize(
    ("source", "columns"),
    [("mart_elders", ("school_id",)), ("mart_geteld", ("school_id", "elders"))],
)
def test_a_mart_or_column_that_is_not_there_is_named(connection, source, columns):
    with pytest.raises(BuildError, match=f"{source} is not built or lacks a column"):
        read_exact(connection, [exact_table(source, columns)])


def test_a_register_stands_in_the_order_of_its_columns(connection):
    select = "SELECT school_id, bestuur_id, peildatum FROM stg_levering"
    register = ReleaseTable(
        "levering", "vrijgave", "register", NO_LABEL,
        columns=("peildatum", "school_id"), select=select,
    )  # fmt: skip
    found = read_register(connection, register)
    assert found.columns == ("school_id", "peildatum")
    assert found.cells == (("S1", date(2025, 7, 1)), ("S2", date(2025, 8, 31)))
