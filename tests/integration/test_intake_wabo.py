"""The kwaliteitsrapport on real timings is right: each oddity is counted again by other code.

Source of the timings: "Receipt phase of an environmental permit application process ('WABO')",
J.C.A.M. Buijs, 4TU.ResearchData. They are about permits; their ties, early events and late ends are
real. The counts here are made with the csv module and datetime, apart from the package.
"""

import csv
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.intake import check_deliveries, delivery_register, load_deliveries, read_quality
from pipeline.workspace import Workspace

WABO = Path(__file__).resolve().parents[3] / "shared" / "testdata" / "wabo"
pytestmark = pytest.mark.skipif(not WABO.is_dir(), reason="the WABO deliveries are not here")

TABLES = ("zaak", "gebeurtenis", "besluit", "evaluatie")
Rows = list[dict[str, str]]


def read_day(text: str) -> date | None:
    return datetime.strptime(text, "%d-%m-%Y").date() if text else None


def read_plainly(path: Path) -> dict[str, Rows]:
    """Return the rows of each table, days as dd-mm-jjjj, read without the package."""
    if path.is_dir():
        tables = {}
        for name in TABLES:
            with (path / f"{name}.csv").open(encoding="cp1252", newline="") as file:
                tables[name] = list(csv.DictReader(file, delimiter=";"))
        return tables
    book = openpyxl.load_workbook(path, data_only=True)
    tables = {}
    for name in TABLES:
        header, *rows = book[name].iter_rows(values_only=True)
        tables[name] = [
            {
                str(column): value.strftime("%d-%m-%Y")
                if isinstance(value, date)
                else ""
                if value is None
                else str(value)
                for column, value in zip(header, row, strict=True)
            }
            for row in rows
        ]
    return tables


def count_oddities(tables: dict[str, Rows]) -> Counter[str]:
    """Count, by plain loops, what the rules should find."""
    odd: Counter[str] = Counter()
    start = {z["zaak_id"]: read_day(z["datum_signalering"]) for z in tables["zaak"]}
    closed = {
        z["zaak_id"]: read_day(z["datum_status"])
        for z in tables["zaak"]
        if z["status"] in ("afgesloten", "overgedragen")
    }
    follow_up = (
        "leerling_gevolgd",
        "nieuw_signaal_opnieuw",
        "nazorg_aangeboden",
        "terugkoppeling_vt",
    )
    seen: set[tuple[str, ...]] = set()
    for event in tables["gebeurtenis"]:
        case, day = event["zaak_id"], read_day(event["datum"])
        odd["gebeurtenis_voor_signalering"] += day < start[case]
        late = case in closed and closed[case] is not None and day > closed[case]
        odd["gebeurtenis_na_afsluiting"] += late and event["soort"] not in follow_up
        same = tuple(event[name] for name in ("zaak_id", "stap", "ronde", "soort", "datum"))
        odd["gebeurtenis_mogelijk_dubbel"] += same in seen
        seen.add(same)
    for decision in tables["besluit"]:
        case, day = decision["zaak_id"], read_day(decision["datum"])
        odd["besluit_voor_signalering"] += day < start[case]
        odd["besluit_na_afsluiting"] += bool(closed.get(case)) and day > closed[case]
    weighed = {e["zaak_id"] for e in tables["gebeurtenis"] if e["soort"] == "weging"}
    odd["besluit_zonder_weging"] = sum(
        d["uitkomst"] != "stoppen" and d["zaak_id"] not in weighed for d in tables["besluit"]
    )
    odd["evaluatie_voor_signalering"] = sum(
        bool(e["gehouden_datum"]) and read_day(e["gehouden_datum"]) < start[e["zaak_id"]]
        for e in tables["evaluatie"]
    )
    odd["status_voor_signalering"] = sum(
        bool(z["datum_status"]) and read_day(z["datum_status"]) < start[z["zaak_id"]]
        for z in tables["zaak"]
    )
    odd["afgesloten_zonder_reden"] = sum(
        z["status"] == "afgesloten" and not z["reden_afsluiting"] for z in tables["zaak"]
    )
    odd["zaak_mogelijk_dubbel"] = _count_twins(tables)
    return +odd


def _count_twins(tables: dict[str, Rows]) -> int:
    """Count the cases that share dates, status and all of at least three events with another."""
    events = defaultdict(list)
    for event in tables["gebeurtenis"]:
        events[event["zaak_id"]].append((event["soort"], event["stap"], event["datum"]))
    prints = Counter(
        (z["datum_signalering"], z["datum_status"], z["status"], *sorted(events[z["zaak_id"]]))
        for z in tables["zaak"]
        if len(events[z["zaak_id"]]) >= 3
    )
    return sum(count for count in prints.values() if count > 1)


@pytest.mark.parametrize("day", ["2025-06-26", "2026-01-31"])
def test_every_oddity_is_found_as_often_as_it_is_there_and_nothing_else(day):
    paths = sorted((WABO / day).iterdir())
    for path, check in zip(paths, check_deliveries(paths), strict=True):
        found = {f.regel: 0 for f in check.findings}
        for finding in check.findings:
            found[finding.regel] += finding.aantal
        assert found == count_oddities(read_plainly(path)), path.name
        assert {f.ernst for f in check.findings} <= {"waarschuwing"}
        assert (check.status, check.refused_rows) == ("ok", 0)


def test_twelve_steps_lie_before_the_start_of_their_case():
    paths = sorted((WABO / "2026-01-31").iterdir())
    early = [
        f
        for check in check_deliveries(paths)
        for f in check.findings
        if f.regel.endswith("_voor_signalering")
    ]
    assert sum(f.aantal for f in early) == 12
    assert {f.tabel: 0 for f in early}.keys() == {"gebeurtenis", "besluit"}


def test_the_redelivery_shows_what_changed_and_the_register_that_it_is_one(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    workspace = Workspace(tmp_path / "werkmap")
    for day in ("2025-06-26", "2026-01-31"):
        load_deliveries(workspace, sorted((WABO / day).iterdir()))
    first, last = (
        {z["zaak_id"] for z in read_plainly(WABO / day / "school_09")["zaak"]}
        for day in ("2025-06-26", "2026-01-31")
    )
    with (WABO / "2026-01-31" / "school_09" / "levering.csv").open(newline="") as file:
        school = next(csv.DictReader(file, delimiter=";"))["school_id"]
    changes = read_quality(workspace, school).wijzigingen
    cases = changes[changes.soort == "zaken"].set_index("onderwerp").nu.to_dict()
    assert cases == {
        "nieuw": len(last - first),
        "gebleven": len(first & last),
        "verdwenen": len(first - last),
        "heropend": 0,
    }
    register = delivery_register(workspace)
    assert set(register[register.schooljaar == "2024-2025"].status) == {"herlevering"}
    assert register.aantal_zaken.sum() == 1434


def test_the_spiegel_counts_every_cell_once():
    path = WABO / "2025-06-26" / "school_03.xlsx"
    plain = read_plainly(path)
    for fill in check_deliveries([path])[0].fills:
        if fill.tabel not in plain or not fill.is_geleverd:
            continue
        cells = [row[fill.kolom] for row in plain[fill.tabel]]
        expected = (len(cells), cells.count("onbekend"), cells.count(""))
        assert (fill.rijen, fill.onbekend, fill.leeg) == expected, fill.kolom
        assert fill.gevuld + fill.onbekend + fill.leeg == fill.rijen
