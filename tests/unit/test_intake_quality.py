"""The frames of the spiegelrapport and the kwaliteitsrapport, of deliveries taken or refused."""

import pytest

from pipeline.errors import UsageError, WorkspaceError
from pipeline.intake import load_deliveries, quality_of, read_quality
from pipeline.schema.rules import rules
from pipeline.schema.tables import tables
from pipeline.warehouse import create_tables, open_cases, stored_columns
from pipeline.workspace import Workspace
from tests.deliveries import SCHOOL, token, write_delivery

ZAAK = """
zaak_id | datum_signalering | status | acuut    | eerdere_zaak | datum_status
@z1     | 2025-09-15        | lopend | ja       |              | 2025-09-16
@z2     | 2025-09-15        | lopend | onbekend |              |
@z3     | 2025-09-15        | lopend |          | ?            |
@z4     | 2025-09-15        | dicht  | nvt      |              |
"""
REFUSED = ZAAK + "@z5 | 2025-09-15 | lopend | 0612345678 | |\n"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A workspace in which a delivery is loaded and another refused, with the check of each."""
    folder = tmp_path_factory.mktemp("geladen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        workspace = Workspace(folder / "werkmap")
        taken = write_delivery(folder / "taken", zaak=ZAAK)
        refused = write_delivery(folder / "refused", zaak=REFUSED, school=token("S2"))
        yield workspace, *load_deliveries(workspace, [taken, refused])


def test_the_spiegel_tells_filled_unknown_empty_and_not_delivered_apart(loaded):
    _, taken, _ = loaded
    spiegel = quality_of(taken).spiegel
    zaak = spiegel[spiegel.tabel == "zaak"].set_index("kolom")
    counts = {
        name: tuple(zaak.loc[name, ["is_geleverd", "rijen", "gevuld", "onbekend", "leeg"]])
        for name in ("acuut", "eerdere_zaak", "datum_status", "status", "volgen_mdo")
    }
    assert counts == {
        "acuut": (True, 4, 2, 1, 1),
        "eerdere_zaak": (True, 4, 0, 1, 3),
        "datum_status": (True, 4, 1, 0, 3),
        "status": (True, 4, 4, 0, 0),  # a cell that cannot be read was filled
        "volgen_mdo": (False, 4, 0, 0, 4),
    }
    declared = {(t.name, name) for t in tables().values() for name in t.column_names}
    assert set(zip(spiegel.tabel, spiegel.kolom, strict=True)) == declared


def test_what_was_stored_reads_back_as_what_was_shown(loaded):
    workspace, taken, _ = loaded
    shown, stored = quality_of(taken), read_quality(workspace, SCHOOL)
    for name in ("spiegel", "regels", "bevindingen", "lezingen"):
        one, other = (getattr(q, name).fillna("").to_dict("records") for q in (shown, stored))
        assert one == other, name
    assert stored.wijzigingen.empty
    assert stored.peildatum.isoformat() == "2026-01-31"


def test_a_school_that_did_not_deliver_is_said(loaded):
    workspace, *_ = loaded
    with pytest.raises(UsageError, match="has not delivered"):
        read_quality(workspace, "S0")


def test_a_refused_delivery_has_a_report_too(loaded):
    *_, refused = loaded
    quality = quality_of(refused)
    first = quality.bevindingen.iloc[0]
    assert (first.regel, first.ernst, first.rijen) == ("telefoonnummer", "levering", "6")
    assert first.herstel_nl == rules()["telefoonnummer"].mend.nl
    assert "0612345678" not in quality.bevindingen.to_csv() + quality.regels.to_csv()


def test_each_rule_is_in_order_found_or_not_run_with_a_reason(loaded):
    _, taken, _ = loaded
    results = quality_of(taken).regels.set_index("regel")
    assert set(results.index) == set(rules())
    assert set(results.uitkomst) == {"in_orde", "bevinding", "niet_uitgevoerd"}
    has_reason = results.reden_nl != ""
    assert (has_reason == (results.uitkomst == "niet_uitgevoerd")).all()
    assert ((results.aantal > 0) == (results.uitkomst == "bevinding")).all()
    assert results.loc["code_onbekend", "aantal"] == 1


def test_an_empty_workspace_is_said(workspace):
    with pytest.raises(WorkspaceError, match="nothing is loaded"):
        read_quality(workspace, SCHOOL)


def test_tables_can_be_made_twice_and_have_numbers_for_tokens(workspace):
    workspace.create()
    from pipeline.key import ensure_key

    ensure_key()
    with open_cases(workspace) as connection:
        create_tables(connection)
        create_tables(connection)
        columns = {
            name: [
                row[0]
                for row in connection.execute(
                    "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
                    " ORDER BY column_index",
                    [f"stg_{name}"],
                ).fetchall()
            ]
            for name in tables()
        }
        days = connection.execute("SELECT count(*), count(DISTINCT datum) FROM ref_kalender")
        total, distinct = days.fetchall()[0]
    assert columns["zaak"][:3] == ["zaak_nr", "zaak_id", "school_id"]
    assert columns["besluit"][:2] == ["besluit_nr", "zaak_nr"]
    assert columns["besluit"][-1] == "herziet_besluit_nr"
    assert columns["mdo"][0] == "gebeurtenis_nr"
    assert all(
        list(stored_columns(t)) == columns[n] for n, t in tables().items() if n != "levering"
    )
    assert total == 3 * distinct
