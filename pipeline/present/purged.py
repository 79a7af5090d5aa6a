"""School years of which cases were deleted: counts stay, shares and comparisons do not."""

import pandas as pd

from pipeline.present.part import Part, paragraph
from pipeline.present.source import Source

REGISTER = "geschoond"
"""The published table that names these years for all schools together."""


def is_purged(frame: pd.DataFrame) -> pd.Series:
    """Return for each row whether cases of its school year were deleted."""
    if "is_geschoond" not in frame.columns:
        return pd.Series(False, index=frame.index)
    return frame["is_geschoond"].eq(True)


def purged_years(source: Source, table: str = REGISTER) -> list[str]:
    """Return these school years, of one school (`stroom`) or of all together, oldest first."""
    frame = source.frame(table)
    if not len(frame):
        return []
    purged = frame if table == REGISTER else frame[is_purged(frame)]
    return sorted(purged["schooljaar"])


def purged_part(source: Source, table: str = REGISTER) -> Part:
    """Return the sentence that names them; nothing when every year is whole."""
    years = purged_years(source, table)
    if not years:
        return Part("")
    return paragraph(source.say("geschoond.jaren", jaren=source.language.join(years)), "note")


def covers_purged(source: Source, period: str) -> bool:
    """Return whether a period such as 2023-2026 holds a school year that is no longer whole."""
    first, last = period.split("-")
    return any(first <= year[:4] < last for year in purged_years(source))
