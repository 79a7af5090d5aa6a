"""Two linear programs at a time: the solver leaves the other core free.

What is asked next may depend on both answers, never on which came first: the same questions give
the same answers on any machine.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

PAIR = 2
Asked = TypeVar("Asked")
Found = TypeVar("Found")


def solve_pair(solve: Callable[[Asked], Found], questions: Sequence[Asked]) -> list[Found]:
    """Return the answers to one or two questions, in their order; raises what a question raises."""
    if len(questions) < PAIR:
        return [solve(question) for question in questions]
    with ThreadPoolExecutor(PAIR) as pool:
        return list(pool.map(solve, questions))
