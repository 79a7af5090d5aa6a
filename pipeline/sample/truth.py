"""The known truth beside the deliveries: the full course of every case, never delivered."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.sample.block import Block, Rows, select
from pipeline.sample.codes import code
from pipeline.sample.days import NEVER, Flags, Ints
from pipeline.sample.expected import Expected
from pipeline.sample.parameters import Parameters
from pipeline.sample.schools import Schools
from pipeline.sample.start import schooljaar
from pipeline.sample.truth_cases import CASE_COLUMNS, first_days, true_cases
from pipeline.sample.write import code_texts, date_texts, join_rows, token_texts

ISO = "%Y-%m-%d"
EVENT_COLUMNS = ("gebeurtenis_id", "zaak_id", "soort", "datum")
EVALUATION_COLUMNS = ("evaluatie_id", "zaak_id", "soort", "gepland_datum", "gehouden_datum")
EXPECTED_COLUMNS = (
    *("school_id", "schooljaar", "zaken", "lopend", "afgesloten", "overgedragen"),
    *("buiten_stappenplan", "eerste_stoppen", "eerste_5a", "eerste_5b", "ooit_5a", "ooit_5b"),
    *("meldingen", "gebeurtenissen"),
)
FAULT_COLUMNS = ("levering", "bestand", "blad", "tabel", "rij", "kolom", "regel", "geplant")


class Truth:
    """Writes `truth/`: CSV files on cases, events, evaluations, counts, findings; parameters.json.

    CSV with semicolons, UTF-8, ISO dates; an empty date never comes. scholen.csv has commas, so
    that a workspace can take it as it is.
    """

    def __init__(self, folder: Path, schools: Schools, peildatum: int) -> None:
        self.folder = folder
        self.schools = schools
        self.peildatum = peildatum
        self.ids = schools.school_id.astype("U").tolist()
        folder.mkdir()
        self._write("zaken.csv", CASE_COLUMNS)
        self._write("gebeurtenissen.csv", EVENT_COLUMNS)
        self._write("evaluaties.csv", EVALUATION_COLUMNS)
        self._write("verwacht.csv", EXPECTED_COLUMNS)
        self._write("faults.csv", FAULT_COLUMNS)
        names = [f"{i},{name}" for i, name in zip(self.ids, schools.names, strict=True)]
        self._append("scholen.csv", "\n".join(["school_id,naam", *names]) + "\n")

    def add(self, block: Block, tables: dict[str, Rows], year: int) -> None:
        """Write the true course of the cases that have begun on the peildatum."""
        begun = block.start.signalering <= self.peildatum
        known = {name: select(rows, begun[rows["zaak"]]) for name, rows in tables.items()}
        columns = true_cases(block, known, year, self.schools)
        keep = np.flatnonzero(begun)
        self._append("zaken.csv", join_rows([[t[k] for k in keep] for t in columns], ";", "\n"))
        self._add_events(known["gebeurtenis"])
        self._add_evaluations(known["evaluatie"])
        self._add_expected(block, known, year)

    def _add_events(self, events: Rows) -> None:
        columns = [
            token_texts(events["gebeurtenis_id"]),
            token_texts(events["zaak_id"]),
            code_texts(events["soort"], "soort_gebeurtenis"),
            date_texts(events["datum"], ISO),
        ]
        self._append("gebeurtenissen.csv", join_rows(columns, ";", "\n"))

    def _add_evaluations(self, rows: Rows) -> None:
        columns = [
            token_texts(rows["evaluatie_id"]),
            token_texts(rows["zaak_id"]),
            code_texts(rows["soort"], "soort_evaluatie"),
            date_texts(rows["gepland_datum"], ISO),
            date_texts(rows["gehouden_datum"], ISO),
        ]
        self._append("evaluaties.csv", join_rows(columns, ";", "\n"))

    def _add_expected(self, block: Block, known: dict[str, Rows], year: int) -> None:
        """Write what must be counted per school on the peildatum, computed from the full course."""
        counts = self._count(block, known)
        present = np.flatnonzero(counts["zaken"])
        ids = [self.ids[k] for k in present]
        numbers = [list(map(str, counts[name][present].tolist())) for name in EXPECTED_COLUMNS[2:]]
        years = [schooljaar(year)] * len(ids)
        self._append("verwacht.csv", join_rows([ids, years, *numbers], ";", "\n"))

    def _count(self, block: Block, known: dict[str, Rows]) -> dict[str, Ints]:
        """Return per school what is expected of a block of cases on the peildatum."""
        n, as_at = len(self.schools), self.peildatum
        counts = {
            name: np.bincount(block.start.school[is_so], minlength=n)
            for name, is_so in self._per_case(block, known).items()
        }
        for name, table in (("meldingen", "melding"), ("gebeurtenissen", "gebeurtenis")):
            rows = known[table]
            cases = rows["zaak"][rows["datum"] <= as_at]
            counts[name] = np.bincount(block.start.school[cases], minlength=n)
        return counts

    def _per_case(self, block: Block, known: dict[str, Rows]) -> dict[str, Flags]:
        """Return per case what it counts for on the peildatum."""
        start, course, as_at = block.start, block.course, self.peildatum
        begun, ended = start.signalering <= as_at, course.einde <= as_at
        left = course.cut <= as_at
        decisions = select(known["besluit"], known["besluit"]["datum"] <= as_at)
        day = {
            name: first_days(decisions, decisions["uitkomst"] == code("uitkomst", name), len(block))
            for name in ("stoppen", "5A", "5B")
        }
        first = np.minimum.reduce(list(day.values()))
        return {
            "zaken": begun,
            "lopend": begun & ~ended & ~start.medewerker,
            "afgesloten": begun & ended & ~left,
            "overgedragen": begun & left,
            "buiten_stappenplan": begun & start.medewerker,
            "eerste_stoppen": (first < NEVER) & (day["stoppen"] == first),
            "eerste_5a": (first < NEVER) & (day["5A"] == first),
            "eerste_5b": (first < NEVER) & (day["5B"] == first) & (day["5A"] > first),
            "ooit_5a": day["5A"] < NEVER,
            "ooit_5b": day["5B"] < NEVER,
        }

    def add_findings(self, found: list[Expected]) -> None:
        """Write which findings the deliveries rightly give, though no fault was planted."""
        for each in found:
            for school, rij in zip(each.school.tolist(), each.rij.tolist(), strict=True):
                place = self.places(school, each.table)
                line = (*place, each.table, str(rij), each.column, each.rule, "nee")
                self._append("faults.csv", ";".join(line) + "\n")

    def add_fault(self, delivery: str, place: tuple[str, str, str, str, str]) -> None:
        """Write one planted fault: its delivery, and file, table, row, column and rule."""
        file, table, rij, column, rule = place
        line = (delivery, file, "", table, rij, column, rule, "ja")
        self._append("faults.csv", ";".join(line) + "\n")

    def add_school(self, school_id: str, name: str) -> None:
        """Write the name of one more invented school."""
        self._append("scholen.csv", f"{school_id},{name}\n")

    def places(self, school: int, table: str) -> tuple[str, str, str]:
        """Return the delivery, file and sheet in which a school's table is."""
        slug = self.schools.slugs[school]
        if self.schools.dialects[school].format == "xlsx":
            return f"{slug}.xlsx", f"{slug}.xlsx", table
        return slug, f"{table}.csv", ""

    def close(self, parameters: Parameters, arguments: dict[str, Any]) -> None:
        """Write the parameters and the arguments of this sample."""
        content = {"arguments": arguments, **asdict(parameters)}
        text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
        self._append("parameters.json", text + "\n")

    def _write(self, name: str, columns: tuple[str, ...]) -> None:
        self._append(name, ";".join(columns) + "\n")

    def _append(self, name: str, text: str) -> None:
        with (self.folder / name).open("a", encoding="utf-8", newline="") as file:
            file.write(text)
