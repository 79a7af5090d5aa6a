"""The deliveries being written: a folder of CSV files or one workbook per school."""

from pathlib import Path

import numpy as np

from pipeline.sample.block import Rows, select
from pipeline.sample.days import Flags, Ints
from pipeline.sample.schools import Schools
from pipeline.sample.write import append_rows, delivered_columns, write_header, write_workbook
from pipeline.schema.tables import Column, tables


class Delivery:
    """Takes the rows of many schools table by table, and appends each school's to its own files."""

    def __init__(self, out: Path, schools: Schools) -> None:
        self.out = out
        self.schools = schools
        self.columns = {
            (number, name): delivered_columns(table, schools.gaps[number])
            for number in range(len(schools))
            for name, table in tables().items()
        }
        self.last_row = dict.fromkeys(self.columns, 1)
        self.workbooks: dict[int, dict[str, list[Rows]]] = {
            number: {name: [] for name in tables() if self.columns[number, name]}
            for number, dialect in enumerate(schools.dialects)
            if dialect.format == "xlsx"
        }
        for number in range(len(schools)):
            self._start_files(number)

    def _start_files(self, number: int) -> None:
        if number in self.workbooks:
            return
        (self.out / self.schools.slugs[number]).mkdir()
        for name in tables():
            columns = self.columns[number, name]
            if columns:
                write_header(self._path(number, name), columns, self.schools.dialects[number])

    def _path(self, number: int, table: str) -> Path:
        return self.out / self.schools.slugs[number] / f"{table}.csv"

    def append(self, table: str, rows: Rows) -> Ints:
        """Write rows of one table, in order of `school`; return their row numbers in the files.

        The header is row 1. A row of a table that its school does not deliver has number 0.
        """
        schools, begins, counts = np.unique(rows["school"], return_index=True, return_counts=True)
        rij = np.zeros(len(rows["school"]), np.int64)
        for number, begin, end in zip(schools.tolist(), begins, begins + counts, strict=True):
            columns = self.columns[number, table]
            if columns:
                self._append(number, table, columns, select(rows, slice(begin, end)))
                last = self.last_row[number, table]
                rij[begin:end] = np.arange(last + 1, last + 1 + end - begin)
                self.last_row[number, table] = last + int(end - begin)
        return rij

    def _append(self, number: int, table: str, columns: list[Column], rows: Rows) -> None:
        if number in self.workbooks:
            self.workbooks[number][table].append({c.name: rows[c.name] for c in columns})
        else:
            append_rows(self._path(number, table), rows, columns, self.schools.dialects[number])

    def delivers(self, table: str, column: str) -> Flags:
        """Return for each school whether it delivers this column."""
        names = [{c.name for c in self.columns[n, table]} for n in range(len(self.schools))]
        return np.array([column in each for each in names])

    def close(self) -> None:
        """Write the workbooks, which are kept until all their rows are there."""
        for number, sheets in self.workbooks.items():
            filled = {
                name: (self.columns[number, name], _join(parts, self.columns[number, name]))
                for name, parts in sheets.items()
            }
            path = self.out / f"{self.schools.slugs[number]}.xlsx"
            write_workbook(path, filled, self.schools.dialects[number])


def _join(parts: list[Rows], columns: list[Column]) -> Rows:
    empty: Rows = {column.name: np.empty(0, np.int32) for column in columns}
    if not parts:
        return empty
    return {c.name: np.concatenate([part[c.name] for part in parts]) for c in columns}
