"""After a purge of a whole made-up bestuur: nothing of the cases is left, and the work goes on."""

from datetime import date

import pytest

from pipeline.disclosure.gate import release
from pipeline.disclosure.safe_table import open_publication
from pipeline.intake import load_deliveries
from pipeline.marts import build
from pipeline.retention import purge_workspace
from pipeline.sample import make_sample
from pipeline.status import workspace_status
from pipeline.warehouse import SURROGATES, open_cases
from pipeline.workspace import Workspace

pytestmark = pytest.mark.slow
TODAY = date(2026, 8, 1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bestuur")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        make_sample(folder / "leveringen", schools=4, years=5, seed=3, peildatum=date(2026, 1, 31))
        made = Workspace(folder / "werkmap")
        deliveries = [p for p in (folder / "leveringen").iterdir() if p.name != "truth"]
        load_deliveries(made, sorted(deliveries))
        build(made)
        yield made


def query(workspace, text):
    with open_cases(workspace, read_only=True) as connection:
        return connection.execute(text).fetchall()


def numbers(workspace, column):
    """Every number in any table of the case database under a column name, as a set."""
    with open_cases(workspace, read_only=True) as connection:
        tables = connection.execute(
            "SELECT table_name FROM duckdb_columns() WHERE column_name = ?", [column]
        ).fetchall()
        found = [
            connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
            for (table,) in tables
        ]
    return {number for rows in found for (number,) in rows if number is not None}


def test_nothing_of_the_cases_is_left_and_build_and_release_still_work(workspace):
    gone = {
        number
        for (number,) in query(
            workspace,
            "SELECT zaak_nr FROM stg_zaak WHERE status <> 'lopend' AND datum_status <= '2024-08-01'"
            " OR verwijderen_na < '2026-08-01'",
        )
    }
    kept = {n for (n,) in query(workspace, "SELECT zaak_nr FROM stg_zaak")} - gone
    assert gone and kept  # else this test shows nothing
    events = {n for (n,) in query(workspace, "SELECT gebeurtenis_nr FROM stg_gebeurtenis")}
    register = query(workspace, "SELECT * FROM stg_levering ORDER BY ALL")

    counts = purge_workspace(workspace, TODAY)

    assert counts["stg_zaak"] == counts["mart_zaak"] == len(gone)
    assert numbers(workspace, "zaak_nr") == kept
    left = {n for (n,) in query(workspace, "SELECT gebeurtenis_nr FROM stg_gebeurtenis")}
    assert len(events) - len(left) == counts["stg_gebeurtenis"]
    assert numbers(workspace, "gebeurtenis_nr") == left
    for name in set(SURROGATES.values()) - {"zaak_nr", "gebeurtenis_nr", "herziet_besluit_nr"}:
        table = {"notitie_nr": "dossiernotitie"}.get(name, name.removesuffix("_nr"))
        own = {n for (n,) in query(workspace, f"SELECT {name} FROM stg_{table}")}
        assert numbers(workspace, name) <= own, name
    assert query(workspace, "SELECT * FROM stg_levering ORDER BY ALL") == register

    build(workspace)
    release(workspace)

    assert numbers(workspace, "zaak_nr") == kept
    rows = query(workspace, "SELECT DISTINCT schooljaar FROM log_geschoond")
    touched = {year for (year,) in rows}
    told = open_publication(workspace.released).table("geschoond").frame()["schooljaar"]
    assert touched and set(told) == touched
    shares = "SELECT count(*) FROM mart_indicator WHERE is_geschoond AND aandeel IS NOT NULL"
    assert query(workspace, shares) == [(0,)]
    assert {row.status for row in workspace_status(workspace).deliveries} <= {
        "geleverd",
        "nul_zaken",
    }
