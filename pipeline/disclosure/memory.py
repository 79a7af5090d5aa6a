"""What an attack need not try again: of an earlier draft of the same release, showing no less.

With fewer statements more counts agree with what was shown. So what could be 0 and as much as must
stay unknown can still be so in a later draft, when every number that it shows was shown before.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

from pipeline.disclosure.judge import Question
from pipeline.disclosure.model import Model
from pipeline.disclosure.targets import Target

Pair = tuple[str, Hashable]
"""A reader and a number: who tried to work out what."""


@dataclass
class Memory:
    """The statements of the draft that was attacked last, and the pairs that passed."""

    shown: frozenset[Hashable] = frozenset()
    passed: set[Pair] = field(default_factory=set)


def recall(name: str, question: Question, model: Model) -> Memory:
    """Return what passed before and must pass again; empty when a draft shows something new."""
    if question.memory is None:
        return Memory()
    populations = frozenset(t.population for seen in question.moments for t in seen.tables)
    moments = tuple(seen.release_id for seen in question.moments)
    links = tuple(seen.links for seen in question.moments)
    key = (name, populations, moments, links, model.mode)
    known: Memory = question.memory.setdefault(key, Memory())
    shown = frozenset(
        (source, low)
        for source, low in zip(model.sources, model.polytope.low, strict=True)
        if source is not None
    )
    if not shown <= known.shown:
        known.passed.clear()
    known.shown = shown
    return known


def key_of(target: Target) -> Hashable:
    """Return what tells one number from all others."""
    members = tuple(sorted((d, tuple(sorted(codes))) for d, codes in target.members.items()))
    return (target.kind, target.moment, target.since, target.population, members)
