"""Finds the steps of a build and puts each one after the marts that it reads."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from pipeline.engine import Engine
from pipeline.errors import DeclarationError
from pipeline.marts.compile import compile_indicators
from pipeline.marts.registration import compile_registration
from pipeline.paths import SQL
from pipeline.schema.measures import indicators
from pipeline.schema.tables import tables

_READS = re.compile(r"\b(?:FROM|JOIN)\s+(mart_\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Step:
    """One mart: a SELECT, or a function that makes its tables itself and returns rows per table."""

    name: str
    sql: str = ""
    run: Callable[[Engine], dict[str, int]] | None = None
    after: tuple[str, ...] = ()

    @property
    def reads(self) -> set[str]:
        """Return the marts that must be there first."""
        return set(_READS.findall(self.sql)) | set(self.after)


def read_steps() -> list[Step]:
    """Return a step for every `mart_*.sql` and for the marts compiled from declarations."""
    files = [Step(path.stem, path.read_text("utf-8")) for path in sorted(SQL.glob("mart_*.sql"))]
    compiled = [Step("mart_registratie", compile_registration(tables().values()))]
    if indicators():
        compiled.append(Step("mart_indicator", compile_indicators(indicators().values())))
    return files + compiled


def order_steps(steps: Sequence[Step]) -> list[Step]:
    """Return the steps so that each comes after what it reads; files before norms where free.

    A step that runs a function is taken to read every mart that does not need its own.
    """
    by_name = {step.name: step for step in steps}
    needs = {step.name: step.reads & set(by_name) for step in steps}
    for step in steps:
        if step.run is not None:
            needs[step.name] |= set(by_name) - _dependants(step.name, needs) - {step.name}
    try:
        return [by_name[name] for name in TopologicalSorter(needs).static_order()]
    except CycleError as problem:
        raise DeclarationError(f"marts read each other in a circle: {problem.args[1]}") from None


def _dependants(name: str, needs: dict[str, set[str]]) -> set[str]:
    found = {name}
    while more := {other for other, reads in needs.items() if reads & found} - found:
        found |= more
    return found - {name}
