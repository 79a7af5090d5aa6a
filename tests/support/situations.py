"""Situations drawn by hand, each at a school of its own, judged together in one database.

To plan the queries takes nearly all the time of a small test, so what a module draws is judged in
one go. What one school records says nothing of another: each is judged as if it were alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline import norms
from pipeline.norms.build import SHARED_TABLES
from pipeline.norms.verdicts import unit_sql, used_grains
from pipeline.paths import SQL
from pipeline.schema.meldcode import DEFAULT, read_meldcode
from pipeline.schema.tables import tables
from pipeline.warehouse import stored_columns
from tests.support.stg import PEILDATUM, Delivery, Row, WhenRead, make_cases, stage_schools

MART_ROUTE = Path(norms.__file__).with_name("mart_route.sql")
KEYS = {"ronde": "zaak_nr, ronde", **dict.fromkeys(("mdo", "oudergesprek"), "gebeurtenis_nr")}
NUMBERS = 10_000  # of each kind that a school has for itself


class Situations:
    """What a module draws while it is read; all of it is judged once a test asks for a verdict."""

    def __init__(self, peildatum: str = PEILDATUM) -> None:
        self.peildatum = peildatum
        self.drawn: list[Situation] = []

    def add(
        self,
        rows: Mapping[str, Iterable[Row]],
        *,
        peildatum: str | None = None,
        absent: Iterable[str] = (),
    ) -> "Situation":
        """Draw what one school delivered, as `stage` takes it; its first case has number 1."""
        delivery = Delivery(peildatum or self.peildatum, frozenset(absent))
        self.drawn.append(Situation(self, len(self.drawn) + 1, rows, delivery))
        return self.drawn[-1]


class Situation:
    """What one school delivered; judged beside the others of its module."""

    def __init__(
        self, beside: Situations, number: int, rows: Mapping[str, Iterable[Row]], delivery: Delivery
    ) -> None:
        self.beside, self.rows, self.delivery = beside, rows, delivery
        self.school, self.first = f"S{number}", number * NUMBERS

    def __repr__(self) -> str:
        absent = f", without {sorted(self.delivery.absent)}" if self.delivery.absent else ""
        return f"<{self.rows} on {self.delivery.peildatum}{absent}>"

    def verdict(self, norm_id: str, meldcode: str = DEFAULT) -> str:
        """Return the verdict on the only unit of case 1; an exception is given by its code."""
        return self.verdicts(norm_id, meldcode)[1]

    def verdicts(self, norm_id: str, meldcode: str = DEFAULT) -> dict[Any, str]:
        """Return case → verdict on its only unit; school year → verdict, of a norm on the school.

        Raises ValueError when a case has several units.
        """
        units = _judged(self.beside, meldcode).units(norm_id)[self.school]
        found = {zaak - self.first if zaak else year: verdict for zaak, year, verdict in units}
        if len(found) < len(units):
            raise ValueError(f"{norm_id}: a case with several units")
        return found

    def route(self, column: str) -> dict[int, list[Any]]:
        """Return case → that column of `mart_route` in the order of the rounds."""
        found: dict[int, list[Any]] = {}
        for zaak, value in _judged(self.beside, DEFAULT).routes(column)[self.school]:
            found.setdefault(zaak - self.first, []).append(value)
        return found

    def column(self, grain: str, name: str) -> list[Any]:
        """Return a column of `toets_<grain>`, in the order of its keys."""
        found = _judged(self.beside, DEFAULT).column(grain, name)[self.school]
        return [value for (value,) in found]

    def staged(self, table: str) -> list[Row]:
        """Return the rows of a table, with this school and numbers that no other has."""
        of_school = "school_id" in stored_columns(tables()[table])
        own = {"school_id": self.school} if of_school else {}
        return [
            {name: self._own(name, cell) for name, cell in row.items()} | own
            for row in self.rows.get(table, ())
        ]

    def _own(self, name: str, cell: Any) -> Any:
        return cell + self.first if name.endswith("_nr") and cell is not None else cell


class _Judged(WhenRead):
    """All situations of a module in one database; a norm is judged when it is asked for."""

    def __init__(self, drawn: list[Situation], meldcode: str) -> None:
        names = dict.fromkeys(table for one in drawn for table in one.rows)
        rows = {table: [row for one in drawn for row in one.staged(table)] for table in names}
        deliveries = {one.school: one.delivery for one in drawn}
        super().__init__(stage_schools(rows, deliveries, meldcode))
        make_cases(self.connection)
        self.code = read_meldcode(meldcode)
        self._found: dict[str, dict[str, list[tuple[Any, ...]]]] = {}
        for name in dict.fromkeys((*SHARED_TABLES, *used_grains(self.code))):
            query = (SQL / f"toets_{name}.sql").read_text(encoding="utf-8")
            self.make_temporary(f"toets_{name}", query)

    def units(self, norm_id: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return school → (case, school year, verdict) of each unit of a norm."""
        (norm,) = (norm for norm in self.code.checked if norm.id == norm_id)
        alone = replace(self.code, norms=(norm,))
        query = unit_sql(alone, str(norm.grain), f"toets_{norm.grain}")
        named = (
            "SELECT school_id, zaak_nr, schooljaar, coalesce(nullif(uitzondering, ''), verdict)"
            f' FROM ({query}) AS eenheden INNER JOIN ref_oordeel ON oordeel = "{norm_id}"'
            " ORDER BY eenheid_nr"
        )
        return self._by_school(norm_id, named)

    def routes(self, column: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return school → (case, value) of each row of `mart_route`."""
        mart_route = MART_ROUTE.read_text(encoding="utf-8")
        query = f"SELECT school_id, zaak_nr, {column} FROM ({mart_route}) AS mart_route"
        return self._by_school(column, f"{query} ORDER BY zaak_nr, ronde")

    def column(self, grain: str, name: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return school → (value,) of each row of a wide table."""
        key = KEYS.get(grain, f"{grain}_nr")
        query = f"SELECT school_id, {name} FROM toets_{grain} ORDER BY {key}"
        return self._by_school(f"{grain}.{name}", query)

    def _by_school(self, name: str, query: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return school → its rows without the school; the same at each call with this name."""
        if name not in self._found:
            found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
            for school, *row in self.select(query).fetchall():
                found[school].append(tuple(row))
            self._found[name] = found
        return self._found[name]


@lru_cache(maxsize=3)
def _judged(beside: Situations, meldcode: str) -> _Judged:
    """Return what a module drew in one database; the last few are kept, since each takes room."""
    return _Judged(beside.drawn, meldcode)
