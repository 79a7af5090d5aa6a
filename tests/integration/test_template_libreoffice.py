"""The entry workbook in LibreOffice: opened, filled in, saved, pseudonymised and loaded."""

import shutil
import subprocess
from datetime import date

import openpyxl
import pytest

from pipeline.intake import check_deliveries, load_deliveries
from pipeline.key import VAULT, ensure_key
from pipeline.pseudonymise import pseudonymise_delivery, reveal_tokens
from pipeline.schema.example_row import LISTS_SHEET, USED_SHEET
from pipeline.status import workspace_status
from pipeline.template import Prefilled, write_template
from pipeline.template.sheets import FIRST_ROW, HEADER_ROW
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed"),
]

CASES = {
    "zaak": [
        {"Zaak (eigen nummer)": "2025-01", "Datum van het eerste signaal": date(2025, 9, 3),
         "Acuut en zeer ernstig": "nee", "Status": "lopend", "Buiten het stappenplan": "nee"},
        {"Zaak (eigen nummer)": "2025-02", "Datum van het eerste signaal": date(2025, 10, 1),
         "Status": "afgesloten", "Datum van de status": date(2025, 11, 20),
         "Reden van afsluiten": "zorgen weggenomen"},
    ],
    "gebeurtenis": [
        {"Zaak (eigen nummer)": "2025-01", "Stap": "stap 1: signalen in kaart",
         "Soort gebeurtenis": "overleg met de intern begeleider", "Datum": date(2025, 9, 5)},
        {"Zaak (eigen nummer)": "2025-01", "Gebeurtenis (eigen nummer)": "2025-01-2",
         "Stap": "stap 3: gesprek met ouders en kind", "Soort gebeurtenis": "gesprek met ouders",
         "Datum": date(2025, 9, 15), "Meldcodedocument bijgewerkt": "ja"},
        {"Zaak (eigen nummer)": "2025-02", "Stap": "stap 1: signalen in kaart",
         "Soort gebeurtenis": "observatie", "Datum": date(2025, 10, 2)},
    ],
    "oudergesprek": [
        {"Gebeurtenis (eigen nummer)": "2025-01-2", "Apart van gewone gesprekken gevoerd": "ja",
         "Ouders herkennen de zorgen": "nee"},
    ],
    "afweging": [
        {"Zaak (eigen nummer)": "2025-01", "Ronde": 1, "Datum": date(2025, 9, 20),
         "Vraag (1 tot en met 5)": "is er een vermoeden?", "Antwoord": "ja"},
        {"Zaak (eigen nummer)": "2025-01", "Ronde": 1, "Datum": date(2025, 9, 20),
         "Vraag (1 tot en met 5)": "is er acute of structurele onveiligheid?", "Antwoord": "nee"},
    ],
    "besluit": [
        {"Zaak (eigen nummer)": "2025-01", "Datum": date(2025, 9, 22),
         "Uitkomst": "5A: hulp organiseren", "Directie betrokken": "ja"},
    ],
}  # fmt: skip


def save_with_libreoffice(file, folder):
    """Open the workbook in LibreOffice and save it again, as a school would."""
    folder.mkdir()
    profile = (folder / "profiel").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=180
    )
    return folder / file.name


def fill(file, target):
    """Type the cases into the workbook, by heading; say on Bladen that meldingen are kept."""
    book = openpyxl.load_workbook(file)
    for sheet, rows in CASES.items():
        page = book[sheet]
        places = {cell.value: cell.column for cell in page[HEADER_ROW + 1]}
        for line, row in enumerate(rows, start=FIRST_ROW + 1):
            for heading, value in row.items():
                page.cell(line, places[heading], value)
    for name, _, kept in book[USED_SHEET].iter_rows(3):
        if name.value == "melding":
            kept.value = "ja"
    book.save(target)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sjabloon")


@pytest.fixture(scope="module", autouse=True)
def keys(folder):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        patched.setenv(VAULT.variable, str(folder / "kluissleutel"))
        ensure_key(VAULT)
        yield


