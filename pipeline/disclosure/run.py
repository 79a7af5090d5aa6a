"""One run of the gate: search, publish, remember; or leave the last release in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline.disclosure.judge import Atoms
from pipeline.disclosure.ledger import APPROVAL, RELEASE, Entry, Ledger, append
from pipeline.disclosure.material import (
    Loaded,
    catalogue_hash,
    class_tables,
    hashes,
    plain_classes,
    plain_units,
    same_frame,
)
from pipeline.disclosure.moments import add_moment
from pipeline.disclosure.note import write_note
from pipeline.disclosure.publication import move_into_place, stage
from pipeline.disclosure.safe_table import (
    Edition,
    Publication,
    SafeTable,
    content_hash,
    open_publication,
)
from pipeline.disclosure.search import Found, Material, Search
from pipeline.disclosure.seen import read_publication, to_json
from pipeline.errors import DisclosureError
from pipeline.schema.releases import Catalogue
from pipeline.schema.tables import Label
from pipeline.workspace import Workspace

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class ReleaseSummary:
    """What a release did.

    tables: published; hidden: cells with the marker; merged: tables lower on the ladder;
    withheld: table → why it was held back; is_new: False when readers see what they already saw.
    """

    release_id: str
    tables: int
    hidden: int
    merged: int
    withheld: Mapping[str, str]
    is_new: bool = True


class Run:
    """One run of the gate, with everything it needs at hand."""

    def __init__(
        self,
        workspace: Workspace,
        known: Catalogue,
        ledger: Ledger,
        moments: Mapping[str, Atoms],
        loaded: Loaded,
        today: date,
        progress: Progress | None,
    ) -> None:
        self.workspace, self.known, self.ledger = workspace, known, ledger
        self.moments, self.loaded = moments, loaded
        self.today, self.progress = today, progress

    def make(self) -> ReleaseSummary:
        """Publish a new release, or leave the last one in force."""
        last = self.ledger.last
        if last and self._is_same_data(last):
            return self._again(last)
        found = self._search(self.ledger)
        safe = self._all_tables(found, self.ledger)
        if last and _is_held(found, safe, last):
            return self._hold(last)
        release_id = f"{self.loaded.base.peildatum.isoformat()}-{content_hash(safe)[:12]}"
        self._publish(release_id, self.today, found, safe, is_new=True)
        return self._summary(release_id, found, safe)

    def confidential_only(self) -> ReleaseSummary:
        """Write the exact tables of each school beside the release in force."""
        if not self.workspace.released.exists():
            raise DisclosureError("there is no release yet; next: meldcode release")
        return self._refresh(open_publication(self.workspace.released), {})

    def approve(self, summary: ReleaseSummary, name: str) -> None:
        """Store who looked at the release in force and when, and put it in the note."""
        at = datetime.now(UTC).isoformat(timespec="minutes")
        body = {"release_id": summary.release_id, "by": name, "at": at}
        self.ledger = append(self.workspace.ledger, self.ledger, APPROVAL, self.today, body)
        write_note(self.workspace, self.ledger)

    def _search(self, ledger: Ledger) -> Found:
        loaded = self.loaded
        earlier = tuple(entry.seen for entry in ledger.releases)
        material = Material(
            self.known,
            loaded.base.scope,
            loaded.base.peildatum.isoformat(),
            loaded.atoms,
            ledger,
            earlier,
            self.moments,
            loaded.links,
        )
        tables = [table for table in self.known.of_tier("vrijgave") if table.kind == "counts"]

        def wrap(made: Mapping[str, SafeTable]) -> Publication:
            everything = {**loaded.registers, **made}
            return Publication(
                self._edition("kandidaat", self.today, None, everything), everything, {}
            )

        return Search(material, tables, wrap, self.progress).run()

    def _all_tables(self, found: Found, ledger: Ledger) -> dict[str, SafeTable]:
        classes = class_tables(self.loaded, self.known, ledger.last)
        return dict(sorted({**self.loaded.registers, **classes, **found.tables}.items()))

    def _edition(
        self, release_id: str, day: date, school: str | None, tables: Mapping[str, SafeTable]
    ) -> Edition:
        base = self.loaded.base
        tier = "vrijgave" if school is None else "vertrouwelijk"
        return Edition(
            release_id,
            tier,
            base.bestuur_id,
            school,
            base.peildatum,
            self.loaded.meldcode,
            day,
            content_hash(tables),
        )

    def _is_same_data(self, last: Entry) -> bool:
        """Return whether everything that the last release was made of is what it was."""
        before = self.moments[last.release_id]
        return (
            last.body["catalogue"] == catalogue_hash(self.known)
            and last.body["peildatum"] == self.loaded.base.peildatum.isoformat()
            and last.body["units"] == plain_units(self.loaded.base.scope)
            and last.body["registers"] == hashes(self.loaded.registers)
            and set(before) == set(self.loaded.atoms)
            and all(same_frame(before[name], frame) for name, frame in self.loaded.atoms.items())
        )

    def _again(self, last: Entry) -> ReleaseSummary:
        """Leave the last release as it is; write it again when its file was lost or changed."""
        try:
            publication = open_publication(self.workspace.released)
            if publication.edition.content_sha256 == last.body["content"]:
                return self._refresh(publication, last.body["withheld"])
        except DisclosureError:
            pass
        shorter = Ledger(self.ledger.entries[: last.number])
        found = self._search(shorter)
        safe = self._all_tables(found, shorter)
        if content_hash(safe) != last.body["content"]:
            raise DisclosureError(
                f"release {last.release_id} cannot be made again with this version of the program; "
                f"put back a copy of {self.workspace.released}"
            )
        self._publish(last.release_id, last.day, found, safe, is_new=False)
        return self._summary(last.release_id, found, safe, is_new=False)

    def _hold(self, last: Entry) -> ReleaseSummary:
        """Leave the last release in force: what changed since is too little to show."""
        publication = open_publication(self.workspace.released)
        reason = f"gehouden: het verschil met uitgave {last.release_id} is te klein om te tonen"
        return self._refresh(publication, {**last.body["withheld"], "alle tabellen": reason})

    def _refresh(self, publication: Publication, withheld: Mapping[str, str]) -> ReleaseSummary:
        edition, safe = publication.edition, publication.tables
        files = self._files(edition.release_id, edition.gemaakt_op, safe, publication.withheld)
        del files[self.workspace.released]
        move_into_place(self.workspace, stage(self.workspace, edition.release_id, files))
        hidden = sum(table.hidden for table in safe.values())
        return ReleaseSummary(
            edition.release_id, len(safe), hidden, 0, dict(withheld), is_new=False
        )

    def _files(
        self,
        release_id: str,
        day: date,
        safe: Mapping[str, SafeTable],
        withheld: Mapping[str, Label],
    ) -> dict[Path, Publication]:
        edition = self._edition(release_id, day, None, safe)
        files = {self.workspace.released: Publication(edition, safe, withheld)}
        for school, exact in self.loaded.exact.items():
            tables = {**exact, **safe}
            edition = self._edition(release_id, day, school, tables)
            path = self.workspace.confidential(school)
            files[path] = Publication(edition, tables, withheld)
        return files

    def _publish(
        self,
        release_id: str,
        day: date,
        found: Found,
        safe: Mapping[str, SafeTable],
        *,
        is_new: bool,
    ) -> None:
        """Stage the files, keep what each directie knows, write the ledger, and then publish."""
        files = self._files(release_id, day, safe, found.withheld)
        folder = stage(self.workspace, release_id, files)
        written = open_publication(folder / self.workspace.released.name)
        seen = read_publication(written, self.known, self.loaded.links)
        if is_new:
            add_moment(self.workspace, release_id, self.loaded.atoms)
            body = self._body(release_id, found, safe, to_json(seen))
            self.ledger = append(self.workspace.ledger, self.ledger, RELEASE, day, body)
        move_into_place(self.workspace, folder)
        write_note(self.workspace, self.ledger)

    def _body(
        self, release_id: str, found: Found, safe: Mapping[str, SafeTable], seen: dict[str, Any]
    ) -> dict[str, Any]:
        base = self.loaded.base
        return {
            "release_id": release_id,
            "tier": "vrijgave",
            "bestuur_id": base.bestuur_id,
            "peildatum": base.peildatum.isoformat(),
            "meldcode": self.loaded.meldcode,
            "catalogue": catalogue_hash(self.known),
            "content": content_hash(safe),
            "units": plain_units(base.scope),
            "registers": hashes(self.loaded.registers),
            "withheld": {name: reason.nl for name, reason in found.withheld.items()},
            "rounds": found.rounds,
            "classes": plain_classes(safe),
            "seen": seen,
        }

    def _summary(
        self, release_id: str, found: Found, safe: Mapping[str, SafeTable], *, is_new: bool = True
    ) -> ReleaseSummary:
        return ReleaseSummary(
            release_id,
            len(safe),
            sum(table.hidden for table in safe.values()),
            sum(planned.draft.rung.merged > 0 for planned in found.planned.values()),
            {name: reason.nl for name, reason in found.withheld.items()},
            is_new,
        )


def _is_held(found: Found, safe: Mapping[str, SafeTable], last: Entry) -> bool:
    """Return whether readers would see nothing that they did not see in the last release."""
    fresh = any(planned.fresh.cells for planned in found.planned.values())
    same_tables = {table.name for table in last.seen.tables} == set(found.tables)
    same_others = last.body["registers"] == hashes(safe)
    return not fresh and same_tables and same_others and last.body["classes"] == plain_classes(safe)
