"""What a user would write instead, timed on the same events already in memory: pandas, pm4py.

The questions are those of a first analysis: the first day of every kind of event per case and the
days between, a curve per interval and school, eight rules of order. `measure_sql` answers them in
DuckDB's SQL, so that a ratio compares engines. The marts answer far more (school days, reasons,
114 norms with six verdicts and exceptions, curves with bands): their time is no part of a ratio.
"""

import time
from typing import Any

import duckdb
import numpy as np
import pandas as pd

INTERVALS = (
    ("observatie", "overleg_ib"),
    ("observatie", "advies_veilig_thuis"),
    ("advies_veilig_thuis", "gesprek_ouders"),
    ("gesprek_ouders", "weging"),
    ("overleg_ib", "weging"),
    ("signalen_in_kaart", "gesprek_ouders"),
    ("observatie", "weging"),
)
RULES = (*INTERVALS, ("overleg_ib", "advies_veilig_thuis"))
PM4PY_AT_MOST = 2_000_000
"""More events than this take pm4py minutes, or more memory than there is."""


def measure_pandas(events: pd.DataFrame) -> dict[str, float]:
    """Return seconds by name: first and last days and intervals, life tables, eight rules."""
    first, seconds = _timed(lambda: _first_days(events))
    spells, more = _timed(lambda: _spells(first, events["datum"].max()))
    curves = _timed(lambda: [_curve(group) for _, group in spells.groupby(["interval", "school"])])
    rules = _timed(lambda: {rule: _holds(first, *rule).mean() for rule in RULES})
    return {
        "pandas: days between": seconds + more,
        "pandas: curves": curves[1],
        "pandas: rules of order": rules[1],
    }


def measure_sql(events: pd.DataFrame) -> dict[str, float]:
    """Return seconds by name for the same three, on a table in memory."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE gebeurtenis AS FROM events")
    kinds = ", ".join(
        f"min(CASE WHEN soort = '{kind}' THEN datum END) AS {kind}"
        for kind in sorted(events["soort"].unique())
    )
    spells = " UNION ALL ".join(
        f"SELECT {n} AS interval, school_id, {end} IS NOT NULL AS bereikt,"
        f" date_diff('day', {begin}, coalesce({end}, peildatum)) AS t"
        f" FROM eerste CROSS JOIN (SELECT max(datum) AS peildatum FROM gebeurtenis)"
        for n, (begin, end) in enumerate(INTERVALS)
    )
    rules = ", ".join(
        f"avg(CASE WHEN {after} IS NOT NULL THEN coalesce({before} <= {after}, FALSE)::INT END)"
        for before, after in RULES
    )
    days = (
        f"CREATE TABLE eerste AS SELECT zaak_nr, any_value(school_id) AS school_id, {kinds}"
        f" FROM gebeurtenis GROUP BY zaak_nr; CREATE TABLE duur AS {spells}"
    )
    queries = {
        "days between": days,
        "curves": CURVES,
        "rules of order": f"SELECT {rules} FROM eerste",
    }
    return {
        f"sql: {name}": _timed(lambda query=query: connection.execute(query).fetchall())[1]
        for name, query in queries.items()
    }


CURVES = """
WITH dagen AS (
  SELECT interval, school_id, t, count(*) AS n, count(*) FILTER (bereikt) AS bereikt
  FROM duur WHERE t >= 0 GROUP BY ALL
), risico AS (
  SELECT *, sum(n) OVER (PARTITION BY interval, school_id ORDER BY t DESC) AS at_risk FROM dagen
)
SELECT interval, school_id, t, exp(sum(CASE WHEN bereikt < at_risk THEN ln(1 - bereikt / at_risk)
  ELSE -1e9 END) OVER (PARTITION BY interval, school_id ORDER BY t)) AS overleving FROM risico
"""


def _timed(work: Any) -> tuple[Any, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def _first_days(events: pd.DataFrame) -> pd.DataFrame:
    days = events.groupby(["zaak_nr", "soort"])["datum"].agg(["min", "max"])["min"].unstack()
    return days.join(events.groupby("zaak_nr")["school_id"].first())


def _spells(first: pd.DataFrame, peildatum: pd.Timestamp) -> pd.DataFrame:
    """Return one row per case × interval that has begun: days, and whether the end was reached."""
    parts = []
    for number, (begin, end) in enumerate(INTERVALS):
        days = (first[end].fillna(peildatum) - first[begin]).dt.days
        part = pd.DataFrame({"interval": number, "school": first["school_id"], "t": days})
        part["reached"] = first[end].notna()
        parts.append(part[days >= 0])
    return pd.concat(parts)


def _curve(group: pd.DataFrame) -> pd.Series:
    """Return a Kaplan–Meier curve."""
    table = group.groupby("t")["reached"].agg(["size", "sum"])
    at_risk = len(group) - np.concatenate([[0], table["size"].cumsum().to_numpy()[:-1]])
    return (1 - table["sum"] / at_risk).cumprod()


def _holds(first: pd.DataFrame, before: str, after: str) -> pd.Series:
    """Return per case that has the second kind whether the first kind came no later."""
    applies = first[first[after].notna()]
    return applies[before].notna() & (applies[before] <= applies[after])


def measure_pm4py(events: pd.DataFrame) -> dict[str, float]:
    """Return seconds by name; empty where pm4py is not installed or the log is too large for it."""
    try:
        import pm4py
    except ImportError:
        return {}
    if len(events) > PM4PY_AT_MOST:
        return {}
    log = pd.DataFrame(
        {
            "case:concept:name": events["zaak_nr"].astype(str),
            "concept:name": events["soort"],
            "time:timestamp": events["datum"].dt.tz_localize("UTC"),
        }
    )
    dfg = _timed(lambda: pm4py.discover_performance_dfg(log))
    rules = _timed(
        lambda: [pm4py.filter_eventually_follows_relation(log, [rule]) for rule in RULES]
    )
    return {"pm4py: days between": dfg[1], "pm4py: rules of order": rules[1]}