@pytest.fixture(scope="module")
def empty(folder):
    file = folder / "leeg.xlsx"
    write_template(file, Prefilled(vakantieregio="zuid", peildatum=date(2025, 12, 31)))
    return save_with_libreoffice(file, folder / "leeg-bewaard")


@pytest.fixture(scope="module")
def saved(folder):
    file = folder / "sjabloon.xlsx"
    write_template(file, Prefilled(vakantieregio="zuid", peildatum=date(2025, 12, 31)))
    fill(file, folder / "ingevuld.xlsx")
    return save_with_libreoffice(folder / "ingevuld.xlsx", folder / "bewaard")


@pytest.fixture(scope="module")
def delivery(folder, saved):
    made = pseudonymise_delivery(saved, folder / "kluis.duckdb", folder / "levering")
    assert (made.cases, made.new, made.withheld) == (2, 2, ())
    return made


def test_an_untouched_workbook_saved_in_libreoffice_is_a_delivery_of_zero_cases(empty, folder):
    (check,) = check_deliveries([empty])
    assert (check.status, check.exit_code, check.tables["zaak"]) == ("ok", 0, 0)
    workspace = Workspace(folder / "leeg-werkmap")
    load_deliveries(workspace, [empty])
    assert [row.status for row in workspace_status(workspace).deliveries] == ["nul_zaken"]


def test_what_was_filled_in_is_taken_without_a_finding(delivery):
    (check,) = check_deliveries([delivery.folder])
    assert (check.status, check.findings, check.refused_rows) == ("ok", (), 0)
    assert check.tables == {
        "levering": 1, "zaak": 2, "gebeurtenis": 3, "oudergesprek": 1, "afweging": 2,
        "besluit": 1, "melding": 0,
    }  # fmt: skip


def test_a_sheet_that_is_kept_but_empty_is_delivered_and_another_empty_one_is_not(delivery):
    names = {file.stem for file in delivery.folder.glob("*.csv")}
    assert "melding" in names and "evaluatie" not in names


def test_dates_choices_and_references_arrive_as_they_were_meant(delivery, folder):
    workspace = Workspace(folder / "werkmap")
    load_deliveries(workspace, [delivery.folder])
    with open_cases(workspace, read_only=True) as connection:
        zaken = connection.execute(
            "SELECT datum_signalering, status, reden_afsluiting, acuut FROM stg_zaak ORDER BY 1"
        ).fetchall()
        gesprek = connection.execute(
            "SELECT g.stap, g.soort, g.datum, o.apart_gevoerd, o.ouders_herkennen, o.ondertekend"
            " FROM stg_oudergesprek o JOIN stg_gebeurtenis g USING (gebeurtenis_nr)"
        ).fetchall()
        weging = connection.execute(
            "SELECT vraag, antwoord, uitkomst FROM stg_afweging JOIN stg_besluit USING (zaak_nr)"
            " ORDER BY 1"
        ).fetchall()
    assert zaken == [
        (date(2025, 9, 3), "lopend", None, "nee"),
        (date(2025, 10, 1), "afgesloten", "zorgen_weggenomen", "onbekend"),
    ]
    assert gesprek == [("3", "gesprek_ouders", date(2025, 9, 15), "ja", "nee", "onbekend")]
    assert weging == [("1", "ja", "5A"), ("2", "nee", "5A")]


def test_the_school_finds_its_own_number_behind_a_token(delivery, folder):
    lines = (delivery.folder / "zaak.csv").read_text().splitlines()[1:]
    tokens = [line.split(";")[0] for line in lines]
    found = reveal_tokens(folder / "kluis.duckdb", tokens)
    assert list(found.values()) == ["2025-01", "2025-02"]


def test_a_workbook_saved_in_libreoffice_still_guides_and_protects(saved):
    book = openpyxl.load_workbook(saved)
    assert book[LISTS_SHEET].sheet_state == "hidden"
    page = book["zaak"]
    assert page.protection.sheet and page["A2"].protection.locked
    assert not page.column_dimensions["A"].protection.locked
    lists = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) == 7  # acuut, ontkrachtend, buiten, status, reden, volgen, eerdere
