"""What the bestuur reads about schools that did not deliver and years that are no longer whole."""

from dataclasses import replace

import duckdb
import pytest

from pipeline.disclosure.classes import make_classes
from pipeline.disclosure.drafts import Scope, count_atoms, ladder
from pipeline.disclosure.safe_table import Edition, Publication, SafeTable, content_hash
from pipeline.language import Language
from pipeline.present.bestuur import bestuur_opening, conditions_part, deliveries_part, tasks_part
from pipeline.present.funnel import funnel_part, shown_schools
from pipeline.present.shares import shares
from pipeline.present.source import Source
from pipeline.schema.releases import catalogue
from pipeline.schema.tables import Label
from pipeline.schools import Schools
from tests.notebooks.published import PEILDATUM, SCHOOLS, released_tables

YEAR = "2024-2025"


def register(name, columns, *rows):
    return SafeTable(name, "vrijgave", "register", Label(name, name), (), columns, {}, rows)


def overview(*, expected=SCHOOLS, purged=(), **more):
    tables = {**released_tables(), **more}
    tables["geschoond"] = register("geschoond", ("schooljaar",), *((year,) for year in purged))
    edition = Edition(
        "u1", "vrijgave", "b", None, PEILDATUM, "basisonderwijs", PEILDATUM, content_hash(tables)
    )
    publication = Publication(edition, tables, {})
    return Source(publication, Language("nl"), YEAR, schools=Schools(dict(expected)))


def test_the_bestuur_reads_the_name_of_each_school_that_did_not_deliver():
    source = overview()
    page = deliveries_part(source).html
    assert "Nog niet geleverd: <strong>Het Kompas</strong>" in page
    assert "niet geleverd" in page and "De Vlieger" in page
    assert "van 2 scholen hebben geleverd" in bestuur_opening(source).plain


def test_a_missing_school_has_no_number_anywhere():
    plain = deliveries_part(overview()).plain
    (line,) = [line for line in plain.splitlines() if "Het Kompas" in line and "Nog" not in line]
    assert "0" not in line


def test_everyone_delivered_is_said_only_when_it_is_known_who_was_expected():
    everyone = overview(expected={"school_01": "De Vlieger"})
    assert "Alle 1 scholen hebben geleverd" in deliveries_part(everyone).plain
    nobody_said = deliveries_part(overview(expected={})).plain
    assert "scholen.csv" in nobody_said and "Alle" not in nobody_said


def test_every_school_that_delivered_stands_in_the_row_of_a_precondition():
    # Six schools: one yes, two no, one unknown, two left it empty.
    counts = [("ja", 1), ("nee", 2), ("onbekend", 1), (None, 2)]
    rows = [(YEAR, "O-D01", status, count) for status, count in counts]
    columns = ("schooljaar", "norm_id", "status", "aantal_scholen")
    page = conditions_part(overview(organisatie=register("organisatie", columns, *rows))).html
    heads = [head.split(">")[1].split("<")[0] for head in page.split('<th scope="col"')[2:]]
    cells = [cell.split(">")[1].split("<")[0] for cell in page.split("<td")[1:]]
    assert dict(zip(heads, cells, strict=True)) == {
        "Ja": "1",
        "Deels": "0",
        "Nee": "2",
        "Onbekend": "1",
        "Niet ingevuld": "2",
    }


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        (("2023-2024", "2024-2025", "2025-2026"), "2024-2025"),
        (("2025-2026",), "2025-2026 (loopt nog)"),
    ],
)
def test_preconditions_are_of_the_last_year_that_is_over(years, shown):
    # The peildatum is 31 January 2026: 2025-2026 still runs.
    columns = ("schooljaar", "norm_id", "status", "aantal_scholen")
    rows = [(year, "O-D01", "nee", int(year[3])) for year in years]
    source = overview(organisatie=register("organisatie", columns, *rows))
    page = conditions_part(source).html.replace("\N{NO-BREAK SPACE}", " ")
    assert f"Voorwaarden in {shown}: aantal scholen" in page
    assert f"Bij **{shown[3]} scholen**" in tasks_part(source).plain


