"""Checks a batch of deliveries: text in, typed rows and findings out, all in temporary tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.intake import cells, rules, tripwires, whole
from pipeline.intake.dates import check_date_order
from pipeline.intake.frames import make_temp_table
from pipeline.intake.spelling import write_spellings
from pipeline.intake.staged import Obstacles, Staged
from pipeline.intake.staging import number_texts, stage_texts
from pipeline.intake.values import read_values
from pipeline.reading import Delivery
from pipeline.schema.tables import Table, tables
from pipeline.warehouse import SURROGATES, Connection, is_stored


@dataclass(frozen=True)
class Batch:
    """Deliveries checked together; `crashed` are rules that could not be run."""

    deliveries: tuple[Delivery, ...]
    staged: tuple[Staged, ...]
    crashed: frozenset[str]

    def delivered(self, lev: int) -> frozenset[str]:
        """Return the tables and 'table.column's of one delivery."""
        return _delivered(self.deliveries[lev])


def _delivered(delivery: Delivery) -> frozenset[str]:
    columns = {f"{text.table}.{column}" for text in delivery.texts for column in text.delivered}
    return frozenset(columns | {text.table for text in delivery.texts})


def check_batch(
    connection: Connection,
    deliveries: Sequence[Delivery],
    *,
    today: date,
    peildatum: date | None = None,
) -> Batch:
    """Make `rij_<table>`, `goed_<table>` and `fout` for a batch; `stg_` tables may be there."""
    staged = number_texts(deliveries)
    obstacles = stage_texts(connection, staged)
    _write_origins(connection, staged)
    write_spellings(connection)
    cells.make_findings_table(connection)
    _add_wide_rows(connection, obstacles)
    rules.prepare_rules(connection)
    tripwires.make_macros(connection)
    present = [_delivered(delivery) for delivery in deliveries]
    crashed: list[str] = []
    for table in tables().values():
        texts = [each.text for each in staged if each.text.table == table.name]
        delivered = {column for text in texts for column in text.delivered}
        _read_table(connection, table, delivered, peildatum)
        cells.make_good_view(connection, table)
        if texts:
            crashed += _check_table(connection, table, delivered, present)
    whole.find_missing(connection, deliveries, obstacles)
    crashed += _check_across(connection, staged, present, today)
    return Batch(_with_problems(deliveries, obstacles), tuple(staged), frozenset(crashed))


def _with_problems(deliveries: Sequence[Delivery], obstacles: Obstacles) -> tuple[Delivery, ...]:
    """Return the deliveries with the problems that showed only when their rows were read."""
    return tuple(
        replace(delivery, problems=(*delivery.problems, *obstacles.problems[lev]))
        for lev, delivery in enumerate(deliveries)
    )


def _add_wide_rows(connection: Connection, obstacles: Obstacles) -> None:
    """Refuse the rows that have more cells than their header."""
    rows = ", ".join(
        f"('{tabel}', {lev}, {tekst_nr}, {rij})"
        for tabel, lev, tekst_nr, rij in obstacles.wide_rows
    )
    if rows:
        cells.add_findings(
            connection,
            "SELECT 'rij_te_breed', tabel, lev, tekst_nr, rij, NULL"
            f" FROM (VALUES {rows}) AS w(tabel, lev, tekst_nr, rij)",
        )


def _read_table(
    connection: Connection, table: Table, delivered: set[str], peildatum: date | None
) -> None:
    """Read the rows of one table, its parents done; a given peildatum replaces the delivered."""
    read_values(connection, table, delivered)
    if table.name == "levering" and peildatum is not None:
        connection.execute("UPDATE rij_levering SET peildatum = ?", [peildatum])
    check_date_order(connection, table, delivered)


def _check_table(
    connection: Connection, table: Table, delivered: set[str], present: Sequence[frozenset[str]]
) -> list[str]:
    """Check the rows of one table by themselves; returns the rules that crashed."""
    cells.find_cell_faults(connection, table, delivered)
    tripwires.spring_tripwires(connection, table, delivered)
    for link in table.foreign_keys:
        cells.find_orphans(connection, table, link)
    cells.make_good_view(connection, table)
    cells.find_duplicates(connection, table)
    cells.make_good_view(connection, table)
    crashed = rules.run_rules(connection, table, ("rij", "levering"), present)
    cells.make_good_view(connection, table, _next_number(connection, table))
    return crashed


def _check_across(
    connection: Connection,
    staged: Sequence[Staged],
    present: Sequence[frozenset[str]],
    today: date,
) -> list[str]:
    """Check tables against each other and against what is stored; returns rules that crashed."""
    has_stored = is_stored(connection, "stg_zaak")
    tripwires.find_shared_tokens(connection, has_stored)
    rules.prepare_overviews(connection)
    crashed: list[str] = []
    for name in {each.text.table for each in staged}:
        crashed += rules.run_rules(connection, tables()[name], ("waarschuwing",), present)
    whole.check_peildatum(connection, today)
    whole.find_superseded(connection)
    if has_stored:
        whole.compare_with_stored(connection)
    return crashed


def _write_origins(connection: Connection, staged: Sequence[Staged]) -> None:
    """Make `herkomst` (tekst_nr, bestand, blad) and `geleverd` (lev, tabel, kolom)."""
    make_temp_table(
        connection,
        "herkomst",
        {"tekst_nr": "INTEGER", "bestand": "VARCHAR", "blad": "VARCHAR"},
        [(each.tekst_nr, each.text.file, each.text.sheet) for each in staged],
    )
    make_temp_table(
        connection,
        "geleverd",
        {"lev": "INTEGER", "tabel": "VARCHAR", "kolom": "VARCHAR"},
        [(each.lev, each.text.table, name) for each in staged for name in each.text.delivered],
    )


def _next_number(connection: Connection, table: Table) -> int:
    """Return the first number that no row of `stg_<table>` has."""
    column = SURROGATES.get(table.key[0])
    is_own = not any(link.column == table.key[0] for link in table.foreign_keys)
    if column is None or not is_own or not is_stored(connection, f"stg_{table.name}"):
        return 1
    found = connection.execute(
        f"SELECT coalesce(max({column}), 0) + 1 FROM stg_{table.name}"
    ).fetchall()
    return int(found[0][0])
