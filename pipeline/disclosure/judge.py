"""The pass rule: could every number that nobody may learn be 0 up to the declared bound?"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from pipeline.disclosure.model import Model, Source
from pipeline.disclosure.polytope import (
    TOLERANCE,
    Floats,
    Held,
    Ints,
    Polytope,
    cannot_fall,
    cannot_rise,
)
from pipeline.disclosure.seen import Seen
from pipeline.disclosure.targets import CHANGE, HIDDEN, LANDING, Target
from pipeline.schema.releases import Catalogue

PASSED, FAILED, NOT_RUN = "passed", "failed", "not run"
Atoms = Mapping[str, pd.DataFrame]
"""Population → exact counts by finest codes, of all schools."""


@dataclass(frozen=True)
class Failure:
    """One number that a reader learns more about than "fewer than five".

    `low` and `high`: what is proven of it (None: not the side that failed); `sources`: the cells
    that give it away, each with the share of the gap that hiding it could close at most; `school`:
    whose exact counts the reader knows, and nothing else; `tables`: release and name of the fewest
    tables of that proof that give it away, when asked for.
    """

    profile: str
    release_id: str
    target: Target
    low: float | None
    high: float | None
    sources: tuple[tuple[Source, float], ...]
    school: str = ""
    tables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Profile:
    """The result for one kind of reader."""

    name: str
    status: str
    targets: int
    failures: tuple[Failure, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Question:
    """What is attacked: the releases in order, the rule, and the exact counts behind each.

    explain: name for each failure the tables that give the number away; memory: what an attack on
    an earlier draft of the last release found, to be used by `directies.remember`.
    """

    moments: tuple[Seen, ...]
    catalogue: Catalogue
    exact: tuple[Atoms | None, ...]
    explain: bool = False
    memory: dict[Hashable, Any] | None = None

    @property
    def unknown_up_to(self) -> int:
        """No interval of a hidden number may be narrower than 0 up to this."""
        rules = self.catalogue.tiers["vrijgave"].rules
        assert rules is not None
        return rules.unknown_up_to


@dataclass(frozen=True)
class Reader:
    """Someone who reads: what they may assume (`polytope`), and their own part of each target.

    strict: every hidden cell must be able to be 0. Otherwise a number that is proven to be larger
    than may stay unknown passes too: it is no small number.
    """

    name: str
    polytope: Polytope
    own: Floats
    strict: bool
    school: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a reader learns too much about; excused: targets that pass as they are no small number.

    That a number is proven to be large may no longer be so when less is shown: then it is small.
    """

    failures: tuple[Failure, ...]
    excused: tuple[int, ...]


def judge(
    reader: Reader,
    model: Model,
    low: Ints,
    high: Ints,
    unknown_up_to: int,
    *,
    explain: bool = False,
) -> Verdict:
    """Return what a reader learns too much about among the chosen targets.

    low: the targets of which it is asked whether they can fall; high: whether they can rise.
    """
    failures, excused = [], []
    for held in cannot_fall(reader.polytope, model.matrix[low], reader.own[low]):
        place = int(low[held.target])
        target, own = model.targets[place], reader.own[place]
        exempt = not (reader.strict and target.kind == HIDDEN)
        if exempt and is_large(held.value - own, unknown_up_to):
            excused.append(place)
        else:
            failures.append(_failure(reader, model, target, held, own, 0))
    matrix, base = model.matrix[high], reader.own[high]
    for held in cannot_rise(reader.polytope, matrix, base + unknown_up_to):
        place = int(high[held.target])
        target, own = model.targets[place], reader.own[place]
        if _may_be_low(reader.polytope, matrix, target, held, unknown_up_to):
            excused.append(place)
        else:
            failures.append(_failure(reader, model, target, held, own, unknown_up_to))
    if explain:
        failures = [_explain(failure, reader, model) for failure in failures]
    return Verdict(tuple(failures), tuple(excused))


def is_large(value: float, unknown_up_to: int) -> bool:
    """Return whether a lowest value proves that a number is not small."""
    return value > unknown_up_to + 1 - TOLERANCE


