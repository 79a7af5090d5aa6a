"""How a cell is read: dates, ja and nee, codes, numbers. What was written is on the left."""

import pytest

from pipeline.intake import load_deliveries
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.deliveries import (
    GEBEURTENIS,
    ZAAK,
    found,
    places,
    token,
    write_delivery,
)

NO_EVENTS = GEBEURTENIS.strip().partition("\n")[0]


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


# written → meant, or why not

DAYS = {
    "07-09-2025": "2025-09-07",
    "7-9-2025": "2025-09-07",
    "07.09.2025": "2025-09-07",
    "2025-09-07": "2025-09-07",
    "20250907": "2025-09-07",
    "45907": "2025-09-07",
    "45907,0": "2025-09-07",
}
DAYS_WITH_A_CLOCK = {
    "2025-09-07 00:00:00": "2025-09-07",
    "2025-09-07T00:00:00": "2025-09-07",
    "07-09-2025 0:00": "2025-09-07",
}
YES_AND_NO = {
    **dict.fromkeys(["ja", "JA", " Ja ", "j", "x", "1", "1,0", "waar", "TRUE"], "ja"),
    **dict.fromkeys(["nee", "N", "0", "onwaar", "Nee."], "nee"),
    **dict.fromkeys(["nvt", "n.v.t.", "N.V.T.", "niet van toepassing"], "nvt"),
    **dict.fromkeys(["onbekend", "?", "-", ""], "onbekend"),
}
CODES = {
    ("1", "observatie"): "1 observatie",
    ("3.0", "Gesprek met ouders"): "3 gesprek_ouders",
    ("stap 1: signalen in kaart", "DIRECTIE_GEINFORMEERD"): "1 directie_geinformeerd",
    ("5a", "leerling gevolgd"): "5A leerling_gevolgd",
    ("Stap 1: signalen in kaart", "directie geïnformeerd"): "1 directie_geinformeerd",
}
EVENTS = "gebeurtenis_id | zaak_id | stap | soort | datum\n" + "\n".join(
    f"@g{n} | @z1 | {stap} | {soort} | {n}-10-2025" for n, (stap, soort) in enumerate(CODES, 1)
)

NO_DATES = {
    "07-09-25": "datum_jaartal_kort",
    "31-02-2025": "datum_bestaat_niet",
    "03-28-2025": "datum_bestaat_niet",
    "20251345": "datum_bestaat_niet",
    "september": "datum_onleesbaar",
    "07-09-2025 13:45": "datum_onleesbaar",
    "99999": "datum_onleesbaar",
    "": "verplicht_leeg",
}

