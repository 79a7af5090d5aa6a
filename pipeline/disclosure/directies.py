"""The attack by each directie, which knows its own school exactly, about the others."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

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
    shown_target,
    true_values,
)
from pipeline.disclosure.memory import Pair, key_of, recall
from pipeline.disclosure.model import Model
from pipeline.disclosure.polytope import Floats
from pipeline.disclosure.targets import OTHERS
from pipeline.errors import ImpossibleError

Flags = npt.NDArray[np.bool_]


def attack_by_directies(name: str, question: Question, model: Model, *, strict: bool) -> Profile:
    """Return what directies learn about other schools, each directie on its own.

    What several directies together cannot learn, none of them can: groups are tried first, in two
    divisions in which any two schools are once apart, and only what a group learns too much about
    is asked again of its halves.
    """
    if len(question.moments[-1].schools) < 2:
        return Profile(name, NOT_RUN, 0, reason="the bestuur has one school")
    round_ = _Round(question, model, strict)
    asked = sum(int(flags.sum()) for flags in round_.open.values())
    memory = recall(name, question, model)
    round_.skip(memory.passed)
    tried = {school: flags.copy() for school, flags in round_.open.items()}
    failures: list[Failure] = []
    for group in divisions(question.moments[-1].directies):
        failures += round_.ask(group, round_.common(group))
    for school in question.moments[-1].directies:
        failures += round_.ask([school], round_.open[school].copy())
        failures += round_.shown_rests(school)
    for school, flags in tried.items():
        passed = np.flatnonzero(flags & ~round_.unsure[school])
        memory.passed |= {(school, round_.keys[place]) for place in passed}
    return Profile(name, FAILED if failures else PASSED, asked, tuple(failures))


def divisions(schools: Sequence[str]) -> list[list[str]]:
    """Return the rows and the columns of a square of schools: any two share at most one of them."""
    width = int(np.ceil(np.sqrt(len(schools))))
    rows = [list(schools[start : start + width]) for start in range(0, len(schools), width)]
    columns = [list(schools[start::width]) for start in range(width)]
    return [group for group in rows + columns if len(group) > 1]


@dataclass
class _Round:
    """One attack. For each school `open`: targets not tried yet; `unsure`: those that fail."""

    question: Question
    model: Model
    strict: bool
    own: dict[str, Floats] = field(default_factory=dict)
    involves: dict[str, Flags] = field(default_factory=dict)
    open: dict[str, Flags] = field(default_factory=dict)
    unsure: dict[str, Flags] = field(default_factory=dict)
    keys: list[Hashable] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keys = [key_of(target) for target in self.model.targets]
        schools = self.question.moments[-1].directies
        exact = [atoms for atoms in self.question.exact if atoms is not None]
        own = self.model.own(exact, schools)
        values = true_values(self.question, self.model)
        assert values is not None
        for number, school in enumerate(schools):
            self.own[school] = own[:, number]
            found = [school in target.members["school_id"] for target in self.model.targets]
            self.involves[school] = np.array(found, dtype=bool)
            known_all = self.model.owners == school
            unknown = np.asarray(abs(self.model.matrix) @ (~known_all).astype(float)) > 0
            others = values - self.model.matrix @ self.own[school]
            care = needs_care(self.question, self.model, others, cells=False)
            self.open[school] = unknown & care
            self.unsure[school] = np.zeros_like(care)

    def skip(self, passed: Collection[Pair]) -> None:
        """Leave out what passed before, see `memory`."""
        for school, flags in self.open.items() if passed else ():
            for place in np.flatnonzero(flags):
                flags[place] = (school, self.keys[place]) not in passed

    def common(self, group: Sequence[str]) -> Flags:
        """Return the targets that count cases of none of the group and are open for one of it."""
        involved = np.any([self.involves[school] for school in group], axis=0)
        return np.asarray(np.any([self.open[school] for school in group], axis=0) & ~involved)

    def ask(self, group: Sequence[str], wanted: Flags) -> list[Failure]:
        """Return what single schools of a group learn too much about among `wanted`."""
        places = np.flatnonzero(wanted)
        if not len(places):
            return []
        try:
            explain = self.question.explain and len(group) == 1
            up_to = self.question.unknown_up_to
            failures = judge(self._reader(group), self.model, places, up_to, explain=explain)
        except ImpossibleError:
            # what is assumed between releases does not hold for them: try them apart
            return self._apart(group, wanted)
        failed = np.zeros_like(wanted)
        for failure in failures:
            failed[self.model.targets.index(failure.target)] = True
        for school in group:
            self.open[school] &= ~(wanted & ~failed)
        if len(group) == 1:
            self.open[group[0]] &= ~wanted
            self.unsure[group[0]] |= failed
            return failures
        return self._apart(group, failed)

    def _apart(self, group: Sequence[str], wanted: Flags) -> list[Failure]:
        if len(group) == 1:
            self.open[group[0]] &= ~wanted
            self.unsure[group[0]] |= wanted
            return []
        half = len(group) // 2
        parts = [part for part in (group[:half], group[half:]) if part]
        return [failure for part in parts for failure in self.ask(part, wanted & self.common(part))]

    def _reader(self, schools: Sequence[str]) -> Reader:
        known = np.sum([self.own[school] for school in schools], axis=0)
        is_own = np.isin(self.model.owners.astype(str), list(schools))
        least = np.where(is_own, known, np.maximum(known, 0.0))
        polytope = self.model.polytope.knowing(least, np.where(is_own, known, np.inf))
        name = f"directie {', '.join(schools)}"
        alone = schools[0] if len(schools) == 1 and len(self.question.moments) == 1 else ""
        return Reader(name, polytope, self.model.matrix @ known, self.strict, alone)

    def shown_rests(self, school: str) -> list[Failure]:
        """Return the shown numbers that leave too few for the other schools in it."""
        rests = self.model.polytope.low - self.model.polytope.rows @ self.own[school]
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
