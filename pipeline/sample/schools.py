"""Invented schools: names, tokens, sizes, how many cases each has, and how each hands in files."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np

from pipeline.errors import UsageError
from pipeline.sample.days import Floats, Ints
from pipeline.sample.dice import Dice
from pipeline.sample.parameters import Dialect, Parameters
from pipeline.sample.tokens import Tokens, make_tokens
from pipeline.schema.calendar import VAKANTIEREGIOS

FEW_CASES = 3


@dataclass(frozen=True)
class Schools:
    """One entry per school; `fixed_cases` is -1 unless the number of cases is prescribed."""

    names: tuple[str, ...]
    slugs: tuple[str, ...]
    school_id: Tokens
    bestuur_id: bytes
    region: Ints
    size: Ints
    factor: Floats
    onbekend: Floats
    fixed_cases: Ints
    dialects: tuple[Dialect, ...]
    gaps: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.names)


def make_schools(parameters: Parameters, seed: int, n: int) -> Schools:
    """Return n invented schools of one bestuur. The first schools stay the same when n grows."""
    if n < 1:
        raise UsageError(f"schools is {n}; choices: 1 or more")
    sizes = Dice(parameters, seed, (0, 0))
    tokens = Dice(parameters, seed, (0, 1)).rng
    names = invent_names(parameters, seed, n)
    size = _draw_sizes(sizes, n)
    return Schools(
        names=names,
        slugs=tuple(map(slug, names)),
        bestuur_id=bytes(make_tokens(tokens, "B", 1)[0]),
        school_id=make_tokens(tokens, "S", n),
        region=_draw_regions(parameters, seed, n),
        size=size,
        factor=_draw_factors(parameters, seed, n),
        onbekend=_onbekend(parameters, size),
        fixed_cases=_fixed_cases(n),
        dialects=_dialects(parameters, n),
        gaps=tuple(parameters.gaps[i % len(parameters.gaps)] for i in range(n)),
    )


def invent_names(parameters: Parameters, seed: int, n: int) -> tuple[str, ...]:
    """Return n different names such as 'Basisschool De Papieren Kraan'."""
    words = parameters.names
    pairs = [(a, t) for a in words["adjectives"] for t in words["things"]]
    order = Dice(parameters, seed, (0, 2)).rng.permutation(len(pairs))
    return tuple(
        _name(words["kinds"], pairs[order[i % len(pairs)]], i, len(pairs)) for i in range(n)
    )


def _name(kinds: tuple[str, ...], pair: tuple[str, str], i: int, pairs: int) -> str:
    article, thing = pair[1].split(" ", 1)
    number = f" {i // pairs + 1}" if i >= pairs else ""
    return f"{kinds[i % len(kinds)]} {article} {pair[0]} {thing}{number}"


def slug(name: str) -> str:
    """Return the name as a folder name: lower case, no accents, hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _draw_sizes(dice: Dice, n: int) -> Ints:
    numbers = dice.parameters.numbers
    size = numbers["school_size_median"] * np.exp(numbers["school_size_spread"] * dice.normal(n))
    low, high = numbers["school_size_minimum"], numbers["school_size_maximum"]
    pupils: Ints = np.clip(np.rint(size), low, high).astype(np.int32)
    return pupils


def _draw_regions(parameters: Parameters, seed: int, n: int) -> Ints:
    """Return one region for most schools and a neighbouring one for every sixth school."""
    main = int(Dice(parameters, seed, (0, 3)).rng.integers(len(VAKANTIEREGIOS)))
    other = (np.arange(n) % 6 == 5).astype(np.int32)
    regions: Ints = ((main + other) % len(VAKANTIEREGIOS)).astype(np.int32)
    return regions


def _draw_factors(parameters: Parameters, seed: int, n: int) -> Floats:
    """Return how many times the mean rate each school has: gamma, mean 1."""
    shape = 1 / parameters.numbers["school_dispersion"] ** 2
    return Dice(parameters, seed, (0, 4)).rng.gamma(shape, 1 / shape, n)


def _onbekend(parameters: Parameters, size: Ints) -> Floats:
    """Return the share of cells left open per school: the smaller the school, the more."""
    numbers = parameters.numbers
    low, high = numbers["onbekend_minimum"], numbers["onbekend_maximum"]
    small: Floats = np.clip(1.5 - size / numbers["school_size_median"], 0, 1)
    return low + (high / numbers["onbekend_open_factor"] - low) * small


def _fixed_cases(n: int) -> Ints:
    """Return -1 for most; from two schools on the last has no case, then one has 1, one has 3."""
    fixed = np.full(n, -1, np.int32)
    for place, count in ((2, 0), (3, 1), (4, FEW_CASES)):
        if n >= place:
            fixed[n - place + 1] = count
    return fixed


def _dialects(parameters: Parameters, n: int) -> tuple[Dialect, ...]:
    """Return the dialects in turn; a workbook once only, since it is slow to write."""
    plain = [dialect for dialect in parameters.dialects if dialect.format == "csv"]
    turn = (*parameters.dialects, *plain * (n // len(plain) + 1))
    return tuple(turn[:n])
