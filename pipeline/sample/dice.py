"""Seeded draws by the names of `data_schema/sample.yml`, for many cases at once."""

from collections.abc import Iterable

import numpy as np
from scipy.special import ndtr, ndtri

from pipeline.sample.codes import Codes, code
from pipeline.sample.days import Flags, Floats, Ints
from pipeline.sample.parameters import Parameters

P90 = ndtri(0.9)


class Dice:
    """Draws from one seeded stream. The same path and seed give the same draws, always."""

    def __init__(self, parameters: Parameters, seed: int, path: Iterable[int]) -> None:
        self.parameters = parameters
        sequence = np.random.SeedSequence(seed, spawn_key=tuple(path))
        self.rng = np.random.Generator(np.random.PCG64(sequence))

    def share(self, name: str) -> float:
        """Return one declared share."""
        return self.parameters.shares[name]

    def uniform(self, n: int) -> Floats:
        """Return n numbers between 0 and 1."""
        return self.rng.random(n)

    def normal(self, n: int) -> Floats:
        """Return n standard normal scores."""
        return self.rng.standard_normal(n)

    def chance(self, name: str, n: int) -> Flags:
        """Return n times whether something with this declared share happens."""
        return self.rng.random(n) < self.share(name)

    def choice(self, name: str, n: int) -> Ints:
        """Return n positions in a declared mix."""
        edges = np.cumsum(list(self.parameters.mixes[name].values()))[:-1]
        return np.searchsorted(edges, self.rng.random(n), side="right").astype(np.int32)

    def code(self, mix: str, code_list: str, n: int) -> Codes:
        """Return n codes of a code list, drawn from a declared mix."""
        codes = [code(code_list, name) for name in self.parameters.mixes[mix]]
        return np.array(codes, dtype=np.int8)[self.choice(mix, n)]

    def days(self, name: str, n: int, z: Floats | None = None) -> Ints:
        """Return n whole durations; `z` gives their normal scores where two go together."""
        duration = self.parameters.durations[name]
        sigma = np.log(duration.p90 / duration.median) / P90
        top = ndtr(np.log(duration.maximum / duration.median) / sigma)
        score = ndtri(ndtr(self.normal(n) if z is None else z) * top)
        days: Ints = np.rint(duration.median * np.exp(sigma * score)).astype(np.int32)
        return days
