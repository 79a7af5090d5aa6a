"""The afwegingskader as a table: which answers form a valid route, and what each route requires."""

from dataclasses import dataclass
from itertools import product
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.schema.tables import Label
from pipeline.schema.yaml_files import check_choice, check_keys

QUESTIONS = 5
ANSWERS = ("ja", "nee", "-")
REQUIRED_OUTCOMES = ("afsluiten", "melden", "opnieuw_melden", "hulp", "volgafspraken", "verder")

Answers = tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """One way through the weighing questions: the answers in order, and what follows from them.

    `question` is the one whose answer decides. `with_vt`: the later questions may be answered as
    well, together with Veilig Thuis.
    """

    name: str
    answers: Answers
    question: int
    requires: str
    with_vt: bool
    label: Label

    def matches(self, answers: Answers) -> bool:
        asked = len(self.answers)
        rest_fits = self.with_vt or all(answer == "-" for answer in answers[asked:])
        return answers[:asked] == self.answers and rest_fits


@dataclass(frozen=True)
class RouteRow:
    """One combination of answers ('-' is no answer): its route, if any, and what is required."""

    answers: Answers
    route: str | None
    requires: str | None
    question: int | None
    with_vt: bool


def read_routes(where: str, given: dict[str, Any]) -> tuple[Route, ...]:
    """Return the declared routes; refuses two routes that hold for the same answers."""
    check_keys(where, given, ("routes",))
    routes = tuple(
        _route(f"{where}: {name}", name, value) for name, value in given["routes"].items()
    )
    for answers in all_answers():
        names = [route.name for route in routes if route.matches(answers)]
        if len(names) > 1:
            raise DeclarationError(f"{where}: {' and '.join(names)} hold for the same answers")
    return routes


def _route(where: str, name: str, value: Any) -> Route:
    check_keys(where, value, ("answers", "question", "requires", "nl", "en"), ("with_vt",))
    check_choice(where, "requires", value["requires"], REQUIRED_OUTCOMES)
    for answer in value["answers"]:
        check_choice(where, "answers", answer, ANSWERS[:2])
    if not 1 <= value["question"] <= len(value["answers"]) <= QUESTIONS:
        raise DeclarationError(f"{where}: question is one of the answered ones, 1 to {QUESTIONS}")
    return Route(
        name,
        tuple(value["answers"]),
        value["question"],
        value["requires"],
        value.get("with_vt", False),
        Label(value["nl"], value["en"]),
    )


def all_answers() -> list[Answers]:
    """Return every combination of answers to the questions, `-` where there is none."""
    return list(product(ANSWERS, repeat=QUESTIONS))


def route_row(routes: tuple[Route, ...], answers: Answers) -> RouteRow:
    """Return what the routes say about one combination of answers."""
    for route in routes:
        if route.matches(answers):
            return RouteRow(answers, route.name, route.requires, route.question, route.with_vt)
    # Not a valid route; an answer that requires a report still does.
    for route in routes:
        index = route.question - 1
        if "melden" in route.requires and answers[index] == route.answers[index]:
            return RouteRow(answers, None, route.requires, route.question, False)
    return RouteRow(answers, None, None, None, False)
