"""A made-up bestuur of many cases, as its delivered files give it, to count in."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.schema.calendar import read_calendar
from tests.support.sample_reader import read_all

KNOWN = ("ja", "nee")
TABLES = (
    "levering",
    "zaak",
    "zaak_route",
    "school_jaar",
    "gebeurtenis",
    "gebeurtenis_rol",
    "oudergesprek",
    "mdo",
    "weging",
    "besluit",
    "melding",
    "hulp",
    "evaluatie",
)


@dataclass(frozen=True)
class Counted:
    """The delivered tables, and one row per case with its first dates."""

    tables: dict[str, pd.DataFrame]
    cases: pd.DataFrame


def read_counted(folder: Path) -> Counted:
    """Return the tables of all deliveries, and the cases that began before August 2024."""
    tables = read_all(folder, TABLES)
    region = tables["levering"].set_index("levering").vakantieregio
    cases = tables["zaak"].assign(region=lambda frame: frame.levering.map(region))
    cases = cases[cases.datum_signalering < "2024-08-01"].set_index("zaak_id")
    for name, dates in first_dates(tables).items():
        cases[name] = dates.reindex(cases.index)
    first = first_decisions(tables)
    return Counted(tables, cases.assign(uitkomst=first.uitkomst.reindex(cases.index)))


def first_decisions(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    ordered = tables["besluit"].sort_values("datum", kind="stable")
    return ordered.drop_duplicates("zaak_id").set_index("zaak_id")


def first_dates(tables: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    events, decisions = tables["gebeurtenis"], tables["besluit"]
    advice = ("advies_veilig_thuis", "spoedadvies_veilig_thuis")
    return {
        "overleg": events[events.soort == "overleg_ib"].groupby("zaak_id").datum.min(),
        "advies": events[events.soort.isin(advice)].groupby("zaak_id").datum.min(),
        "gesprek": events[events.soort == "gesprek_ouders"].groupby("zaak_id").datum.min(),
        "weging": tables["weging"].groupby("zaak_id").datum.min(),
        "besluit": decisions.groupby("zaak_id").datum.min(),
        "besluit_5b": decisions[decisions.uitkomst == "5B"].groupby("zaak_id").datum.min(),
        "melding": tables["melding"].groupby("zaak_id").datum.min(),
    }


def schooldagen(cases: pd.DataFrame, begin: str, end: str) -> np.ndarray:
    """Return the school days between two dates of the cases that have both."""
    number = read_calendar().set_index(["vakantieregio", "datum"]).schooldag_nr
    both = cases.dropna(subset=[begin, end])
    nr = [
        number.reindex(pd.MultiIndex.from_arrays([both.region, both[column]])).to_numpy()
        for column in (begin, end)
    ]
    return nr[1] - nr[0]


def share(condition: pd.Series) -> float:
    return float(condition.mean())


def yes(column: pd.Series) -> float:
    """Return the share of ja among the known answers."""
    return share(column[column.isin(KNOWN)] == "ja")


def without_reports(counted: Counted) -> set[str]:
    deliveries = set(counted.tables["levering"].levering)
    return deliveries - set(counted.tables["melding"].levering)
