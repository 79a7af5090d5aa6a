"""Schools drawn as small tables beside each other; the indicators of all are computed in one go."""

from functools import cached_property

from tests.spec.drawn_marts import KEYS, Marts, Row, build, draw

YEAR = "2025-2026"


class DrawnSchools:
    """What a module draws while it is read; it is built once a test asks for an indicator."""

    def __init__(self) -> None:
        self.drawn: list[DrawnSchool] = []

    def add(self, *indicators: str, **tables: str) -> "DrawnSchool":
        """Draw what one school delivered, as `build` takes it; names of cases are its own."""
        self.drawn.append(DrawnSchool(self, f"S{len(self.drawn) + 1}", indicators, tables))
        return self.drawn[-1]

    @cached_property
    def marts(self) -> Marts:
        chosen = sorted({name for one in self.drawn for name in one.indicators})
        names = dict.fromkeys(table for one in self.drawn for table in one.tables)
        days = {one.school: "2026-02-02" for one in self.drawn}
        texts = {table: self._beside(table) for table in names}
        return build(schools=days, chosen=tuple(chosen), **texts)

    def _beside(self, table: str) -> str:
        """Return the rows of all schools as one drawn table."""
        rows = [row for one in self.drawn for row in one.rows(table)]
        names = dict.fromkeys(name for row in rows for name in row)
        lines = [names, *([row.get(name) or "" for name in names] for row in rows)]
        return "\n".join(" | ".join(line) for line in lines)


class DrawnSchool:
    """What one school delivered."""

    def __init__(
        self, beside: DrawnSchools, school: str, indicators: tuple[str, ...], tables: dict[str, str]
    ) -> None:
        self.beside, self.school = beside, school
        self.indicators, self.tables = indicators, tables

    def __repr__(self) -> str:
        return f"<{self.tables}>"

    def parts(self, indicator: str) -> tuple[int, int, int, int]:
        """Return how many count, do not count, are open, are not recorded, in 2025-2026."""
        counts, known, still_open, unknown = self.beside.marts.one(
            "mart_indicator",
            "teller, noemer, aantal_open, aantal_onbekend",
            id=indicator,
            schooljaar=YEAR,
            school_id=self.school,
        )
        return counts, known - counts, still_open, unknown

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, with names that no other school has."""
        drawn = draw(self.tables.get(table, ""))
        return [self._own(table, row, place) for place, row in enumerate(drawn)]

    def _own(self, table: str, row: Row, place: int) -> Row:
        if table == "zaak":
            row = {"school_id": self.school, "status": "lopend", **row}
        elif table in KEYS:
            row = {table: f"rij {place}", **row}
        return {
            name: f"{self.school} {cell}" if name in KEYS and cell else cell
            for name, cell in row.items()
        }
