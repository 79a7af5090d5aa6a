"""The gate: the only way from the case database to `publicatie/`.

Count, protect, render, attack together with everything released before, and publish: all of it or
nothing. What readers saw goes to the ledger; what each directie knew is kept, encrypted.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.disclosure.drafts import Scope, count_atoms
from pipeline.disclosure.exact import Base, read_base, read_exact, read_register
from pipeline.disclosure.judge import Atoms
from pipeline.disclosure.ledger import (
    APPROVAL,
    RELEASE,
    Entry,
    Ledger,
    append,
    check_fits,
    only_writer,
    read_ledger,
)
from pipeline.disclosure.moments import add_moment, check_complete, forget_moment, read_moments
from pipeline.disclosure.note import write_note
from pipeline.disclosure.publication import move_into_place, settle, stage, unfinished
from pipeline.disclosure.safe_table import (
    Edition,
    Publication,
    SafeTable,
    content_hash,
    open_publication,
)
from pipeline.disclosure.search import Found, Material, Search
from pipeline.disclosure.seen import read_publication, to_json
from pipeline.disclosure.units import read_clusters, read_mergers
from pipeline.errors import DisclosureError, UsageError
from pipeline.manifest import read_manifest
from pipeline.schema.editions import choose_editions
from pipeline.schema.releases import Catalogue, catalogue
from pipeline.schema.tables import Label
from pipeline.warehouse import open_cases
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


@dataclass(frozen=True)
class _Loaded:
    """Everything read from the case database for one release."""

    base: Base
    atoms: Atoms
    registers: Mapping[str, SafeTable]
    exact: Mapping[str, Mapping[str, SafeTable]]
    meldcode: str


def _load(workspace: Workspace, known: Catalogue) -> _Loaded:
    with open_cases(workspace, read_only=True) as connection:
        base = read_base(connection, read_clusters(workspace), read_mergers(workspace))
        atoms = {
            name: count_atoms(connection, population)
            for name, population in known.populations.items()
        }
        registers = {
            table.name: read_register(connection, table)
            for table in known.of_tier("vrijgave")
            if table.kind == "register"
        }
        exact = read_exact(connection, known.of_tier("vertrouwelijk"))
    return _Loaded(base, atoms, registers, exact, _meldcode(workspace))


def _meldcode(workspace: Workspace) -> str:
    """Return the meldcode that the marts were last built with."""
    return str(read_manifest(workspace).get("build", {}).get("meldcode", "basisonderwijs"))


def release(
    workspace: Workspace,
    *,
    edition: str | None = None,
    approve: str | None = None,
    progress: Progress | None = None,
) -> ReleaseSummary:
    """Publish what may be published, all of it or nothing.

    The same data give the same release, byte for byte; data that differ too little from the last
    release leave it in force. `approve` names the second reader, who signs the release in force.
    Raises DisclosureError when no release passes, or when ledger and files do not fit.
    """
    only_confidential = edition is not None and _is_confidential(edition)
    workspace.require_cases()
    workspace.create()
    with only_writer(workspace):
        known = catalogue()
        ledger, moments = _recover(workspace)
        loaded = _load(workspace, known)
        check_fits(ledger, loaded.base.bestuur_id, loaded.base.peildatum, _today(), _codes(known))
        made = _Release(workspace, known, ledger, moments, loaded, progress)
        summary = made.confidential_only() if only_confidential else made.make()
        if approve:
            made.approve(summary, approve)
    return summary


def _today() -> date:
    return datetime.now(UTC).date()


def _is_confidential(name: str) -> bool:
    edition = choose_editions((name,))[0]
    if edition.tier == "intern":
        raise UsageError(
            f"edition {name} is case level and is never released; next: meldcode worklist"
        )
    return edition.tier == "vertrouwelijk"


def _codes(known: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return dimension → finest codes, for the dimensions that declare them."""
    return {
        name: tuple(
            code for merged in next(iter(dimension.levels.values())).values() for code in merged
        )
        for name, dimension in known.dimensions.items()
        if dimension.levels
    }


