"""Small made-up publications, written as the gate writes them: two schools and a released file."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.disclosure.publication import write_file
from pipeline.disclosure.safe_table import Edition, Publication, SafeTable, content_hash
from pipeline.schema.tables import Label
from pipeline.workspace import Workspace

PEILDATUM = dt.date(2026, 1, 31)
YEARS = ("2024-2025", "2025-2026")
SCHOOLS = {"school_01": "De Vlieger", "school_02": "Het Kompas"}
NEW_CASES = {"school_01": 17, "school_02": 4}
"""Cases of the school year that is over: the number by which the two schools' pages differ."""
ENDED, RUNNING = YEARS


def aggregate(name: str, rows: list[dict[str, Any]]) -> SafeTable:
    frame = pd.DataFrame(rows)
    cells = tuple(
        tuple(
            None if pd.isna(value) else getattr(value, "item", lambda v=value: v)() for value in row
        )
        for row in frame.itertuples(index=False)
    )
    columns = tuple(str(column) for column in frame.columns)
    return SafeTable(name, "vertrouwelijk", "aggregate", Label(name, name), (), columns, {}, cells)


def _counts(name: str, dimensions: tuple[str, ...], rows: list[tuple[Any, ...]]) -> SafeTable:
    cells = tuple((*row, row[-1] is None) for row in rows)
    title, note = Label(f"Titel {name}", f"Title {name}"), Label("Samengevoegd.", "Merged.")
    measures = ("aantal", "is_verborgen")
    return SafeTable(name, "vrijgave", "counts", title, dimensions, measures, {}, cells, (note,))


def _duration(school: str, interval: str, **numbers: Any) -> dict[str, Any]:
    base = {"n_gestopt": 1, "n_open": 2, "n_overgedragen": 0, "n_negatief": 0, "p90": None}
    keys = {"interval": interval, "selectie": "eerste", "eenheid": "schooldagen"}
    return {**keys, "school_id": school, "schooljaar": "alle", **base, **numbers}


def confidential_tables(school: str) -> dict[str, SafeTable]:
    """Return the exact tables of one school."""
    new = NEW_CASES[school]
    flow = {
        "begin": 1,
        "nieuw": new,
        "heropend": 0,
        "afgesloten": 2,
        "overgedragen": 0,
        "eind": new - 1,
    }
    so_far = {"begin": new - 1, "nieuw": 3, "heropend": 0, "afgesloten": 1, "overgedragen": 0}
    state = {"n_5a": 2, "n_5b": 1, "n_gestopt": 1, "n_overgedragen": 0, "ooit_5a": 2, "ooit_5b": 2}
    tables = [
        aggregate(
            "stroom",
            [
                {"school_id": school, "schooljaar": ENDED, "is_afgelopen": True, **flow},
                {"school_id": school, "schooljaar": RUNNING, "is_afgelopen": False, **so_far}
                | {"eind": new + 1},
            ],
        ),
        aggregate(
            "uitkomst_stand",
            [
                {
                    "school_id": school,
                    "schooljaar": year,
                    "n": new,
                    "n_open": new - 4,
                    "beide": 1,
                    **state,
                }
                for year in (ENDED, "alle")
            ],
        ),
        aggregate(
            "duur",
            [
                _duration(school, "signalering_advies_vt", n=new, n_bereikt=new - 3, mediaan=12.0)
                | {"mediaan_onder": 8.0, "mediaan_boven": None, "mediaan_naief": 7.0},
                _duration(school, "besluit_melding", n=3, n_bereikt=2, mediaan=None)
                | {"mediaan_onder": None, "mediaan_boven": None, "mediaan_naief": None},
            ],
        ),
        aggregate(
            "evaluatie_telling",
            [
                {
                    "soort": kind,
                    "status": status,
                    "school_id": school,
                    "schooljaar": ENDED,
                    "aantal": count,
                    "aantal_verstreken": 0 if status == "gepland" else count,
                    "aantal_teruggekoppeld": 0,
                }
                for kind, status, count in (
                    ("proces", "op_tijd", 3),
                    ("proces", "achterstallig", 2),
                    ("hulp_effect", "gepland", 1),
                )
            ],
        ),
        aggregate(
            "stilstand_telling",
            [
                {"stap": "2", "reden": "geen_gebeurtenis", "school_id": school, "aantal": 2},
                {"stap": "5A", "reden": "geen", "school_id": school, "aantal": 3},
            ],
        ),
        aggregate(
            "registratie",
            [
                {
                    "tabel": table,
                    "kolom": column,
                    "school_id": school,
                    "is_geleverd": delivered,
                    "rijen": 20 * delivered,
                    "ingevuld": 15 * delivered,
                    "onbekend": 3 * delivered,
                    "leeg": 2 * delivered,
                }
                for table, column, delivered in (("zaak", "acuut", True), ("hulp", "soort", False))
            ],
        ),
    ]
    tables += [*_indicators(school), *_norms(school)]
    return {table.name: table for table in tables}


