"""One run of the gate: search, publish, remember; or leave the last release in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

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
from pipeline.disclosure.outputs import Output, ledger_line, name_release
from pipeline.disclosure.publication import move_into_place, stage
from pipeline.disclosure.safe_table import Publication, SafeTable, content_hash, open_publication
from pipeline.disclosure.search import Found, Material, Search
from pipeline.disclosure.seen import read_publication, to_json
from pipeline.errors import DisclosureError
from pipeline.schema.releases import Catalogue
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
            return self._leave(last)
        found, safe = self._search(self.loaded, self.ledger)
        if last and _is_held(found, safe, last):
            reason = f"gehouden: het verschil met uitgave {last.release_id} is te klein om te tonen"
            return self._leave(last, {"alle tabellen": reason})
        taken = [entry.release_id for entry in self.ledger.releases]
        name = name_release(self.loaded, safe, taken)
        return self._publish(Output(name, self.today, safe, found.withheld), found)

    def confidential_only(self) -> ReleaseSummary:
        """Write the exact tables of each school beside the release in force."""
        if self.ledger.last is None:
            raise DisclosureError("there is no release yet; next: meldcode release")
        return self._leave(self.ledger.last)

    def approve(self, summary: ReleaseSummary, name: str) -> None:
        """Store who looked at the release in force and when, and put it in the note."""
        at = datetime.now(UTC).isoformat(timespec="minutes")
        body = {"release_id": summary.release_id, "by": name, "at": at}
        self.ledger = append(self.workspace.ledger, self.ledger, APPROVAL, self.today, body)
        write_note(self.workspace, self.ledger)

    def _search(self, loaded: Loaded, ledger: Ledger) -> tuple[Found, dict[str, SafeTable]]:
        """Return the first release that passes after those of a ledger, with all its tables."""
        material = Material(
            self.known,
            loaded.base.scope,
            loaded.base.peildatum.isoformat(),
            loaded.atoms,
            ledger,
            tuple(entry.seen for entry in ledger.releases),
            self.moments,
            loaded.links,
        )
        counts = [table for table in self.known.of_tier("vrijgave") if table.kind == "counts"]

        def wrap(made: Mapping[str, SafeTable]) -> Publication:
            everything = {**loaded.registers, **made}
            return Output("kandidaat", self.today, everything, {}).publication(loaded)

        found = Search(material, counts, wrap, self.progress).run()
        classes = class_tables(loaded, self.known, ledger.last)
        return found, dict(sorted({**loaded.registers, **classes, **found.tables}.items()))

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

    def _leave(self, last: Entry, withheld: Mapping[str, str] | None = None) -> ReleaseSummary:
        """Leave the last release in force, with the exact tables of the directies as they are now.

        Its file is made again when it was lost or changed.
        """
        intact = self._intact(last)
        publication = intact or self._made_again(last)
        safe = publication.tables
        output = Output(last.release_id, publication.edition.gemaakt_op, safe, publication.withheld)
        files = output.files(self.workspace, self.loaded)
        if intact:
            del files[self.workspace.released]
        else:
            files[self.workspace.released] = publication
        move_into_place(self.workspace, stage(self.workspace, last.release_id, files))
        write_note(self.workspace, self.ledger)
        reasons = {**last.body["withheld"], **(withheld or {})}
        hidden = sum(table.hidden for table in safe.values())
        return ReleaseSummary(last.release_id, len(safe), hidden, 0, reasons, is_new=False)

    def _intact(self, last: Entry) -> Publication | None:
        """Return what the published file holds, None when it is not what the ledger says."""
        try:
            publication = open_publication(self.workspace.released)
        except DisclosureError:
            return None
        is_last = publication.edition.content_sha256 == last.body["content"]
        return publication if is_last else None

    def _made_again(self, last: Entry) -> Publication:
        """Return the last release, made from the counts that it was made of."""
        day = date.fromisoformat(last.body["peildatum"])
        base = replace(self.loaded.base, peildatum=day)
        atoms, links = self.moments[last.release_id], last.seen.links
        loaded = replace(self.loaded, base=base, atoms=atoms, links=links)
        found, safe = self._search(loaded, Ledger(self.ledger.entries[: last.number]))
        if content_hash(safe) != last.body["content"]:
            raise DisclosureError(
                f"release {last.release_id} cannot be made again from what is here now; "
                f"put back a copy of {self.workspace.released}"
            )
        return Output(last.release_id, last.day, safe, found.withheld).publication(loaded)

    def _publish(self, output: Output, found: Found) -> ReleaseSummary:
        """Stage the files, keep what each directie knows, write the ledger, and then publish."""
        release_id = output.release_id
        folder = stage(self.workspace, release_id, output.files(self.workspace, self.loaded))
        written = open_publication(folder / self.workspace.released.name)
        known = (self.loaded.links, self.loaded.base.scope.years)
        seen = to_json(read_publication(written, self.known, *known))
        add_moment(self.workspace, release_id, self.loaded.atoms)
        line = ledger_line(output, self.loaded, self.known, found, seen)
        self.ledger = append(self.workspace.ledger, self.ledger, RELEASE, output.day, line)
        move_into_place(self.workspace, folder)
        write_note(self.workspace, self.ledger)
        return ReleaseSummary(
            release_id,
            len(output.safe),
            sum(table.hidden for table in output.safe.values()),
            sum(planned.draft.rung.merged > 0 for planned in found.planned.values()),
            {name: reason.nl for name, reason in found.withheld.items()},
        )


def _is_held(found: Found, safe: Mapping[str, SafeTable], last: Entry) -> bool:
    """Return whether readers would see nothing that they did not see in the last release."""
    fresh = any(planned.fresh.cells for planned in found.planned.values())
    same_tables = {table.name for table in last.seen.tables} == set(found.tables)
    same_others = last.body["registers"] == hashes(safe)
    return not fresh and same_tables and same_others and last.body["classes"] == plain_classes(safe)