def _recover(workspace: Workspace) -> tuple[Ledger, dict[str, dict[str, pd.DataFrame]]]:
    """Finish or forget a release that stopped half-way, and check that nothing is gone."""
    ledger, moments = read_ledger(workspace.ledger), read_moments(workspace)
    known = {entry.release_id for entry in ledger.releases}
    for pending in unfinished(workspace):
        if pending not in known and pending in moments:
            forget_moment(workspace, pending)
            del moments[pending]
    settle(workspace, ledger.last.release_id if ledger.last else None)
    check_complete(ledger, moments, _in_force(workspace))
    return ledger, moments


def _in_force(workspace: Workspace) -> str | None:
    """Return the release that the published file says it holds, None when there is no such file."""
    if not workspace.released.exists():
        return None
    try:
        return open_publication(workspace.released).edition.release_id
    except DisclosureError:
        return None


class _Release:
    """One run of the gate, with everything it needs at hand."""

    def __init__(
        self,
        workspace: Workspace,
        known: Catalogue,
        ledger: Ledger,
        moments: Mapping[str, Atoms],
        loaded: _Loaded,
        progress: Progress | None,
    ) -> None:
        self.workspace, self.known, self.ledger = workspace, known, ledger
        self.moments, self.loaded, self.progress = moments, loaded, progress

    def make(self) -> ReleaseSummary:
        """Publish a new release, or leave the last one in force."""
        last = self.ledger.last
        if last and self._is_same_data(last):
            return self._again(last)
        found = self._search(self.ledger)
        safe = self._all_tables(found)
        if last and _is_held(found, safe, last):
            return self._hold(last)
        release_id = f"{self.loaded.base.peildatum.isoformat()}-{content_hash(safe)[:12]}"
        self._publish(release_id, _today(), found, safe, is_new=True)
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
        self.ledger = append(self.workspace.ledger, self.ledger, APPROVAL, _today(), body)
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
        )
        tables = [table for table in self.known.of_tier("vrijgave") if table.kind == "counts"]

        def wrap(made: Mapping[str, SafeTable]) -> Publication:
            everything = {**loaded.registers, **made}
            return Publication(
                self._edition("kandidaat", _today(), None, everything), everything, {}
            )

        return Search(material, tables, wrap, self.progress).run()

    def _all_tables(self, found: Found) -> dict[str, SafeTable]:
        return dict(sorted({**self.loaded.registers, **found.tables}.items()))

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
            and last.body["units"] == _plain_units(self.loaded.base.scope)
            and last.body["registers"] == _hashes(self.loaded.registers)
            and set(before) == set(self.loaded.atoms)
            and all(_same_frame(before[name], frame) for name, frame in self.loaded.atoms.items())
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
        safe = self._all_tables(found)
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
        seen = read_publication(written, self.known)
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
            "units": _plain_units(base.scope),
            "registers": _hashes(self.loaded.registers),
            "withheld": {name: reason.nl for name, reason in found.withheld.items()},
            "rounds": found.rounds,
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
    same_tables = {t.name for t in last.seen.tables} == set(found.tables)
    registers = {name: table for name, table in safe.items() if table.kind == "register"}
    return not fresh and same_tables and last.body["registers"] == _hashes(registers)


def _hashes(tables: Mapping[str, SafeTable]) -> dict[str, str]:
    return {name: tables[name].sha256 for name in sorted(tables)}


def _plain_units(scope: Scope) -> dict[str, list[str]]:
    return {unit: sorted(schools) for unit, schools in sorted(scope.units.items())}


def _same_frame(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    rows = [sorted(map(tuple, frame.astype(str).to_numpy())) for frame in (one, other)]
    return list(one.columns) == list(other.columns) and rows[0] == rows[1]


def catalogue_hash(known: Catalogue) -> str:
    """Return a hash over all declarations that decide what is published."""
    return hashlib.sha256(repr(known).encode()).hexdigest()
