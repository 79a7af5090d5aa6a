"""The attack: what a reader could work out from everything released so far.

Written apart from `protect`, and not importing it: it reads the published tables, as a reader does.
Profiles: an outsider; an outsider who kept every earlier release; someone who knows that exactly
one case was added; and each directie, which knows its own school exactly, then and now.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.disclosure.directies import attack_by_directies
from pipeline.disclosure.judge import (
    FAILED,
    NOT_RUN,
    PASSED,
    Profile,
    Question,
    can_be_high,
    judge,
    needs_care,
    outsider,
    true_values,
)
from pipeline.disclosure.memory import key_of, recall
from pipeline.disclosure.model import ATOMS, ONE_MORE, TOTALS, Model, make_model
from pipeline.disclosure.nearby import find_witnesses
from pipeline.disclosure.polytope import Floats
from pipeline.disclosure.standing import shown_small
from pipeline.disclosure.targets import (
    CHANGE,
    HIDDEN,
    LANDING,
    Target,
    find_changes,
    find_targets,
)
from pipeline.disclosure.witnesses import Witnesses, outsiders
from pipeline.schema.releases import TOTAL

Step = Callable[[Question], Profile]
CASES = "zaken"
"""The population of which one may be known to have come."""


def attack_steps() -> tuple[Step, ...]:
    """Return the attacks, cheapest first."""
    steps = (
        attack_alone,
        attack_with_history,
        attack_after_one_case,
        attack_by_each_directie,
        attack_by_each_directie_with_history,
    )
    return tuple(_in_parts(step) for step in steps)


def _in_parts(step: Step) -> Step:
    """Return an attack that takes populations without a link between them one after the other."""

    def run(question: Question) -> Profile:
        found = [step(part) for part in _parts(question)]
        if not found:
            return Profile(step.__name__, NOT_RUN, 0, reason="nothing new was shown")
        ran = [profile for profile in found if profile.status != NOT_RUN]
        if not ran:
            return found[0]
        failures = tuple(failure for profile in ran for failure in profile.failures)
        status = FAILED if failures else PASSED
        return Profile(ran[0].name, status, sum(profile.targets for profile in ran), failures)

    return run


def _parts(question: Question) -> list[Question]:
    """Return the question once for each set of populations that are linked, directly or not."""
    groups = [{t.population} for t in question.moments[-1].tables]
    groups += [{link.name, link.population} for seen in question.moments for link in seen.links]
    shown = {table.population for table, _ in question.moments[-1].fresh()}
    parts: list[set[str]] = []
    for group in groups:
        near = [part for part in parts if part & group]
        parts = [part for part in parts if not part & group] + [group.union(*near)]
    return [_only(question, part) for part in sorted(parts, key=sorted) if part & shown]


def _only(question: Question, populations: set[str]) -> Question:
    moments = tuple(
        replace(seen, tables=tuple(t for t in seen.tables if t.population in populations))
        for seen in question.moments
    )
    return replace(question, moments=moments)


def attack(question: Question) -> list[Profile]:
    """Return what each kind of reader learns from the last release and all before it."""
    return [step(question) for step in attack_steps()]


def _last(question: Question) -> Question:
    return replace(question, moments=question.moments[-1:], exact=question.exact[-1:])


def _run(
    name: str, question: Question, model: Model, point: Floats | None, *, strict: bool = False
) -> Profile:
    """Return what an outsider learns; point: counts that agree with the model, None: none do."""
    reader, up_to = outsider(name, model, strict=strict), question.unknown_up_to
    values = true_values(question, model)
    care = needs_care(question, model, values, cells=strict)
    memory = recall(name, question, model)
    keys = [(name, key_of(target)) for target in model.targets]
    tried = care & np.array([key not in memory.passed for key in keys], dtype=bool)
    low, high = tried[:, None].copy(), (tried & can_be_high(model))[:, None]
    left = Witnesses(model, outsiders(name, model), up_to, low, high)
    if point is not None:
        find_witnesses(left, point)
    asked = (np.flatnonzero(left.low), np.flatnonzero(left.high))
    found = judge(reader, model, *asked, up_to, explain=question.explain)
    unsure = {(name, key_of(failure.target)) for failure in found.failures}
    unsure |= {keys[place] for place in found.excused}
    memory.passed |= {keys[place] for place in np.flatnonzero(tried)} - unsure
    failures = (*found.failures, *shown_small(reader, model, up_to))
    return Profile(name, FAILED if failures else PASSED, int(care.sum()), failures)


def attack_alone(question: Question) -> Profile:
    """One release, nothing else known: every hidden number could be 0 up to 4, none excepted."""
    question = _last(question)
    targets = find_targets(0, question.moments[0], question.catalogue)
    model = make_model(question.moments, targets, question.catalogue)
    return _run("outsider", question, model, model.possible(question.exact), strict=True)


def attack_with_history(question: Question) -> Profile:
    """Every release so far, side by side, under the strongest assumption that they allow."""
    name = "outsider with every release"
    question = cohorts(question)
    if len(question.moments) < 2:
        return Profile(name, NOT_RUN, 0, reason="there is no earlier release to compare")
    found = history_model(question, all_targets(question))
    if found is None:
        return Profile(name, NOT_RUN, 0, reason="cases left in between, so releases do not add up")
    return _run(name, question, *found)


def attack_after_one_case(question: Question) -> Profile:
    """Two releases between which exactly one case came: nothing may tell where it landed."""
    name = "someone who knows that one case was added"
    pair = cohorts(question)
    pair = replace(pair, moments=pair.moments[-2:], exact=pair.exact[-2:])
    shown = [{table.population for table, _ in seen.fresh()} for seen in pair.moments]
    if len(shown) < 2 or not all(CASES in found for found in shown):
        return Profile(name, NOT_RUN, 0, reason="no two releases show fresh counts of cases")
    targets = [t for m in (0, 1) for t in find_targets(m, pair.moments[m], pair.catalogue)]
    targets = [target for target in targets if target.kind == HIDDEN] + _landing_places(pair)
    model = make_model(pair.moments, targets, pair.catalogue, ONE_MORE, CASES)
    point = model.possible(pair.exact)
    if point is None:
        return Profile(name, NOT_RUN, 0, reason="what was shown tells that it was not one case")
    return _run(name, pair, model, point)


def attack_by_each_directie(question: Question) -> Profile:
    """One release, and the exact counts of one school."""
    name = "each directie"
    question = _last(question)
    if question.exact[0] is None:
        return Profile(name, NOT_RUN, 0, reason="exact counts were not given")
    targets = find_targets(0, question.moments[0], question.catalogue)
    model = make_model(question.moments, targets, question.catalogue)
    return attack_by_directies(name, question, model, strict=True)


def attack_by_each_directie_with_history(question: Question) -> Profile:
    """Every release so far, and the exact counts of one school at each."""
    name = "each directie with every release"
    question = cohorts(question)
    if len(question.moments) < 2:
        return Profile(name, NOT_RUN, 0, reason="there is no earlier release to compare")
    if any(exact is None for exact in question.exact):
        return Profile(name, NOT_RUN, 0, reason="exact counts were not given")
    targets = [target for target in all_targets(question) if target.kind != CHANGE]
    found = history_model(question, targets)
    if found is None:
        return Profile(name, NOT_RUN, 0, reason="cases left in between, so releases do not add up")
    return attack_by_directies(name, question, found[0], strict=False)


def cohorts(question: Question) -> Question:
    """Return the question without populations of which releases cannot be compared.

    Releases that then show nothing new are left out; if the last is one of them, nothing is left.
    """
    known = question.catalogue.populations
    cohort = _only(question, {name for name, population in known.items() if population.cohort})
    kept = [place for place, seen in enumerate(cohort.moments) if any(seen.fresh())]
    if len(question.moments) - 1 not in kept:
        kept = []
    moments = tuple(cohort.moments[place] for place in kept)
    exact = tuple(question.exact[place] for place in kept)
    return replace(question, moments=moments, exact=exact)


def all_targets(question: Question) -> list[Target]:
    """Return the targets of every release, and what changed between each and the last."""
    moments, last = question.moments, len(question.moments) - 1
    found = [t for m, seen in enumerate(moments) for t in find_targets(m, seen, question.catalogue)]
    return found + [t for earlier in range(last) for t in find_changes(earlier, last, moments)]


def history_model(question: Question, targets: Sequence[Target]) -> tuple[Model, Floats] | None:
    """Return the system under the strongest assumption that what was shown allows, and a point."""
    for mode in (ATOMS, TOTALS):
        model = make_model(question.moments, targets, question.catalogue, mode)
        point = model.possible(question.exact)
        if point is not None:
            return model, point
    return None


def _landing_places(pair: Question) -> list[Target]:
    """Return for each number about a school or an outcome how much of the one case it got."""
    seen = pair.moments[1]
    return [
        Target(LANDING, 1, table.name, table.population, cell.codes, seen.members(table, cell), 0)
        for table, cell in seen.fresh()
        if table.population == CASES
        and any(
            code != TOTAL
            for dimension, code in zip(table.dimensions, cell.codes, strict=True)
            if dimension != "periode"
        )
    ]
