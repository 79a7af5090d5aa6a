"""Shares in wide classes: what may be said of many overlapping facts at once, without a count."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from pipeline.disclosure.drafts import Rung, Scope, code_members
from pipeline.disclosure.safe_table import HIDDEN, SafeTable
from pipeline.schema.releases import Catalogue, ReleaseTable

SHARE = "aandeel"
"""The column with the code of the class; None when it may not be shown."""


def make_classes(
    table: ReleaseTable,
    rung: Rung,
    scope: Scope,
    catalogue: Catalogue,
    atoms: pd.DataFrame,
    purged: frozenset[str] = frozenset(),
) -> SafeTable:
    """Return a table of classes, in the fixed order of its codes.

    The last period ends with the last year of which there are atoms. A class is shown when the
    group is large enough, also without the largest school in it, so that it tells a directie
    nothing small about the others. A period with a school year of `purged`, of which cases were
    deleted, has no share.
    """
    rows = []
    last = max(atoms["periode"], default="")
    scope = replace(scope, years=tuple(year for year in scope.years if year <= last))
    (period, periods), (by, codes) = code_members(table, rung, scope, catalogue, atoms).items()
    for period_code, years in periods.items():
        if purged & years:
            continue
        for code, finest in codes.items():
            chosen = atoms[atoms[period].isin(years) & atoms[by].isin(finest)]
            found = _class_of(table, chosen, len(scope.schools))
            rows.append((period_code, code, found, found is None))
    return SafeTable(
        name=table.name,
        tier=table.tier,
        kind="classes",
        title=table.title,
        dimensions=(period, by),
        measures=(SHARE, HIDDEN),
        levels=rung.levels,
        cells=tuple(rows),
    )


def _class_of(table: ReleaseTable, atoms: pd.DataFrame, schools: int) -> str | None:
    assert table.share is not None and table.classes is not None
    whole = atoms[atoms[table.share.along].isin(table.share.whole)]
    per_school = whole.groupby("school_id")["aantal"].sum()
    count = int(per_school.sum())
    others = count - int(per_school.max()) if schools > 1 and count else count
    if others < table.smallest_group:
        return None
    part = int(whole.loc[whole[table.share.along].isin(table.share.part), "aantal"].sum())
    return class_of(100 * part / count, table.classes)


def class_of(share: float, classes: Mapping[str, int]) -> str:
    """Return the class of a percentage; a class begins where the one before it ends."""
    return next((code for code, end in classes.items() if share < end), list(classes)[-1])
