"""A point proves only what it may prove, and with such proofs the attack finds what it found."""

import random
from collections.abc import Hashable
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.disclosure import attack, directies
from pipeline.disclosure.attack import attack_steps
from pipeline.disclosure.directies import _Round
from pipeline.disclosure.drafts import Scope
from pipeline.disclosure.judge import Failure, Profile, Question, Reader, Verdict, judge
from pipeline.disclosure.memory import Memory, key_of
from pipeline.disclosure.model import Model, make_model
from pipeline.disclosure.polytope import Polytope
from pipeline.disclosure.search import Material, Search
from pipeline.disclosure.seen import read_publication
from pipeline.disclosure.targets import find_targets
from tests.privacy.random_releases import Drawn, Sequence, Tally, draw_bestuur


def draw_large(draw: random.Random) -> Drawn:
    """Draw a bestuur of nine to twelve schools: enough to change the counts of a few of them."""
    drawn = draw_bestuur(draw)
    while not any("school_id" in (table.dimensions or ()) for table in drawn.known.tables):
        drawn = draw_bestuur(draw)
    schools = tuple(f"school_{number:02}" for number in range(draw.randint(9, 12)))
    outcomes = sorted({outcome for _, _, outcome in drawn.counts})
    counts = {
        (school, year, outcome): int(draw.expovariate(1 / 6))
        for school in schools
        for year in drawn.scope.years
        for outcome in outcomes
    }
    return Drawn(drawn.known, Scope(schools, {}, drawn.scope.years), counts, moves=False)


def questions(numbers: range, monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """Return what an attack is asked of drawn releases that hide their small cells and no more."""
    asked: list[Question] = []

    def careless(search: Search, planned: dict) -> frozenset:  # type: ignore[type-arg]
        return frozenset(place for one in planned.values() for place in search._primary(one))

    def remember(search: Search, tables: dict) -> list[Failure]:  # type: ignore[type-arg]
        m: Material = search.material
        seen = read_publication(search.wrap(tables), m.catalogue, m.links, m.scope.years)
        own = tuple(m.moments.get(earlier.release_id) for earlier in m.earlier)
        asked.append(Question((*m.earlier, seen), m.catalogue, (*own, m.atoms)))
        return []

    monkeypatch.setattr(Search, "_protect", careless)
    monkeypatch.setattr(Search, "_attack", remember)
    for number in numbers:
        draw = random.Random(number)
        sequence = Sequence(draw_large(draw))
        sequence.release(Tally())
        for atom in sequence.drawn.counts:
            sequence.drawn.counts[atom] += draw.choice([0, 5, 8])
        sequence.release(Tally())
    return asked


def plain(profile: Profile) -> tuple[object, ...]:
    """Return the verdict, and every number that was worked out with what is proven of it."""

    def bound(value: float | None) -> float | None:
        return None if value is None else round(value, 6)

    found = {
        (f.profile, f.release_id, f.target.words, f.target.since, bound(f.low), bound(f.high))
        for f in profile.failures
    }
    return (profile.name, profile.status, profile.targets, found)


def test_with_witnesses_an_attack_finds_exactly_what_it_finds_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = questions(range(4), monkeypatch)
    quick = [plain(step(question)) for question in asked for step in attack_steps()]
    for module in (attack, directies):
        monkeypatch.setattr(module, "find_witnesses", lambda *_: None)
    thorough = [plain(step(question)) for question in asked for step in attack_steps()]
    assert quick == thorough
    assert any(failures for *_, failures in quick)  # type: ignore[misc]
    assert any(not failures and targets for *_, targets, failures in quick)  # type: ignore[misc]


def test_a_number_that_passes_as_a_large_one_is_tried_again_in_every_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """When less is shown it may be known to be 3 or more, and no longer that it is 6 or more."""
    asked = questions(range(3), monkeypatch)
    excused: set[object] = set()

    def watch(reader: Reader, model: Model, *args: object, **options: bool) -> Verdict:
        found = judge(reader, model, *args, **options)  # type: ignore[arg-type]
        excused.update((reader.name, key_of(model.targets[place])) for place in found.excused)
        return found

    monkeypatch.setattr(attack, "judge", watch)
    remembered: set[object] = set()
    for question in asked:
        memory: dict[Hashable, Memory] = {}
        attack.attack_with_history(replace(question, memory=memory))
        remembered.update(*(known.passed for known in memory.values()))
    assert excused and remembered
    assert not excused & remembered


def round_of_schools(monkeypatch: pytest.MonkeyPatch) -> _Round:
    """Return what directies are asked of a release with a table of schools, nothing shown yet."""
    for question in questions(range(6), monkeypatch):
        first = Question(question.moments[:1], question.catalogue, question.exact[:1])
        targets = find_targets(0, first.moments[0], first.catalogue)
        model = make_model(first.moments, targets, first.catalogue)
        asked = _Round(first, model, strict=True)
        if set(asked.schools) <= set(model.owners) and asked.left.count():
            return asked
    raise AssertionError("no release shows schools")


def test_a_point_that_breaks_a_statement_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = round_of_schools(monkeypatch)
    before = asked.left.count()
    model: Model = asked.model
    shown = model.polytope.rows[0].indices[0]
    for change in (1.0, 0.001, -asked.truth[shown] - 1):
        point = asked.truth.copy()
        point[shown] += change
        asked.left.show(point)
        assert asked.left.count() == before
    asked.left.show(asked.truth)
    assert asked.left.count() < before


def test_a_point_proves_nothing_to_a_directie_whose_own_numbers_are_not_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two schools change places in one outcome: both know that it is not so, the others do not."""
    asked = round_of_schools(monkeypatch)
    owners = asked.model.owners
    first, second = (np.flatnonzero(owners == name)[0] for name in asked.schools[:2])
    point = asked.truth.copy()
    point[[first, second]] += [1, -1]
    believers = {asked.schools[number] for number in asked.readers.who_may_believe(point)}
    assert believers == set(asked.schools[2:])


small = st.integers(-1, 1)
matrices = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(small, min_size=width, max_size=width), min_size=2, max_size=7)
)


@settings(max_examples=60, deadline=None)
@given(rows=matrices, point=st.lists(st.integers(0, 6), min_size=5, max_size=5), data=st.data())
def test_statements_written_shorter_say_the_same(
    rows: list[list[int]], point: list[int], data: st.DataObject
) -> None:
    """Bounds of a number are the same, and the weights of the statements given prove the bound."""
    matrix = sp.csr_matrix(np.array(rows, dtype=float))
    size = matrix.shape[1]
    said = matrix @ np.array(point[:size], dtype=float)
    slack = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(rows), max_size=len(rows))))
    long = Polytope(matrix, said, said + slack, np.zeros(size), np.full(size, 9.0))
    short = long.shortened()
    target = np.array(data.draw(st.lists(small, min_size=size, max_size=size)), dtype=float)
    found = short.minimise(target)
    assert found.value == pytest.approx(long.minimise(target).value, abs=1e-6)
    assert long.holds(found.point)
    rest = target - matrix.T @ found.weights
    at_most = np.where(found.weights > 0, said, said + slack) @ found.weights
    assert at_most + np.minimum(rest, 0) @ np.full(size, 9.0) == pytest.approx(found.value)
