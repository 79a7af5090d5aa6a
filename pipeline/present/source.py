"""What a notebook reads from: one published file, in the language of its reader."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.language import Language
from pipeline.present.frames import Row, plain_frame, records, whole
from pipeline.present.school_year import default_year
from pipeline.schools import Schools, read_names

if TYPE_CHECKING:
    from pipeline.disclosure.safe_table import Publication

__all__ = ["ALL", "Source", "last_school_year", "open_source", "whole"]

ALL = "alle"


@dataclass(frozen=True)
class Source:
    """One publication and how to speak about it. `schooljaar` is the year the report is about."""

    publication: "Publication"
    language: Language
    schooljaar: str
    school_name: str = ""
    schools: Schools = field(default_factory=Schools)
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)
    _rows: dict[str, list[Row]] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def has(self, name: str) -> bool:
        """Return whether the table was published."""
        return name in self.publication.names

    def frame(self, name: str, **where: Any) -> pd.DataFrame:
        """Return the rows of a published table that have these values; empty when it is absent."""
        key = ("rows", name, *sorted(where.items()))
        return self.once(key, lambda: _chosen(self._whole(name), where))

    def _whole(self, name: str) -> pd.DataFrame:
        """Return a table as it was published, read once for as long as this source lives."""
        if name not in self._frames:
            table = self.publication.table(name) if self.has(name) else None
            self._frames[name] = (
                plain_frame(table.columns, table.cells) if table else pd.DataFrame()
            )
        return self._frames[name]

    def rows(self, name: str, **where: Any) -> list[Row]:
        """Return the same rows as dictionaries: quicker than a frame where there are few."""
        if name not in self._rows:
            self._rows[name] = records(self._whole(name))
        return [
            dict(row)
            for row in self._rows[name]
            if all(key in row and row[key] == value for key, value in where.items())
        ]

    def row(self, name: str, **where: Any) -> dict[str, Any]:
        """Return the one row with these values as a dictionary; empty when there is none."""
        found = self.rows(name, **where)
        return found[0] if found else {}

    def once(self, key: Hashable, build: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return what `build` makes, made once for as long as this source lives."""
        if key not in self._known:
            self._known[key] = build()
        found: pd.DataFrame = self._known[key]
        return found.copy(deep=False)

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the catalogue."""
        return self.language.say(key, **values)

    @property
    def peildatum(self) -> Any:
        return self.publication.edition.peildatum


def _chosen(frame: pd.DataFrame, where: dict[str, Any]) -> pd.DataFrame:
    for column, value in where.items():
        if column not in frame.columns:
            return frame.iloc[0:0]
        frame = frame[frame[column] == value]
    return frame.reset_index(drop=True)


def open_source(
    publicatie: str, taal: str, schooljaar: str = "", school_naam: str = "", scholen: str = ""
) -> Source:
    """Open one file below publicatie/ read-only; `voorbeeld` opens the made-up sample.

    An empty schooljaar is the last one that has ended. scholen: a file with names, or none.
    """
    from pipeline.disclosure.safe_table import open_publication
    from pipeline.example import sample_publication

    path = Path(publicatie)
    if not path.suffix:
        path = sample_publication(publicatie)
    publication = open_publication(path)
    year = schooljaar or last_school_year(publication)
    name = school_naam or publication.edition.school_id or ""
    return Source(publication, Language(taal), year, name, read_names(Path(scholen)))


def last_school_year(publication: "Publication") -> str:
    """Return the last school year that has ended, else the last one; nothing without any."""
    if "stroom" not in publication.names:
        return ""
    frame = publication.table("stroom").frame()
    cases = frame["begin"] + frame["nieuw"]
    return default_year(zip(frame["schooljaar"], frame["is_afgelopen"], cases, strict=True))