def test_the_page_names_the_school_years_that_are_no_longer_whole():
    assert "Van 2021-2022 en 2022-2023 zijn zaken verwijderd" in (
        bestuur_opening(overview(purged=("2022-2023", "2021-2022"))).plain
    )
    assert "verwijderd" not in bestuur_opening(overview()).plain


@pytest.mark.parametrize(
    ("purged", "drawn"), [((), True), (("2021-2022",), True), (("2023-2024",), False)]
)
def test_schools_stand_beside_each_other_only_over_whole_years(purged, drawn):
    cells = [
        (f"school_{n:02d}", "2022-2025", outcome, count, False)
        for n in range(1, 8)
        for outcome, count in (("met_5B", 10 + n), ("totaal", 30))
    ]
    table = replace(
        released_tables()["zaken_per_jaar"],
        name="zaken_per_school",
        dimensions=("school_id", "periode", "uitkomst"),
        cells=tuple(cells),
    )
    source = overview(purged=purged, zaken_per_school=table)
    page = funnel_part(source, shown_schools(source))
    assert ("<svg" in page.html) is drawn
    assert ("verwijderd" in page.plain) is not drawn


def test_shares_of_a_school_leave_out_the_years_of_which_cases_were_deleted():
    columns = ("indicator", "schooljaar", "is_afgelopen", "is_geschoond", "teller", "noemer")
    columns += ("aantal_open", "aantal_onbekend")
    rows = [
        ("veilig_thuis_geraadpleegd", "2022-2023", True, True, 5, 5, 0, 0),
        ("veilig_thuis_geraadpleegd", YEAR, True, False, 3, 8, 1, 2),
    ]
    found = shares(
        overview(indicator=register("indicator", columns, *rows)), ("veilig_thuis_geraadpleegd",)
    )
    assert found[["ja", "noemer"]].to_numpy().tolist() == [[3, 8]]


def test_a_period_with_a_year_that_is_not_whole_has_no_class():
    import pandas as pd

    known = catalogue()
    table = known.table("normen")
    atoms = pd.DataFrame(
        [
            {"school_id": s, "periode": "2024-2025", "norm_id": "S2-03", "verdict": v, "aantal": 30}
            for s in ("S1", "S2", "S3")
            for v in ("voldaan", "niet_voldaan")
        ]
    )
    scope = Scope(("S1", "S2", "S3"), {}, ("2022-2023", "2023-2024", "2024-2025"))
    rung = ladder(table, known, has_clusters=False)[0]
    whole = make_classes(table, rung, scope, known, atoms)
    assert [row[:3] for row in whole.cells] == [("2022-2025", "S2-03", "p50_75")]
    assert not make_classes(table, rung, scope, known, atoms, frozenset({"2022-2023"})).cells


def test_a_year_that_still_runs_has_no_part_in_how_often_norms_were_met():
    # Met 90 of 120 times in years that are over (75%), never of 300 in the one that runs.
    known = catalogue()
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE mart_stroom AS SELECT * FROM (VALUES"
        " ('S1', '2024-2025', true), ('S2', '2024-2025', true), ('S3', '2024-2025', true),"
        " ('S1', '2025-2026', false), ('S2', '2025-2026', false), ('S3', '2025-2026', false)"
        ") AS t (school_id, schooljaar, is_afgelopen)"
    )
    connection.execute(
        "CREATE TABLE mart_norm_telling AS SELECT 'S2-03' AS norm_id, v AS verdict, school_id,"
        " schooljaar, n AS aantal FROM mart_stroom, (VALUES"
        " ('voldaan', true, 30), ('niet_voldaan', true, 10), ('niet_voldaan', false, 100)"
        ") AS t (v, over, n) WHERE over = is_afgelopen"
    )
    atoms = count_atoms(connection, known.populations["normen"])
    scope = Scope(("S1", "S2", "S3"), {}, ("2024-2025", "2025-2026"))
    table = known.table("normen")
    made = make_classes(table, ladder(table, known, has_clusters=False)[0], scope, known, atoms)
    assert [row[:3] for row in made.cells] == [("2022-2025", "S2-03", "p75_100")]
