"""Which rows a condition may look at beside its own: the joins of the rules."""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.schema.tables import Table

SQL = Path(__file__).parent / "sql"


def joined(table: Table, holds: Sequence[str]) -> str:
    """Return `goed_<table>` joined with what the conditions name, and nothing else."""
    used = {name for text in holds for name in aliases(text)}
    if "zaak_id" not in _links(table):
        used.add("gebeurtenis")  # the way from a row of an event to its zaak
    return f"goed_{table.name} AS {table.name} " + " ".join(
        join for name, join in _sources(table).items() if name in used
    )


def aliases(holds: str) -> set[str]:
    """Return the tables and views that a condition names."""
    return set(re.findall(r"\b([a-z_]+)\.[a-z]", holds))


def _links(table: Table) -> set[str]:
    return {link.column for link in table.foreign_keys}


def _sources(table: Table) -> dict[str, str]:
    """Return the join for every alias that a condition on this table may use, in join order."""
    links, name = _links(table), table.name
    joins = {"kalender": "CROSS JOIN kalender"}
    if name != "levering":
        joins["levering"] = f"LEFT JOIN goed_levering AS levering ON levering.lev = {name}.lev"
    if "gebeurtenis_id" in links:
        joins["gebeurtenis"] = (
            "LEFT JOIN goed_gebeurtenis AS gebeurtenis"
            f" ON gebeurtenis.nr = {name}.gebeurtenis_id__nr"
        )
    case = _case_number(table)
    if case is None:
        return joins
    if name != "zaak":
        joins["zaak"] = f"LEFT JOIN goed_zaak AS zaak ON zaak.nr = {case}"
    joins["overzicht"] = f"LEFT JOIN overzicht ON overzicht.zaak_nr = {case}"
    if "ronde" in table.column_names:
        joins["ronde"] = (
            f"LEFT JOIN ronde ON ronde.zaak_nr = {case} AND ronde.ronde = coalesce({name}.ronde, 1)"
        )
    if (SQL / f"feiten_{name}.sql").exists():
        joins["feiten"] = (
            f"LEFT JOIN feiten_{name} AS feiten"
            f" ON feiten.lev = {name}.lev AND feiten.rij = {name}.rij"
        )
    return joins


def _case_number(table: Table) -> str | None:
    """Return the expression that gives the number of a row's zaak, or None."""
    links = _links(table)
    if table.name == "zaak":
        return "zaak.nr"
    if "zaak_id" in links:
        return f"{table.name}.zaak_id__nr"
    return "gebeurtenis.zaak_id__nr" if "gebeurtenis_id" in links else None


def is_reachable(table: Table, holds: str) -> bool:
    """Return whether a row of this table has all that the condition names."""
    return aliases(holds) <= {table.name, *_sources(table)}
