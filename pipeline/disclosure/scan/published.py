"""Scans what a release wrote, before it is put in force, and what a report is made from."""

from collections import Counter
from functools import lru_cache
from pathlib import Path

from pipeline.disclosure.safe_table import Publication, open_publication
from pipeline.disclosure.scan.allowed import Allowed, allow, published_names
from pipeline.disclosure.scan.forbidden import find_person_numbers, find_tokens
from pipeline.disclosure.scan.numbers import without_days, without_names
from pipeline.errors import DisclosureError
from pipeline.schools import Schools, read_names


def check_publication(publication: Publication) -> None:
    """Raise DisclosureError when a text in a published table is a token of a case or a person.

    Tables hold only declared columns; this is about what stands in them.
    """
    names = published_names(publication)
    found: Counter[str] = Counter()
    for table in publication.tables.values():
        for text in {value for row in table.cells for value in row if isinstance(value, str)}:
            unnamed = without_days(without_names(text, names))
            kinds = [*find_tokens(text, names), *find_person_numbers(unnamed)]
            found.update(f"{kind} in {table.name}" for kind in kinds)
    if found:
        what = ", ".join(f"{times} x {kind}" for kind, times in sorted(found.items()))
        raise DisclosureError(f"what would be published holds {what}; nothing was published")


def allowed_in_report(publication: Path, names: Path | None = None) -> Allowed:
    """Return what a report may hold that is made from a published file; names: scholen.csv."""
    stamp = publication.stat()
    return _allowed(publication, names, (stamp.st_mtime_ns, stamp.st_size))


@lru_cache(maxsize=128)  # the reports of one school follow each other at a distance
def _allowed(path: Path, names: Path | None, stamp: tuple[int, int]) -> Allowed:
    publication = open_publication(path)
    return allow(publication, school_names(publication, read_names(names or Path())))


def school_names(publication: Publication, schools: Schools) -> list[str]:
    """Return what the schools of a publication are called in its reports; no bare number is."""
    register = publication.tables.get("leveringen")
    own = [publication.edition.school_id] if publication.edition.school_id else []
    known = [*own, *(str(row[0]) for row in register.cells)] if register else own
    names = [schools.name(school) for school in (*known, *schools.names)]
    return [name for name in names if any(letter.isalpha() for letter in name)]
