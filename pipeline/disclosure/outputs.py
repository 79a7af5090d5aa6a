"""What one release writes: its published files, and its line of the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.disclosure.material import (
    Loaded,
    catalogue_hash,
    hashes,
    plain_classes,
    plain_units,
)
from pipeline.disclosure.safe_table import Edition, Publication, SafeTable, content_hash
from pipeline.disclosure.search import Found
from pipeline.schema.releases import Catalogue
from pipeline.schema.tables import Label
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Output:
    """One release as it will be written: its name, its day and its released tables."""

    release_id: str
    day: date
    safe: Mapping[str, SafeTable]
    withheld: Mapping[str, Label]

    def publication(self, loaded: Loaded) -> Publication:
        """Return what everyone may read."""
        return Publication(self._edition(loaded, None, self.safe), self.safe, self.withheld)

    def files(self, workspace: Workspace, loaded: Loaded) -> dict[Path, Publication]:
        """Return every published file: the one for everyone, and one for each directie."""
        files = {workspace.released: self.publication(loaded)}
        for school, exact in loaded.exact.items():
            tables = {**exact, **self.safe}
            edition = self._edition(loaded, school, tables)
            files[workspace.confidential(school)] = Publication(edition, tables, self.withheld)
        return files

    def _edition(
        self, loaded: Loaded, school: str | None, tables: Mapping[str, SafeTable]
    ) -> Edition:
        return Edition(
            self.release_id,
            "vrijgave" if school is None else "vertrouwelijk",
            loaded.base.bestuur_id,
            school,
            loaded.base.peildatum,
            loaded.meldcode,
            self.day,
            content_hash(tables),
        )


def name_release(loaded: Loaded, safe: Mapping[str, SafeTable], taken: Sequence[str]) -> str:
    """Return the name of a release: its peildatum and the start of the hash of its content.

    When the same content was released before, with another in between, a number follows.
    """
    name = f"{loaded.base.peildatum.isoformat()}-{content_hash(safe)[:12]}"
    again = sum(other == name or other.startswith(f"{name}-") for other in taken)
    return f"{name}-{again + 1}" if again else name


def ledger_line(
    output: Output, loaded: Loaded, known: Catalogue, found: Found, seen: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the ledger keeps of a release: only what readers saw, and hashes."""
    base = loaded.base
    return {
        "release_id": output.release_id,
        "tier": "vrijgave",
        "bestuur_id": base.bestuur_id,
        "peildatum": base.peildatum.isoformat(),
        "meldcode": loaded.meldcode,
        "catalogue": catalogue_hash(known),
        "content": content_hash(output.safe),
        "units": plain_units(base.scope),
        "registers": hashes(loaded.registers),
        "withheld": {name: reason.nl for name, reason in found.withheld.items()},
        "rounds": found.rounds,
        "older": len(found.older),
        "classes": plain_classes(output.safe),
        "seen": seen,
    }