def _indicators(school: str) -> list[SafeTable]:
    """Return shares of both years, the difference with the year before, and lessons."""
    base = {"school_id": school, "aantal_open": 0, "aantal_onbekend": 1, "registratiegraad": 0.9}
    asked = {"indicator": "veilig_thuis_geraadpleegd", "id": "I-06"}
    shares = [
        {**asked, "schooljaar": year, "teller": yes, "noemer": known, "is_afgelopen": ended} | base
        for year, yes, known, ended in ((ENDED, 6, 9, True), (RUNNING, 2, 2, False))
    ]
    change = {"teller": 6, "noemer": 9, "teller_vorig": 3, "noemer_vorig": 8, "verschil": 0.29}
    lessons = [("2023-2024", "tijdigheid", 2), (ENDED, "tijdigheid", 1), (ENDED, "geen", 4)]
    return [
        aggregate("indicator", shares),
        aggregate(
            "verandering",
            [
                {**asked, "school_id": school, "schooljaar": ENDED, "is_onderscheidbaar": False}
                | change
            ],
        ),
        aggregate(
            "leerpunt",
            [
                {"verbeterpunt": about, "soort": "proces", "school_id": school}
                | {"schooljaar": year, "aantal": count}
                for year, about, count in lessons
            ],
        ),
    ]


def _norms(school: str) -> list[SafeTable]:
    """Return the verdicts on one norm, with one exception; the running year has one more."""
    counts = [
        (ENDED, "voldaan", 6),
        (ENDED, "niet_voldaan", 2),
        (ENDED, "uitzondering", 1),
        (ENDED, "niet_geregistreerd", 3),
        (ENDED, "nog_open", 1),
        (ENDED, "niet_van_toepassing", 4),
        (RUNNING, "voldaan", 1),
    ]
    key = {"norm_id": "S2-03", "school_id": school}
    used = {**key, "uitzondering": "U4", "schooljaar": ENDED, "aantal": 1}
    return [
        aggregate(
            "norm_telling",
            [
                {**key, "verdict": verdict, "schooljaar": year, "aantal": count}
                for year, verdict, count in counts
            ],
        ),
        aggregate("norm_uitzondering", [used]),
    ]


def released_tables() -> dict[str, SafeTable]:
    """Return the released tables, with a hidden count in each."""
    cases = [(YEARS[-1], "5A", 40), (YEARS[-1], "5B", None), (YEARS[-1], "totaal", 61)]
    schools = [("school_01", "geleverd")]
    columns = ("school_id", "peildatum", "status")
    rows = tuple((school, PEILDATUM, status) for school, status in schools)
    tables = [
        _counts("zaken_per_jaar", ("periode", "uitkomst"), cases),
        _counts(
            "evaluaties", ("periode", "soort", "status"), [("2022-2025", "proces", "op_tijd", 20)]
        ),
        SafeTable(
            "leveringen",
            "vrijgave",
            "register",
            Label("Leveringen", "Deliveries"),
            (),
            columns,
            {},
            rows,
        ),
    ]
    return {table.name: table for table in tables}


def publish(path: Path, tier: str, tables: dict[str, SafeTable], school: str | None) -> None:
    """Write one published file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    edition = Edition(
        "uitgave-1",
        tier,
        "bestuur",
        school,
        PEILDATUM,
        "basisonderwijs",
        PEILDATUM,
        content_hash(tables),
    )
    held_back = {"normen": Label("Te weinig zaken om te tonen.", "Too few cases to show.")}
    write_file(path, Publication(edition, tables, held_back))


def make_workspace(root: Path) -> Workspace:
    """Return a workspace in which two schools and the bestuur have a publication."""
    workspace = Workspace(root)
    workspace.create()
    publish(workspace.released, "vrijgave", released_tables(), None)
    for school in SCHOOLS:
        tables = {**released_tables(), **confidential_tables(school)}
        publish(workspace.confidential(school), "vertrouwelijk", tables, school)
    lines = ["school_id,naam", *(f"{school},{name}" for school, name in SCHOOLS.items())]
    workspace.school_names.write_text("\n".join(lines), encoding="utf-8")
    return workspace
