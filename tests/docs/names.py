"""Every name of the field that stands in tables, codes and definitions, with where it stands."""

import re
from collections import defaultdict
from functools import cache

from pipeline.reference.made import made_tables
from pipeline.schema.measures import indicators, intervals, thresholds
from pipeline.schema.tables import code_lists, tables
from pipeline.schema.toets import grains

NORM_ID = re.compile(r"^[a-z]{1,2}\d{0,2}$|^\d+$|^\d+plus$")
"""Parts that name a norm (status_o_d01, attest_s2_02) or a number, and so have no English."""


@cache
def names() -> dict[str, set[str]]:
    """Return name → the kinds of things that have it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table in tables().values():
        for name in (table.name, *table.column_names):
            found[name].add("delivered")
    for code_list in code_lists().values():
        for name in (code_list.name, *(c for c in code_list.codes if c.islower())):
            found[name].add("code")
    for grain in grains().values():
        for name in grain.all_columns:
            found[name].add("toets")
    for kind, names_of_kind in {
        "interval": intervals(),
        "indicator": indicators(),
        "threshold": thresholds(),
    }.items():
        for name in names_of_kind:
            found[name].add(kind)
    for made in made_tables().values():
        if made.layer != "oordeel":
            for name in (made.name, *made.columns):
                found[name].add("made")
    return dict(found)


@cache
def words() -> dict[str, set[str]]:
    """Return every word of the names → the names it stands in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in names():
        for word in name.lower().split("_"):
            found[word].add(name)
    return dict(found)
