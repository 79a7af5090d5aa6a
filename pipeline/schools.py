"""How a school is called in reports and in file names: its name if known, else a short label."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.workspace import Workspace

_SHORT = re.compile(r"^[a-z0-9][a-z0-9_-]{0,15}$", re.IGNORECASE)
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""What Windows takes for a device, so that no folder can have it as its name."""


@dataclass(frozen=True)
class Schools:
    """Names by school_id, from the workspace's `scholen.csv`; empty when there is no such file."""

    names: dict[str, str] = field(default_factory=dict)

    def name(self, school_id: str) -> str:
        """Return the name to print: `De Vlieger`, else `school_03` or `school 5f2a9c`."""
        return self.names.get(school_id) or self._neutral(school_id)

    def choices(self, school_ids: Iterable[str]) -> str:
        """Return the names, or codes, to choose from: the first twelve."""
        return ", ".join(sorted(self.names.get(one, one) for one in school_ids)[:12]) or "none"

    def find(self, given: str) -> str:
        """Return the school_id of a name, in any case, or of a folder name; else what was given."""
        for school_id, name in self.names.items():
            if given.casefold() in (name.casefold(), self.slug(school_id)):
                return school_id
        return given

    def slug(self, school_id: str) -> str:
        """Return the folder name; the same in every run, and different for every school."""
        slug = _slug(self.name(school_id))
        others = self._with_slug[slug] - (school_id in self.names)
        if slug and not others and not _DEVICE.fullmatch(slug):
            return slug
        return f"{slug or 'school'}-{_digest(school_id)}"

    @cached_property
    def _with_slug(self) -> Counter[str]:
        """How many names come down to one folder name: capitals, accents and length are lost."""
        return Counter(map(_slug, self.names.values()))

    @staticmethod
    def _neutral(school_id: str) -> str:
        return school_id if _SHORT.match(school_id) else f"school {_digest(school_id)}"


def read_schools(workspace: Workspace) -> Schools:
    """Return the names in the workspace's `scholen.csv`; none when there is no such file."""
    return read_names(workspace.school_names)


def read_names(path: Path) -> Schools:
    """Return the names in a file with columns school_id and naam (comma or semicolon)."""
    if not path.is_file():
        return Schools()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{path} cannot be read as UTF-8") from None
    first = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in first else ",")
    if not {"school_id", "naam"} <= set(rows.fieldnames or ()):
        raise UsageError(f"{path} needs the columns school_id and naam")
    named = ((row["school_id"], (row["naam"] or "").strip()) for row in rows)
    return Schools({school_id: name for school_id, name in named if name})


def _digest(school_id: str) -> str:
    return sha256(school_id.encode()).hexdigest()[:6]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
