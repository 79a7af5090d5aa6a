"""What a user would write instead, timed on the same events already in memory: pandas, pm4py.

Each does less than the marts beside it: days in calendar days only, no calendar of school days, no
reasons, no units of judgement but the case. So a ratio above 1 is the least that is gained.
"""

import time
from typing import Any

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
        "pandas marts": seconds + more,
        "pandas life tables": curves[1],
        "pandas rules": rules[1],
    }


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
    return {"pm4py marts": dfg[1], "pm4py rules": rules[1]}