def _may_be_low(
    polytope: Polytope, matrix: sp.csr_matrix, target: Target, held: Held, unknown_up_to: int
) -> bool:
    """Return whether a number that cannot rise is no number at all, but a change.

    A change passes when there is none for certain, or when it can be as large downwards.
    """
    if target.kind != CHANGE:
        return False
    if held.value < -unknown_up_to - 1 + TOLERANCE:
        return True
    lowest = polytope.minimise(matrix[held.target].toarray().ravel()).value
    is_none = abs(held.value) < TOLERANCE and lowest > -TOLERANCE
    return is_none or (held.value > -TOLERANCE and lowest < -unknown_up_to + TOLERANCE)


def _failure(
    reader: Reader, model: Model, target: Target, held: Held, own: float, rise: int
) -> Failure:
    gap = max(abs(held.value - own - rise), TOLERANCE)
    said = model.polytope.low
    sources = tuple(
        (source, min(weight * said[row], gap) / gap if weight > 0 else 1.0)
        for row, weight in enumerate(held.weights)
        if abs(weight) > 1e-9 and (source := model.sources[row]) is not None
    )
    release_id = model.unknowns.moments[target.moment].release_id
    value = held.value - own
    low, high = (None, value) if rise else (value, None)
    return Failure(reader.name, release_id, target, low, high, sources, reader.school)


def _explain(failure: Failure, reader: Reader, model: Model) -> Failure:
    """Return the failure with the two tables (or one, or more) that give the number away."""
    weights: dict[tuple[str, str], float] = {}
    for source, share in failure.sources:
        name = (source.release_id, source.table)
        weights[name] = weights.get(name, 0.0) + share
    names = sorted(weights, key=lambda name: (-weights[name], name))
    few = [(one,) for one in names] + list(combinations(names, 2))
    found = (group for group in few if _gives_away(group, failure, reader, model))
    return replace(failure, tables=next(found, tuple(names)))


def _gives_away(
    tables: Sequence[tuple[str, str]], failure: Failure, reader: Reader, model: Model
) -> bool:
    """Return whether these tables alone prove of a number what all together prove."""
    place = model.targets.index(failure.target)
    kept = np.array([s is None or (s.release_id, s.table) in tables for s in model.sources])
    polytope = reader.polytope.with_rows(kept)
    row = model.matrix[place].toarray().ravel()
    own = reader.own[place]
    if failure.low is not None:
        return bool(polytope.minimise(row).value - own > failure.low - TOLERANCE)
    assert failure.high is not None
    return bool(polytope.maximise(row).value - own < failure.high + TOLERANCE)


def true_values(question: Question, model: Model) -> Floats | None:
    """Return the exact value of every target, None when the exact counts were not given."""
    exact = [atoms for atoms in question.exact if atoms is not None]
    if len(exact) < len(question.moments):
        return None
    return np.asarray(model.matrix @ model.all_exact(exact))


def needs_care(
    question: Question, model: Model, values: Floats | None, *, cells: bool
) -> npt.NDArray[np.bool_]:
    """Return the targets that are small, as they truly are; a large number may become known.

    cells: every hidden cell counts, large or not. Without exact counts only hidden cells count: of
    other numbers it cannot be told whether anyone should care. Values may have a column per reader.
    """
    is_cell = np.array([target.kind == HIDDEN for target in model.targets], dtype=bool)
    if values is None:
        return is_cell
    rules = question.catalogue.tiers["vrijgave"].rules
    assert rules is not None
    limits = np.where(is_cell, max(rules.threshold.values()), rules.unknown_up_to + 1)
    landing = np.array([target.kind == LANDING for target in model.targets], dtype=bool)
    anyway = landing | (is_cell & cells)
    if values.ndim > 1:
        limits, anyway = limits[:, None], anyway[:, None]
    return np.asarray((np.abs(values) < limits - TOLERANCE) | anyway)


def can_be_high(model: Model) -> npt.NDArray[np.bool_]:
    """Return the targets that must be able to rise: all but where the one case that came is."""
    return np.array([target.kind != LANDING for target in model.targets], dtype=bool)


def outsider(name: str, model: Model, *, strict: bool) -> Reader:
    """Return a reader who knows nothing but what was shown."""
    return Reader(name, model.polytope, np.zeros(len(model.targets)), strict)
