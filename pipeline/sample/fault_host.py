"""Where a fault is planted: the files of one delivery, row by row."""

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.sample.codes import code_names
from pipeline.sample.delivery import Delivery
from pipeline.sample.parameters import Dialect
from pipeline.sample.write import date_text, write_header
from pipeline.schema.tables import Column, tables

PLAIN = Dialect("csv", ";", "utf-8", "%Y-%m-%d", "codes")
REQUIRED = ("levering", "zaak", "gebeurtenis")


@dataclass
class Host:
    """The files of one delivery; `last_row` is the number of the last row, the header being 1."""

    folder: Path
    school_id: str
    dialect: Dialect
    columns: dict[str, list[Column]]
    last_row: dict[str, int] = field(default_factory=dict)

    def has(self, table: str, column: str | None = None) -> bool:
        """Return whether the delivery has a table, or a column of it."""
        names = [each.name for each in self.columns.get(table, ())]
        return bool(names) and (column is None or column in names)

    def start(self, table: str) -> None:
        """Start the file of a table that is not there yet."""
        if table not in self.last_row:
            write_header(self.folder / f"{table}.csv", self.columns[table], self.dialect)
            self.last_row[table] = 1

    def add(self, table: str, cells: dict[str, str], more: tuple[str, ...] = ()) -> int:
        """Put a row below those of a table and return its row number."""
        self.start(table)
        texts = [cells.get(column.name, "") for column in self.columns[table]]
        line = self.dialect.separator.join([*texts, *more]) + "\r\n"
        with (self.folder / f"{table}.csv").open("ab") as file:
            file.write(line.encode(self.dialect.encoding.removesuffix("-sig")))
        self.last_row[table] += 1
        return self.last_row[table]

    def text(self, column: Column, value: object, first_day: int) -> str:
        """Return a cell as this school writes it; a number in a date column counts from a day."""
        if column.type == "date" and isinstance(value, int):
            return date_text(first_day + value, self.dialect.date)
        if column.codes and self.dialect.words == "labels" and value in code_names(column.codes):
            place = code_names(column.codes).index(str(value))
            return code_names(column.codes, True)[place]
        return str(value)


def csv_hosts(delivery: Delivery) -> list[Host]:
    """Return the schools of a sample that deliver CSV, with the rows they have by now."""
    schools = delivery.schools
    return [
        Host(
            folder=delivery.out / schools.slugs[number],
            school_id=bytes(schools.school_id[number]).decode(),
            dialect=dialect,
            columns={name: delivery.columns[number, name] for name in tables()},
            last_row={name: delivery.last_row[number, name] for name in tables()},
        )
        for number, dialect in enumerate(schools.dialects)
        if dialect.format == "csv"
    ]


def small_host(folder: Path, school_id: str, bestuur_id: str, peildatum: int) -> Host:
    """Make a small delivery without cases: levering, zaak and gebeurtenis."""
    folder.mkdir()
    host = Host(folder, school_id, PLAIN, {n: list(t.columns) for n, t in tables().items()})
    for table in REQUIRED:
        host.start(table)
    host.add(
        "levering",
        {
            **{"school_id": school_id, "bestuur_id": bestuur_id, "vakantieregio": "noord"},
            **{"bron": "synthetisch", "schema_versie": "1"},
            "peildatum": date_text(peildatum, PLAIN.date),
        },
    )
    return host
