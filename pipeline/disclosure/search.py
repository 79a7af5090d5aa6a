"""The search for a release that passes: protect, render, attack, and again with what it taught."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.disclosure.attack import attack_steps
from pipeline.disclosure.cuts import Cut, Insider, Place, Problem
from pipeline.disclosure.drafts import Scope, ladder, make_draft
from pipeline.disclosure.judge import Atoms, Failure, Question
from pipeline.disclosure.ledger import Ledger
from pipeline.disclosure.plan import Planned, plan_table, render
from pipeline.disclosure.protect import protect
from pipeline.disclosure.rules import primary_cells
from pipeline.disclosure.safe_table import Publication, SafeTable
from pipeline.disclosure.seen import Seen, read_publication
from pipeline.disclosure.targets import HIDDEN
from pipeline.errors import DisclosureError, NoProofError
from pipeline.schema.releases import Catalogue, Link, ReleaseTable
from pipeline.schema.tables import Label

Progress = Callable[[int, int, str], None]
MOST_ROUNDS = 60
PATIENCE = 1
"""After so many attacks that taught something, what is hidden stays hidden."""

TOO_FEW = Label("te weinig zaken om iets te mogen tonen", "too few cases to show anything")
BESIDE_EARLIER = Label(
    "te weinig zaken om iets te tonen naast wat al is uitgegeven",
    "too few cases to show anything beside what was released before",
)
NOT_PROVEN = Label(
    "niet bewezen dat niets kleins uit te rekenen is",
    "not proven that nothing small can be worked out",
)


@dataclass(frozen=True)
class Material:
    """What a release is made of: exact counts, whose, and everything released before."""

    catalogue: Catalogue
    scope: Scope
    peildatum: str
    atoms: Atoms
    ledger: Ledger
    earlier: tuple[Seen, ...]
    moments: Mapping[str, Mapping[str, pd.DataFrame]]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Found:
    """Tables that passed, tables held back and why, and proofs that no release can undo."""

    tables: Mapping[str, SafeTable]
    planned: Mapping[str, Planned]
    withheld: Mapping[str, Label]
    rounds: int
    older: tuple[Failure, ...] = ()


@dataclass
class _State:
    rungs: dict[str, int]
    withheld: dict[str, Label] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    older: tuple[Failure, ...] = ()
    learned: int = 0
    insiders: dict[Insider, None] = field(default_factory=dict)
    kept: frozenset[Place] = frozenset()


class Search:
    """One search. `wrap` makes a publication of tables, as it would be written."""

    def __init__(
        self,
        material: Material,
        tables: list[ReleaseTable],
        wrap: Callable[[Mapping[str, SafeTable]], Publication],
        progress: Progress | None = None,
    ) -> None:
        self.material, self.tables, self.wrap, self.progress = material, tables, wrap, progress
        rules = material.catalogue.tiers["vrijgave"].rules
        assert rules is not None
        self.rules = rules
        self.state = _State({table.name: 0 for table in tables})
        self.memory: dict[Hashable, Any] = {}

    def run(self) -> Found:
        """Return the first release that passes every attack; the order of steps is fixed."""
        for number in range(MOST_ROUNDS):
            if self.progress:
                self.progress(min(number, 9), 10, "beschermen en aanvallen")
            planned = self._plan()
            hidden = self._protect(planned)
            if hidden is None or self._too_much_hidden(planned, hidden):
                continue
            tables = {name: render(p, hidden, self.material.scope) for name, p in planned.items()}
            failures = self._attack(tables)
            if not self._learn(failures, planned):
                return Found(tables, planned, self.state.withheld, number + 1, self.state.older)
        raise DisclosureError(f"no release passed in {MOST_ROUNDS} rounds; nothing was published")

    def _plan(self) -> dict[str, Planned]:
        """Return each table at the first rung where the rules alone do not hide too much."""
        planned = {}
        for table in self.tables:
            while table.name not in self.state.withheld:
                candidate = self._plan_at(table, self.state.rungs[table.name])
                hidden = self._primary(candidate)
                if not self._is_too_much(table, candidate, len(hidden)):
                    planned[table.name] = candidate
                    break
                self._step_down(table)
        return planned

    def _plan_at(self, table: ReleaseTable, rung: int) -> Planned:
        m = self.material
        rungs = ladder(table, m.catalogue, bool(m.scope.clusters))
        atoms = m.atoms[str(table.population)]
        draft = make_draft(table, rungs[rung], m.scope, m.catalogue, atoms)
        return plan_table(draft, m.scope, m.ledger, m.catalogue, m.peildatum)

    def _primary(self, planned: Planned) -> frozenset[Place]:
        fresh = planned.fresh
        cells = [fresh.cells[position] for position in primary_cells(fresh, self.rules)]
        return frozenset((cell.table, cell.codes) for cell in cells)

    def _is_too_much(self, table: ReleaseTable, planned: Planned, hidden: int) -> bool:
        share = self.rules.most_hidden if table.most_hidden is None else table.most_hidden
        fresh = len(planned.fresh.cells)
        return not planned.draft.cells or hidden > share * fresh

    def _step_down(self, table: ReleaseTable, reason: Label = TOO_FEW) -> None:
        """Go one rung down the ladder, or hold the table back when there is none."""
        rungs = ladder(table, self.material.catalogue, bool(self.material.scope.clusters))
        name = table.name
        self.state.kept = frozenset(place for place in self.state.kept if place[0] != name)
        self.state.insiders = {i: None for i in self.state.insiders if i.target[0] != name}
        self.state.cuts = [
            cut
            for cut in self.state.cuts
            if all(place[0] != name for place in (*cut.weights, *filter(None, [cut.when])))
        ]
        if self.state.rungs[name] + 1 < len(rungs):
            self.state.rungs[name] += 1
        else:
            self.state.withheld[name] = reason

    def _protect(self, planned: Mapping[str, Planned]) -> frozenset[Place] | None:
        tier = self.material.catalogue.tiers["vrijgave"]
        drafts = tuple(p.fresh for p in planned.values() if p.fresh.cells)
        hidden = frozenset(place for p in planned.values() for place in self._primary(p))
        hidden |= self.state.kept
        problem = Problem(
            drafts,
            hidden,
            self.rules.unknown_up_to,
            tier.nodes,
            tier.seconds,
            self.material.atoms,
            tuple(self.state.insiders),
        )
        try:
            pattern, self.state.cuts = protect(problem, self.state.cuts)
        except NoProofError:
            largest = max(drafts, key=lambda draft: (len(draft.cells), draft.table.name))
            self.state.withheld[largest.table.name] = NOT_PROVEN
            self.state.cuts, self.state.kept = [], frozenset()
            return None
        if self.state.learned >= PATIENCE:
            self.state.kept = pattern
        return pattern

    def _too_much_hidden(self, planned: Mapping[str, Planned], hidden: frozenset[Place]) -> bool:
        """Step down every table of which too much would be hidden; return whether one was."""
        found = [
            table
            for table in self.tables
            if table.name in planned
            and self._is_too_much(
                table, planned[table.name], len(hidden & planned[table.name].fresh.places)
            )
        ]
        for table in found:
            self._step_down(table, BESIDE_EARLIER if self.material.earlier else TOO_FEW)
        return bool(found)

    def _attack(self, tables: Mapping[str, SafeTable]) -> list[Failure]:
        """Return what the first kind of reader who learns too much learns."""
        m = self.material
        seen = read_publication(self.wrap(tables), m.catalogue, m.links, m.scope.years)
        own = tuple(m.moments.get(earlier.release_id) for earlier in m.earlier)
        question = Question((*m.earlier, seen), m.catalogue, (*own, m.atoms), memory=self.memory)
        known = {_key(failure) for failure in self.state.older}
        for step in attack_steps():
            failures = [f for f in step(question).failures if _key(f) not in known]
            if failures:
                return failures
        return []

    def _learn(self, failures: list[Failure], planned: Mapping[str, Planned]) -> bool:
        """Turn each proof into a cut; return whether there is anything to do again."""
        earlier = {seen.release_id for seen in self.material.earlier}
        places = frozenset().union(*(p.fresh.places for p in planned.values()))
        cuts, older = [], []
        for failure in failures:
            used = {
                (source.table, source.codes): share
                for source, share in failure.sources
                if source.release_id not in earlier and (source.table, source.codes) in places
            }
            if not used:
                older.append(failure)
                continue
            place = (failure.target.table, failure.target.codes)
            is_now = failure.release_id not in earlier and place in places
            is_cell = is_now and failure.target.kind == HIDDEN
            if is_cell and failure.school:
                self.state.insiders[Insider(failure.school, place)] = None
            cuts.append(Cut(used, 1.0, place if is_cell else None))
        self.state.cuts += [cut for cut in cuts if cut not in self.state.cuts]
        self.state.learned += 1
        self.state.older += tuple(older)
        return bool(failures)


def _key(failure: Failure) -> tuple[object, ...]:
    target = failure.target
    members = tuple(sorted((d, tuple(sorted(codes))) for d, codes in target.members.items()))
    return (failure.profile, failure.release_id, target.kind, target.table, target.codes, members)
