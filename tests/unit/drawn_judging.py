"""Releases of one or two numbers, and what a reader proves of them."""

import numpy as np

from pipeline.disclosure.judge import Reader, judge, outsider
from pipeline.disclosure.model import ATOMS, Model, make_model
from pipeline.disclosure.seen import Seen, SeenCell
from pipeline.disclosure.targets import Target
from pipeline.schema.releases import Catalogue
from tests.privacy.drawn import drawn_catalogue, drawn_seen_table

UP_TO = 4
CODES = ("a", "b", "c", "ab", "ac", "bc", "bd", "cd", "abc", "abd", "bcd", "abcd")
KNOWN = {code: tuple(code) for code in CODES}


def release(name: str, **tables: dict[str, tuple[int, int]]) -> Seen:
    """Draw a release: table → code → the number lies between these two."""
    drawn = tuple(
        drawn_seen_table(
            table,
            ["d"],
            {"d": {code: KNOWN[code] for code in shown}},
            tuple(SeenCell((code,), low, high) for code, (low, high) in shown.items()),
        )
        for table, shown in tables.items()
    )
    return Seen(name, (), (), drawn, ())


def catalogue() -> Catalogue:
    return drawn_catalogue(["d"], ["t", "u", "v"])


def target(kind: str, code: str, moment: int = 0, since: int | None = None) -> Target:
    return Target(kind, moment, "t", "geteld", (code,), {"d": frozenset(KNOWN[code])}, since)


def judged(reader_of, *moments: Seen, wanted: Target, mode: str = ATOMS, explain: bool = False):
    model = make_model(moments, [wanted], catalogue(), mode)
    one = np.array([0])
    return judge(reader_of(model), model, one, one, UP_TO, explain=explain)


def strict(model: Model) -> Reader:
    return outsider("lezer", model, strict=True)


def lenient(model: Model) -> Reader:
    return outsider("lezer", model, strict=False)


def proven(verdict) -> list[tuple[float | None, float | None]]:
    return [(failure.low, failure.high) for failure in verdict.failures]


TWELVE = (12, 12)
