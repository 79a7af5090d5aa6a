"""Which number stands for which delivery, and for which file or sheet, in one batch."""

from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.reading import Problem, TableText


@dataclass(frozen=True)
class Staged:
    """One file or sheet of one delivery; `lev` and `tekst_nr` are their numbers in this batch."""

    lev: int
    tekst_nr: int
    text: TableText


@dataclass(frozen=True)
class Obstacles:
    """What stood in the way while staging: problems per delivery, and rows that are too wide.

    A wide row is (tabel, lev, tekst_nr, rij); `examples`: deliveries with the template's example.
    """

    problems: defaultdict[int, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    wide_rows: list[tuple[str, int, int, int]] = field(default_factory=list)
    examples: set[int] = field(default_factory=set)

    def add(self, staged: Staged, rule: str, rows: tuple[int, ...] = ()) -> None:
        """Note a problem with one text."""
        text = staged.text
        found = Problem(rule, text.file, text.sheet, text.table, rows=rows)
        self.problems[staged.lev].append(found)
