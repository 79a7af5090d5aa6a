"""How a cell is read: dates, ja and nee, codes, numbers. What was written is on the left."""

import pytest

from pipeline.intake import load_deliveries
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.deliveries import GEBEURTENIS, check_all, found, places, token, write_delivery


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


def stored(workspace, folder, column, table="zaak"):
    """Load a delivery and return what one column then holds, in the order of the rows."""
    load_deliveries(workspace, [folder])
    with open_cases(workspace, read_only=True) as connection:
        rows = connection.execute(f"SELECT {column} FROM stg_{table} ORDER BY rowid").fetchall()
    return [value for (value,) in rows]


def zaken(column: str, cells: list[str]) -> str:
    """Draw a table zaak with one row per cell."""
    names = ["zaak_id", "datum_signalering", "status"]
    rows = [[f"@z{n}", "15-09-2025", "lopend"] for n in range(len(cells))]
    if column in names:
        place = names.index(column)
        rows = [
            [*row[:place], cell, *row[place + 1 :]] for row, cell in zip(rows, cells, strict=True)
        ]
    else:
        names, rows = (
            [*names, column],
            [[*row, cell] for row, cell in zip(rows, cells, strict=True)],
        )
    return "\n".join(" | ".join(row) for row in [names, *rows])


NO_EVENTS = GEBEURTENIS.strip().partition("\n")[0]


def test_a_day_may_be_written_in_six_ways(workspace, tmp_path):
    cells = ["07-09-2025", "7-9-2025", "07.09.2025", "2025-09-07", "20250907", "45907", "45907,0"]
    folder = write_delivery(
        tmp_path / "s", zaak=zaken("datum_signalering", cells), gebeurtenis=NO_EVENTS
    )
    days = stored(workspace, folder, "datum_signalering::VARCHAR")
    assert days == ["2025-09-07"] * 7


def test_a_day_with_an_empty_clock_is_that_day(workspace, tmp_path):
    cells = ["2025-09-07 00:00:00", "2025-09-07T00:00:00", "07-09-2025 0:00"]
    folder = write_delivery(
        tmp_path / "s", zaak=zaken("datum_signalering", cells), gebeurtenis=NO_EVENTS
    )
    assert stored(workspace, folder, "datum_signalering::VARCHAR") == ["2025-09-07"] * 3


def test_yes_and_no_may_be_written_as_people_write_them(workspace, tmp_path):
    spellings = {
        "ja": ["ja", "JA", " Ja ", "j", "x", "1", "1,0", "waar", "TRUE"],
        "nee": ["nee", "N", "0", "onwaar", "Nee."],
        "nvt": ["nvt", "n.v.t.", "N.V.T.", "niet van toepassing"],
        "onbekend": ["onbekend", "?", "-", ""],
    }
    cells = [cell for texts in spellings.values() for cell in texts]
    folder = write_delivery(tmp_path / "s", zaak=zaken("acuut", cells), gebeurtenis=NO_EVENTS)
    meant = [code for code, texts in spellings.items() for _ in texts]
    assert stored(workspace, folder, "acuut") == meant


def test_an_empty_cell_is_unknown_and_a_column_that_is_not_there_is_nothing(workspace, tmp_path):
    folder = write_delivery(tmp_path / "s", zaak=zaken("acuut", ["", "ja"]), gebeurtenis=NO_EVENTS)
    assert stored(workspace, folder, "acuut") == ["onbekend", "ja"]
    with open_cases(workspace, read_only=True) as connection:
        rows = connection.execute("SELECT eerdere_zaak, datum_dossier FROM stg_zaak").fetchall()
    assert rows == [(None, None), (None, None)]


def test_a_code_may_be_written_as_its_dutch_label_or_as_the_number_excel_makes_of_it(
    workspace, tmp_path
):
    events = """
    gebeurtenis_id | zaak_id | stap                             | soort                | datum
    @g1            | @z1     | 1                                | observatie           | 16-09-2025
    @g2            | @z1     | 3.0                              | Gesprek met ouders   | 17-09-2025
    @g3            | @z1     | stap 1: signalen in kaart        | DIRECTIE_GEINFORMEERD | 18-09-2025
    @g4            | @z1     | 5a                               | leerling gevolgd     | 19-09-2025
    @g5            | @z1     | Stap 1: signalen in kaart        | directie geïnformeerd | 20-09-2025
    """
    folder = write_delivery(tmp_path / "s", gebeurtenis=events)
    assert stored(workspace, folder, "stap || ' ' || soort", "gebeurtenis") == [
        "1 observatie",
        "3 gesprek_ouders",
        "1 directie_geinformeerd",
        "5A leerling_gevolgd",
        "1 directie_geinformeerd",
    ]


