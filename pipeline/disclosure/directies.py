"""The attack by each directie, which knows its own school exactly, about the others."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp

from pipeline.disclosure.judge import (
    FAILED,
    NOT_RUN,
    PASSED,
    Failure,
    Profile,
    Question,
    Reader,
    judge,
    needs_care,
)
from pipeline.disclosure.memory import Pair, key_of, recall
from pipeline.disclosure.model import Model
from pipeline.disclosure.nearby import blocks, find_witnesses
from pipeline.disclosure.polytope import TOLERANCE
from pipeline.disclosure.standing import shown_target
from pipeline.disclosure.targets import OTHERS
from pipeline.disclosure.witnesses import Flags, Witnesses, directies
from pipeline.errors import ImpossibleError


def attack_by_directies(name: str, question: Question, model: Model, *, strict: bool) -> Profile:
    """Return what directies learn about other schools, each directie on its own.

    What several directies together cannot learn, none of them can: groups are tried first, in two
    divisions in which any two schools are once apart, and only what a group learns too much about
    is asked again of its halves.
    """
    if len(question.moments[-1].schools) < 2:
        return Profile(name, NOT_RUN, 0, reason="the bestuur has one school")
    round_ = _Round(question, model, strict)
    asked = int(round_.open.sum())
    memory = recall(name, question, model)
    round_.skip(memory.passed)
    tried = round_.open
    find_witnesses(round_.left, round_.truth)
    failures: list[Failure] = []
    for group in divisions(question.moments[-1].directies):
        failures += round_.ask(group, round_.common(group))
    for school in question.moments[-1].directies:
        failures += round_.ask([school], round_.open[:, round_.number[school]].copy())
        failures += round_.shown_rests(school)
    passed = np.argwhere(tried & ~round_.unsure)
    memory.passed |= {(round_.schools[s], round_.keys[place]) for place, s in passed}
    return Profile(name, FAILED if failures else PASSED, asked, tuple(failures))


def divisions(schools: Sequence[str]) -> list[list[str]]:
    """Return the rows and the columns of a square of schools: any two share at most one of them."""
    rows, columns = blocks(schools)
    return [group for group in rows + columns if len(group) > 1]


class _Round:
    """One attack. `left`: what is not shown yet; `unsure`: what fails, or may later."""

    def __init__(self, question: Question, model: Model, strict: bool) -> None:
        self.question, self.model, self.strict = question, model, strict
        self.keys = [key_of(target) for target in model.targets]
        self.schools = question.moments[-1].directies
        self.number = {school: number for number, school in enumerate(self.schools)}
        exact = [atoms for atoms in question.exact if atoms is not None]
        self.truth = model.all_exact(exact)
        readers = directies(model, model.own(exact, self.schools), self.schools)
        self.readers = readers
        involved = [[s in t.members["school_id"] for s in self.schools] for t in model.targets]
        self.involves = np.array(involved, dtype=bool).reshape(len(involved), len(self.schools))
        asked = self._asked()
        self.left = Witnesses(model, readers, question.unknown_up_to, asked.copy(), asked.copy())
        self.unsure = np.zeros_like(asked)

    def _asked(self) -> Flags:
        """Return what is small without the reader's own part, and not known to the reader."""
        others = (self.model.matrix @ self.truth)[:, None] - self.readers.parts
        every = abs(self.model.matrix)
        known = sp.csr_matrix(self.readers.owner[:, None] == np.arange(len(self.schools)))
        unknown = np.asarray(every.sum(axis=1)) - (every @ known).toarray() > TOLERANCE
        care = needs_care(self.question, self.model, others, cells=False)
        return np.asarray(unknown & care)

    @property
    def open(self) -> Flags:
        """Return the targets (rows) of which it is still to be asked what a school learns."""
        return self.left.open

    def skip(self, passed: Collection[Pair]) -> None:
        """Leave out what passed before, see `memory`."""
        for place, number in np.argwhere(self.open) if passed else ():
            if (self.schools[number], self.keys[place]) in passed:
                self._close(place, number)

    def _close(self, places: Any, numbers: Any) -> None:
        self.left.low[places, numbers] = self.left.high[places, numbers] = False

    def common(self, group: Sequence[str]) -> Flags:
        """Return the targets that count cases of none of the group and are open for one of it."""
        numbers = [self.number[school] for school in group]
        open_ = self.open[:, numbers].any(axis=1)
        return np.asarray(open_ & ~self.involves[:, numbers].any(axis=1))

    def ask(self, group: Sequence[str], wanted: Flags) -> list[Failure]:
        """Return what single schools of a group learn too much about among `wanted`."""
        if not wanted.any():
            return []
        numbers = [self.number[school] for school in group]
        low, high = (
            np.flatnonzero(wanted & side[:, numbers].any(axis=1))
            for side in (self.left.low, self.left.high)
        )
        try:
            explain = self.question.explain and len(group) == 1
            up_to = self.question.unknown_up_to
            found = judge(self._reader(group), self.model, low, high, up_to, explain=explain)
        except ImpossibleError:
            # what is assumed between releases does not hold for them: try them apart
            return self._apart(group, wanted)
        failed = np.zeros_like(wanted)
        for failure in found.failures:
            failed[self.model.targets.index(failure.target)] = True
        self._close(np.flatnonzero(wanted & ~failed)[:, None], numbers)
        self.unsure[np.array(found.excused, dtype=np.int64)[:, None], numbers] = True
        if len(group) == 1:
            self._close(wanted, numbers[0])
            self.unsure[failed, numbers[0]] = True
            return list(found.failures)
        return self._apart(group, failed)

    def _apart(self, group: Sequence[str], wanted: Flags) -> list[Failure]:
        if len(group) == 1:
            self._close(wanted, self.number[group[0]])
            self.unsure[wanted, self.number[group[0]]] = True
            return []
        half = len(group) // 2
        parts = [part for part in (group[:half], group[half:]) if part]
        return [failure for part in parts for failure in self.ask(part, wanted & self.common(part))]

    def _reader(self, schools: Sequence[str]) -> Reader:
        known = self.readers.own[:, [self.number[school] for school in schools]].sum(axis=1)
        is_own = np.isin(self.model.owners.astype(str), list(schools))
        least = np.where(is_own, known, np.maximum(known, 0.0))
        polytope = self.model.polytope.knowing(least, np.where(is_own, known, np.inf))
        name = f"directie {', '.join(schools)}"
        alone = schools[0] if len(schools) == 1 and len(self.question.moments) == 1 else ""
        return Reader(name, polytope, self.model.matrix @ known, self.strict, alone)

    def shown_rests(self, school: str) -> list[Failure]:
        """Return the shown numbers that leave too few for the other schools in it."""
        rests = (
            self.model.polytope.low
            - self.model.polytope.rows @ self.readers.own[:, self.number[school]]
        )
        small = np.flatnonzero(rests <= self.question.unknown_up_to)
        found = [
            (float(rests[row]), source, shown_target(OTHERS, self.model, source))
            for row in small
            if (source := self.model.sources[row]) is not None
        ]
        return [
            Failure(
                f"directie {school}",
                source.release_id,
                target,
                rest,
                rest,
                ((source, 1.0),),
                tables=((source.release_id, source.table),),
            )
            for rest, source, target in found
            if school in target.members["school_id"] and len(target.members["school_id"]) > 1
        ]
