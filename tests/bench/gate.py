"""What the gate costs: in time, and in numbers that are not shown.

    python -m tests.bench.gate [--schools 80] [--releases 6]

Draws a bestuur (about fourteen cases a school each year), releases it every half year, and prints
how long each release took and how much of each table stayed. Time is that of the whole gate: count,
protect, render, attack together with every earlier release, ledger, files.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.disclosure.drafts import Draft, Scope, count_atoms, ladder, make_draft
from pipeline.disclosure.gate import release
from pipeline.disclosure.rules import primary_cells
from pipeline.disclosure.safe_table import COUNT, Publication, open_publication
from pipeline.key import make_key
from pipeline.schema.releases import Catalogue, ReleaseTable, catalogue
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.privacy.made import fill_workspace, insert

CASES_A_YEAR = 14
OUTCOMES = ("geen_besluit", "5A", "5B", "beide", "gestopt", "overgedragen", "niet_geregistreerd")
CHANCES = (0.14, 0.38, 0.12, 0.04, 0.22, 0.06, 0.04)
INTERVALS = ("signalering_overleg_ib", "signalering_advies_vt", "signalering_besluit")
KINDS = ("begeleidingsplan", "hulp_effect", "proces")
STATES = ("op_tijd", "te_laat", "achterstallig", "gepland", "zonder_planning")


@dataclass(frozen=True)
class Kept:
    """How many numbers above 0 of one table stand there: bare, by the rules alone, released."""

    table: str
    level: str
    bare: int
    primary: int
    shown: int

    def line(self) -> str:
        """Return one row of the table in the documentation."""
        return (
            f"| `{self.table}` | {self.level} | {self.bare} | {_share(self.primary, self.bare)} "
            f"| {_share(self.shown, self.bare)} | {_share(self.shown, self.primary)} |"
        )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "-"


def draw_cases(schools: int, years: int, seed: int) -> pd.DataFrame:
    """Draw every case that comes: school, year, moment in half years, outcome and evaluation."""
    draw = np.random.default_rng(seed)
    numbers = draw.poisson(CASES_A_YEAR * draw.gamma(6, 1 / 6, schools)[:, None], (schools, years))
    school = np.repeat(np.arange(schools), numbers.sum(axis=1))
    year = np.concatenate([np.repeat(np.arange(years), row) for row in numbers])
    size = len(school)
    return pd.DataFrame(
        {
            "school_id": [f"school_{one:03}" for one in school],
            "schooljaar": [f"{2019 + one}-{2020 + one}" for one in year],
            "half": 2 * year + draw.integers(0, 2, size),
            "toestand": draw.choice(OUTCOMES, size, p=CHANCES),
            "dagen": draw.exponential(14, size).astype(int),
            "soort": draw.choice(KINDS, size),
            "stand": draw.choice(STATES, size, p=(0.55, 0.15, 0.1, 0.1, 0.1)),
            "stap": draw.choice(["1", "2", "3", "4", "5A", "5B"], size),
            "vast": draw.random(size) < 0.3,
        }
    )


def fill(workspace: Workspace, cases: pd.DataFrame, day: date) -> None:
    """Write the marts of the cases that have come by now."""
    schools = sorted(cases["school_id"].unique())
    fill_workspace(workspace, [], peildatum=day, schools=schools)
    rows: list[Any] = list(cases.itertuples())
    insert(
        workspace,
        "mart_zaak",
        [(c.Index, c.school_id, c.schooljaar, True, c.toestand) for c in rows],
    )
    insert(
        workspace,
        "mart_evaluatie",
        [(c.Index, c.school_id, c.schooljaar, c.soort, c.stand) for c in rows],
    )
    insert(
        workspace,
        "mart_doorlooptijd",
        [
            (c.Index, c.school_id, c.schooljaar, name, "bereikt", c.dagen * (step + 1))
            for c in rows
            for step, name in enumerate(INTERVALS)
        ],
    )
    waiting = [(c.Index, c.school_id, c.stap, c.vast) for c in rows if c.toestand == OUTCOMES[0]]
    insert(workspace, "mart_stilstand", waiting)


def drafts(workspace: Workspace, publication: Publication) -> Iterator[tuple[Draft, Draft]]:
    """Yield each table of counts as declared, and at the level at which it was released."""
    known = catalogue()
    with open_cases(workspace, read_only=True) as connection:
        delivered = connection.execute("SELECT school_id FROM stg_levering ORDER BY 1").fetchall()
        query = "SELECT DISTINCT schooljaar FROM mart_zaak ORDER BY 1"
        years = tuple(year for (year,) in connection.execute(query).fetchall())
        scope = Scope(tuple(school for (school,) in delivered), {}, years)
        for table in known.of_tier("vrijgave"):
            if table.kind == "counts":
                atoms = count_atoms(connection, known.populations[str(table.population)])
                yield _both(table, scope, known, atoms, publication)


def _both(
    table: ReleaseTable,
    scope: Scope,
    known: Catalogue,
    atoms: pd.DataFrame,
    publication: Publication,
) -> tuple[Draft, Draft]:
    rungs = ladder(table, known, has_clusters=False)
    made = publication.tables.get(table.name)
    found = next((rung for rung in rungs if made and rung.levels == made.levels), rungs[0])
    here, there = (make_draft(table, rung, scope, known, atoms) for rung in (rungs[0], found))
    return here, there


def measure_kept(workspace: Workspace) -> Iterator[Kept]:
    """Yield how much of each table stayed, as declared and at the level it was released at."""
    publication = open_publication(workspace.released)
    rules = catalogue().tiers["vrijgave"].rules
    assert rules is not None
    for declared, merged in drafts(workspace, publication):
        name = declared.table.name
        made = publication.tables.get(name)
        for draft in (declared, merged) if declared.rung != merged.rung else (declared,):
            primary = primary_cells(draft, rules)
            bare = [p for p, cell in enumerate(draft.cells) if cell.value]
            shown = 0
            if made is not None and made.levels == draft.rung.levels:
                frame = made.frame()[COUNT]
                shown = int((frame.fillna(0) > 0).sum())
            level = ", ".join(f"{d} {to}" for d, to in draft.rung.levels.items())
            yield Kept(name, level, len(bare), sum(p not in primary for p in bare), shown)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--schools", type=int, default=80)
    options.add_argument("--releases", type=int, default=6)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["MELDCODE_KEY_FILE"] = f"{name}/sleutel"
        make_key(Path(name) / "sleutel")
        workspace = Workspace(Path(name) / "werkmap")
        workspace.create()
        years = 3 + chosen.releases // 2
        cases = draw_cases(chosen.schools, years, chosen.seed)
        print(f"{chosen.schools} schools, {len(cases)} cases in {years} years")
        print("| release | earlier ones | cases | tables | hidden | s | s of one core |")
        print("|---|--:|--:|--:|--:|--:|--:|")
        for number in range(chosen.releases):
            half = 2 * years - chosen.releases + number
            come = cases[cases["half"] <= half]
            day = date(2019 + (half + 2) // 2, 8 if half % 2 else 1, 31)
            fill(workspace, come, day)
            began = time.perf_counter(), time.process_time()
            made = release(workspace)
            took, worked = time.perf_counter() - began[0], time.process_time() - began[1]
            cells = f"{number} | {len(come)} | {made.tables} | {made.hidden}"
            cells = f"{cells} | {took:.1f} | {worked:.1f}"
            print(f"| {day} | {cells} |", flush=True)
            for table, reason in made.withheld.items():
                print(f"  not published: {table}: {reason}")
        print("| table | level | numbers above 0 | rules alone | gate | gate of rules |")
        print("|---|---|--:|--:|--:|--:|")
        for kept in measure_kept(workspace):
            print(kept.line())


if __name__ == "__main__":
    main()