def test_what_is_no_date_is_refused_with_the_reason(tmp_path):
    wrong = {
        "07-09-25": "datum_jaartal_kort",
        "31-02-2025": "datum_bestaat_niet",
        "03-28-2025": "datum_bestaat_niet",
        "20251345": "datum_bestaat_niet",
        "september": "datum_onleesbaar",
        "07-09-2025 13:45": "datum_onleesbaar",
        "99999": "datum_onleesbaar",
        "": "verplicht_leeg",
    }
    cells = ["07-09-2025", *wrong]
    folder = write_delivery(
        tmp_path / "s", zaak=zaken("datum_signalering", cells), gebeurtenis=NO_EVENTS
    )
    result = check_all({"s": folder})["s"]
    seen = {int(bereik): regel for regel in set(wrong.values()) for bereik in _rows(result, regel)}
    assert seen == dict(enumerate(wrong.values(), start=3))


def _rows(result, rule):
    """Return the single rows of a rule's findings."""
    rows = []
    for _, _, bereik in places(result, rule):
        for part in bereik.split(", "):
            first, _, last = part.partition("-")
            rows += range(int(first), int(last or first) + 1)
    return rows


def test_a_file_must_settle_whether_the_day_or_the_month_comes_first(tmp_path):
    files = {
        "slashes, one day above 12": (["07/09/2025", "28/09/2025"], set()),
        "slashes, nothing settles it": (["07/09/2025", "08/09/2025"], {"datum_volgorde"}),
        "slashes, both orders": (
            ["28/09/2025", "09/28/2025", "07/09/2025"],
            {"datum_volgorde", "datum_bestaat_niet"},
        ),
        "slashes, the same day as month": (["09/09/2025"], set()),
        "hyphens are Dutch": (["07-09-2025", "08-09-2025"], set()),
        "hyphens, one slip": (["28-09-2025", "09-28-2025"], {"datum_bestaat_niet"}),
        "hyphens, all American": (
            ["09-28-2025", "09-29-2025", "09-07-2025"],
            {"datum_volgorde", "datum_bestaat_niet"},
        ),
    }
    folders = {
        name: write_delivery(
            tmp_path / str(n),
            zaak=zaken("datum_signalering", cells),
            gebeurtenis=NO_EVENTS,
        )
        for n, (name, (cells, _)) in enumerate(files.items())
    }
    seen = {name: set(found(check)) for name, check in check_all(folders).items()}
    assert seen == {name: expected for name, (_, expected) in files.items()}


def test_numbers_must_be_whole_and_within_their_bounds(tmp_path):
    events = """
    gebeurtenis_id | zaak_id | stap | ronde | soort      | datum
    @g1            | @z1     | 1    | 1     | observatie | 16-09-2025
    @g2            | @z1     | 1    | 2,0   | observatie | 16-09-2025
    @g3            | @z1     | 1    |       | observatie | 17-09-2025
    @g4            | @z1     | 1    | 0     | observatie | 18-09-2025
    @g5            | @z1     | 1    | 100   | observatie | 18-09-2025
    @g6            | @z1     | 1    | 1,5   | observatie | 19-09-2025
    @g7            | @z1     | 1    | een   | observatie | 19-09-2025
    @g8            | @z1     | 1    | 1.000 | observatie | 19-09-2025
    """
    result = check_all({"s": write_delivery(tmp_path / "s", gebeurtenis=events)})["s"]
    assert places(result, "getal_buiten_bereik") == [("gebeurtenis", "ronde", "5-6")]
    assert places(result, "getal_onleesbaar") == [("gebeurtenis", "ronde", "7-9")], "1.000: 1000?"
    assert result.refused_rows == 5


def test_a_row_with_a_wrong_cell_is_left_out_and_the_others_are_taken(workspace, tmp_path):
    folder = write_delivery(
        tmp_path / "s", zaak=zaken("acuut", ["ja", "misschien", "nee"]), gebeurtenis=NO_EVENTS
    )
    assert stored(workspace, folder, "acuut") == ["ja", "nee"]
    with open_cases(workspace, read_only=True) as connection:
        refused = connection.execute("SELECT * FROM reject_zaak").fetchall()
        counts = connection.execute("SELECT rijen, afgekeurd_rijen FROM stg_levering").fetchall()
    assert refused == [(1, "zaak.csv", None, 3, "acuut", "code_onbekend", "rij")]
    assert counts == [(4, 1)]


def test_tokens_are_kept_for_cases_only(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "s")])
    with open_cases(workspace, read_only=True) as connection:
        event = connection.execute("SELECT * FROM stg_gebeurtenis").fetchall()
        case = connection.execute("SELECT zaak_nr, zaak_id FROM stg_zaak").fetchall()
    assert case == [(1, token("z1"))]
    assert token("g1") not in repr(event) and event[0][:2] == (1, 1)
