"""Random tokens. Every made-up zaak token carries a mark, so that a leak can be found.

All are made by the seeded generator, with 104 random bits: never from a number, a name or a hash.
"""

import re

import numpy as np
import numpy.typing as npt

# Stands in the middle of every made-up zaak token, in no other token, and in no word or number.
CANARY = "decafc0ffee"
CANARY_PATTERN = re.compile(f"z[0-9a-f]{{13}}{CANARY}[0-9a-f]{{13}}")

Tokens = npt.NDArray[np.bytes_]
RANDOM_BYTES = 13


def make_tokens(rng: np.random.Generator, prefix: str, n: int) -> Tokens:
    """Return n tokens: a letter and 26 random hexadecimal digits."""
    return _join(rng, n, [prefix.encode(), None])


def make_case_tokens(rng: np.random.Generator, n: int) -> Tokens:
    """Return n tokens of a zaak: z, 13 random digits, the canary, 13 random digits."""
    return _join(rng, n, [b"z", None, CANARY.encode(), None])


def _join(rng: np.random.Generator, n: int, parts: list[bytes | None]) -> Tokens:
    """Return tokens of fixed and random parts; the random ones share 26 digits equally."""
    digits = np.frombuffer(rng.bytes(n * RANDOM_BYTES).hex().encode(), dtype=np.uint8)
    random = np.split(digits.reshape(n, 2 * RANDOM_BYTES), parts.count(None), axis=1)[::-1]
    columns = [
        random.pop() if p is None else np.tile(np.frombuffer(p, np.uint8), (n, 1)) for p in parts
    ]
    joined = np.ascontiguousarray(np.concatenate(columns, axis=1))
    return (
        joined.view(f"S{joined.shape[1]}").reshape(n) if n else np.empty(0, f"S{joined.shape[1]}")
    )