# dates in one file → what is wrong with them
FILES = {
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
NUMBERS = """
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

LOADED = {
    "days": {"zaak": zaken("datum_signalering", [*DAYS]), "gebeurtenis": NO_EVENTS},
    "days with a clock": {
        "zaak": zaken("datum_signalering", [*DAYS_WITH_A_CLOCK]),
        "gebeurtenis": NO_EVENTS,
    },
    "yes and no": {"zaak": zaken("acuut", [*YES_AND_NO]), "gebeurtenis": NO_EVENTS},
    "an empty cell": {"zaak": zaken("acuut", ["", "ja"]), "gebeurtenis": NO_EVENTS},
    "codes": {"zaak": ZAAK, "gebeurtenis": EVENTS},
    "a wrong cell": {"zaak": zaken("acuut", ["ja", "misschien", "nee"]), "gebeurtenis": NO_EVENTS},
    "one case": {"zaak": ZAAK, "gebeurtenis": GEBEURTENIS},
    "no dates": {
        "zaak": zaken("datum_signalering", ["07-09-2025", *NO_DATES]),
        "gebeurtenis": NO_EVENTS,
    },
    "numbers": {"zaak": ZAAK, "gebeurtenis": NUMBERS},
    **{
        name: {"zaak": zaken("datum_signalering", cells), "gebeurtenis": NO_EVENTS}
        for name, (cells, _) in FILES.items()
    },
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Load every delivery of LOADED in one go, each of a school of its own.

    Returns the check of each, and a function that gives the rows of a query; `?` stands in it for
    the school of one delivery.
    """
    folder = tmp_path_factory.mktemp("geladen")
    folders = [
        write_delivery(folder / str(n), school=token(f"S{name}"), **tables)
        for n, (name, tables) in enumerate(LOADED.items())
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        workspace = Workspace(folder / "werkmap")
        checks = load_deliveries(workspace, folders)
        with open_cases(workspace, read_only=True) as connection:
            yield (
                dict(zip(LOADED, checks, strict=True)),
                lambda query, name: connection.execute(query, [token(f"S{name}")]).fetchall(),
            )


@pytest.fixture
def checks(loaded):
    return loaded[0]


@pytest.fixture
def stored(loaded):
    return loaded[1]


CASES = "(SELECT zaak_nr FROM stg_zaak WHERE school_id = ?)"


@pytest.fixture
def column(stored):
    """A function to what one column holds of a delivery of LOADED, in the order of the rows."""

    def read(name, column, table="zaak"):
        query = f"SELECT {column} FROM stg_{table} WHERE zaak_nr IN {CASES} ORDER BY rowid"
        return [value for (value,) in stored(query, name)]

    return read


def test_a_day_may_be_written_in_six_ways(column):
    assert column("days", "datum_signalering::VARCHAR") == [*DAYS.values()]


def test_a_day_with_an_empty_clock_is_that_day(column):
    days = column("days with a clock", "datum_signalering::VARCHAR")
    assert days == [*DAYS_WITH_A_CLOCK.values()]


def test_yes_and_no_may_be_written_as_people_write_them(column):
    assert column("yes and no", "acuut") == [*YES_AND_NO.values()]


def test_an_empty_cell_is_unknown_and_a_column_that_is_not_there_is_nothing(column):
    assert column("an empty cell", "acuut") == ["onbekend", "ja"]
    assert column("an empty cell", "eerdere_zaak") == [None, None]
    assert column("an empty cell", "datum_dossier") == [None, None]


def test_a_code_may_be_written_as_its_dutch_label_or_as_the_number_excel_makes_of_it(column):
    assert column("codes", "stap || ' ' || soort", "gebeurtenis") == [*CODES.values()]


def test_what_is_no_date_is_refused_with_the_reason(checks):
    rules = set(NO_DATES.values())
    seen = {row: rule for rule in rules for row in _rows(checks["no dates"], rule)}
    assert seen == dict(enumerate(NO_DATES.values(), start=3))


def _rows(result, rule):
    """Return the single rows of a rule's findings."""
    rows = []
    for _, _, bereik in places(result, rule):
        for part in bereik.split(", "):
            first, _, last = part.partition("-")
            rows += range(int(first), int(last or first) + 1)
    return rows


def test_a_file_must_settle_whether_the_day_or_the_month_comes_first(checks):
    seen = {name: set(found(checks[name])) for name in FILES}
    assert seen == {name: expected for name, (_, expected) in FILES.items()}


def test_numbers_must_be_whole_and_within_their_bounds(checks):
    check = checks["numbers"]
    assert places(check, "getal_buiten_bereik") == [("gebeurtenis", "ronde", "5-6")]
    assert places(check, "getal_onleesbaar") == [("gebeurtenis", "ronde", "7-9")], "1.000: 1000?"
    assert check.refused_rows == 5


def test_a_row_with_a_wrong_cell_is_left_out_and_the_others_are_taken(column, stored):
    assert column("a wrong cell", "acuut") == ["ja", "nee"]
    of_school = "WHERE levering_nr = (SELECT levering_nr FROM stg_levering WHERE school_id = ?)"
    refused = stored(f"SELECT * EXCLUDE (levering_nr) FROM reject_zaak {of_school}", "a wrong cell")
    assert refused == [("zaak.csv", None, 3, "acuut", "code_onbekend", "rij")]
    counts = f"SELECT rijen, afgekeurd_rijen FROM stg_levering {of_school}"
    assert stored(counts, "a wrong cell") == [(4, 1)]


def test_tokens_are_kept_for_cases_only(stored):
    ((number, kept),) = stored(
        "SELECT zaak_nr, zaak_id FROM stg_zaak WHERE school_id = ?", "one case"
    )
    assert (type(number), kept) == (int, token("z1", school=token("Sone case")))
    (event,) = stored(f"SELECT * FROM stg_gebeurtenis WHERE zaak_nr IN {CASES}", "one case")
    assert type(event[0]) is int and event[1] == number
    assert token("g1", school=token("Sone case")) not in repr(event)
