"""Compiles the indicators to SQL: one query per grain, all of them together one mart."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import duckdb

from pipeline.schema.measures import Indicator, indicators, thresholds
from pipeline.warehouse import Connection

_Z = "1.959963984540054"
_WILSON = (
    "(CAST(teller AS DOUBLE) / noemer + {z} * {z} / (2 * noemer) {sign} {z} * sqrt("
    "CAST(teller AS DOUBLE) / noemer * (1 - CAST(teller AS DOUBLE) / noemer) / noemer"
    " + {z} * {z} / (4 * CAST(noemer AS DOUBLE) * noemer))) / (1 + {z} * {z} / noemer)"
)


def role_sql(indicator: Indicator) -> str:
    """Return the expression that gives one row of the mart its role (see measures.ROLES)."""
    return (
        f"CASE WHEN NOT coalesce({indicator.applies}, FALSE) THEN 'buiten'"
        f" WHEN NOT coalesce({indicator.mature}, FALSE) THEN 'open'"
        f" WHEN NOT coalesce({indicator.recorded}, FALSE) THEN 'onbekend'"
        f" WHEN coalesce({indicator.counts}, FALSE) THEN 'telt' ELSE 'telt_niet' END"
    )


def rows_sql(mart: str, declared: Sequence[Indicator]) -> str:
    """Return the SELECT that gives each row of `mart` its role per indicator: rol_1, rol_2 …"""
    roles = ",\n  ".join(f"{role_sql(one)} AS rol_{n}" for n, one in enumerate(declared, 1))
    limits = ", ".join(
        f"max(CASE WHEN drempel = '{name}' THEN waarde END) AS drempel_{name}"
        for name in thresholds()
        if any(f"drempel_{name}" in role_sql(one) for one in declared)
    )
    join = (
        f"\nLEFT JOIN (SELECT school_id AS drempel_school, {limits} FROM ref_drempel"
        " GROUP BY school_id) AS drempels ON rij.school_id = drempels.drempel_school"
        if limits
        else ""
    )
    return f"SELECT\n  school_id,\n  schooljaar,\n  {roles}\nFROM {mart} AS rij{join}"


def find_faulty(connection: Connection) -> str | None:
    """Return the name of the first indicator whose conditions do not bind to its mart."""
    for name, indicator in indicators().items():
        if indicator.kind != "distribution":
            try:
                connection.execute(f"EXPLAIN {rows_sql(indicator.mart, [indicator])}")
            except duckdb.Error:
                return name
    return None


def _count(role: str, number: int) -> str:
    return f"count(CASE WHEN rol_{number} = '{role}' THEN 1 END)"


def grain_sql(mart: str, declared: Sequence[Indicator]) -> str:
    """Return one query that counts all `declared` ones of one grain per school × schooljaar."""
    counts = ",\n  ".join(
        f"{_count(role, n)} AS {role}_{n}"
        for n, _ in enumerate(declared, 1)
        for role in ("telt", "telt_niet", "open", "onbekend")
    )
    names = " UNION ALL ".join(
        f"SELECT {n} AS nr, '{one.name}' AS indicator" for n, one in enumerate(declared, 1)
    )
    values = ",\n  ".join(
        f"CASE naam.nr {_when(role, len(declared))} END AS {role}"
        for role in ("telt", "telt_niet", "open", "onbekend")
    )
    return (
        f"SELECT naam.indicator, telling.school_id, telling.schooljaar,\n  {values}\n"
        f"FROM (SELECT school_id, schooljaar,\n  {counts}\n"
        f"FROM ({rows_sql(mart, declared)}) AS rollen\n"
        "GROUP BY school_id, schooljaar) AS telling\n"
        f"CROSS JOIN ({names}) AS naam"
    )


def _when(role: str, amount: int) -> str:
    return " ".join(f"WHEN {n} THEN telling.{role}_{n}" for n in range(1, amount + 1))


_SHOWN = "soort = 'share' AND is_heel AND noemer > 0"
_COUNTED = """-- Grain: one row per indicator × school × schooljaar
WITH tellingen AS (
{grains}
),
rooster AS (
  SELECT i.indicator, i.id, i.soort, s.school_id, s.bestuur_id, s.schooljaar, s.is_afgelopen,
    s.is_geschoond, s.is_heel
  FROM ref_indicator AS i CROSS JOIN mart_stroom AS s WHERE i.soort <> 'distribution'
),
geteld AS (
  SELECT rooster.*,
    CAST(coalesce(t.telt, 0) AS INTEGER) AS teller,
    CASE WHEN rooster.soort = 'share'
      THEN CAST(coalesce(t.telt + t.telt_niet, 0) AS INTEGER) END AS noemer,
    CAST(coalesce(t.open, 0) AS INTEGER) AS aantal_open,
    CAST(coalesce(t.onbekend, 0) AS INTEGER) AS aantal_onbekend,
    CAST(coalesce(t.telt + t.telt_niet, 0) AS INTEGER) AS bekend
  FROM rooster LEFT JOIN tellingen AS t ON rooster.indicator = t.indicator
    AND rooster.school_id = t.school_id AND rooster.schooljaar = t.schooljaar
)
SELECT indicator, id, soort, bestuur_id, school_id, schooljaar, is_afgelopen, is_geschoond, is_heel,
  teller, noemer, aantal_open, aantal_onbekend,
  CASE WHEN bekend + aantal_onbekend > 0
    THEN CAST(bekend AS DOUBLE) / (bekend + aantal_onbekend) END AS registratiegraad,
  CASE WHEN {shown} THEN CAST(teller AS DOUBLE) / noemer END AS aandeel,
  CASE WHEN {shown} THEN greatest({lower}, 0) END AS onder,
  CASE WHEN {shown} THEN least({upper}, 1) END AS boven
FROM geteld"""


def compile_indicators(declared: Iterable[Indicator]) -> str:
    """Return the SELECT of mart_indicator: a row for every indicator × school × schooljaar.

    Every school × schooljaar of mart_stroom has its row, so that nought and "not there" differ. A
    share (with Wilson's 95% interval) is given for whole school years only (mart_stroom.is_heel).
    """
    counted = sorted(
        (one for one in declared if one.kind != "distribution"), key=lambda one: one.mart
    )
    grains = "\nUNION ALL\n".join(
        grain_sql(mart, list(group)) for mart, group in groupby(counted, key=lambda one: one.mart)
    )
    lower, upper = (_WILSON.format(z=_Z, sign=sign) for sign in "-+")
    return _COUNTED.format(grains=grains, shown=_SHOWN, lower=lower, upper=upper)
