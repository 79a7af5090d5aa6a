"""Reads one norm of a meldcode strictly: each complaint names the file, the key, the choices."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.schema.norms import CONDITIONS, VERDICTS, Choices, Example, Norm, Rule, Source
from pipeline.schema.readings import read_label
from pipeline.schema.toets import PYTHON_TYPES, ToetsColumn, Value
from pipeline.schema.yaml_files import check_choice, check_keys, declared

STRENGTHS = ("moet", "belangrijk", "bij_voorkeur", "mag")
CHECKS = ("events", "attested", "organisation", "unchecked")
POPULATIONS = ("stappenplan", "buiten_stappenplan")
MINIMUM_OF_EXAMPLES = 3

_ALWAYS = ("name", "id", "step", "label", "who", "strength", "source", "check")
_RULE = ("grain", *CONDITIONS, "examples")
_OPTIONAL = ("exceptions", "day", "population", "external", "note", "earlier")
_EARLIER = ("source", "strength", "day", *CONDITIONS, "exceptions")


@declared
def read_norm(path: Path, content: dict[str, Any], choices: Choices) -> Norm:
    """Return the norm in `content`, read from `path`; raises DeclarationError."""
    file = path.name
    checked = content.get("check") != "unchecked"
    required = (*_ALWAYS, *(_RULE if checked else ("reason",)))
    check_keys(file, content, required, _OPTIONAL if checked else ("note",))
    _check_choices(file, content, choices)
    rules = _rules(file, content, choices) if checked else ()
    return Norm(
        file=file,
        name=content["name"],
        id=content["id"],
        step=content["step"],
        label=read_label(f"{file}: label", content["label"]),
        who=tuple(content["who"]),
        strength=content["strength"],
        source=_source(file, content["source"], choices),
        check=content["check"],
        grain=content.get("grain"),
        population=content.get("population", "stappenplan"),
        external=content.get("external", False),
        note=read_label(f"{file}: note", content["note"]) if "note" in content else None,
        reason=read_label(f"{file}: reason", content["reason"]) if "reason" in content else None,
        rules=rules,
        examples=_examples(file, content, choices) if checked else (),
    )


def _check_choices(file: str, content: dict[str, Any], choices: Choices) -> None:
    for key, allowed in (
        ("step", choices.steps),
        ("strength", STRENGTHS),
        ("check", CHECKS),
        ("population", POPULATIONS),
        ("grain", tuple(choices.grains)),
    ):
        if key in content:
            check_choice(file, key, content[key], allowed)
    for role in content["who"]:
        check_choice(file, "who", role, choices.roles)


def _source(file: str, value: Any, choices: Choices) -> Source:
    where = f"{file}: source"
    if not isinstance(value, dict):
        raise DeclarationError(f"{where}: expected the keys document, section and from")
    check_keys(where, value, ("document", "section", "from"), ("lines", "until"))
    check_choice(where, "document", value["document"], choices.documents)
    for key in ("from", "until"):
        if value.get(key) is not None and not isinstance(value[key], date):
            raise DeclarationError(f"{where}: {key} is no date; write it as 2019-01-01")
    until = value.get("until")
    if until is not None and until < value["from"]:
        raise DeclarationError(f"{where}: until lies before from")
    return Source(value["document"], value["section"], value.get("lines"), value["from"], until)


def _rules(file: str, content: dict[str, Any], choices: Choices) -> tuple[Rule, ...]:
    """Return the dated lines, oldest first; an earlier line repeats only what was different."""
    lines = [content]
    for line in content.get("earlier", ()):
        check_keys(f"{file}: earlier", line, ("source",), _EARLIER)
        lines.append({**content, **line})
    rules = sorted(
        (_rule(file, line, choices) for line in lines), key=lambda rule: rule.source.valid_from
    )
    for older, newer in pairwise(rules):
        if older.source.until is None or older.source.until >= newer.source.valid_from:
            raise DeclarationError(
                f"{file}: source: two lines are in force on {newer.source.valid_from}; "
                "end the older one with until, a day before the newer one's from"
            )
    return tuple(rules)


def _rule(file: str, line: dict[str, Any], choices: Choices) -> Rule:
    check_choice(file, "strength", line["strength"], STRENGTHS)
    exceptions = line.get("exceptions", {})
    check_keys(f"{file}: exceptions", exceptions, (), choices.exceptions)
    texts = {key: line[key] for key in CONDITIONS} | exceptions
    for key, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise DeclarationError(f"{file}: {key} is no text; write a condition in quotes")
    columns = choices.grains[line["grain"]].columns
    day = line.get("day", "datum_signalering" if line["grain"] == "zaak" else "datum")
    dates = [name for name, column in columns.items() if column.type == "date"]
    check_choice(file, "day", day, dates)
    return Rule(
        source=_source(file, line["source"], choices),
        strength=line["strength"],
        day=day,
        **{key: line[key] for key in CONDITIONS},
        exceptions=tuple(exceptions.items()),
    )


def _examples(file: str, content: dict[str, Any], choices: Choices) -> tuple[Example, ...]:
    given = content["examples"]
    if len(given) < MINIMUM_OF_EXAMPLES:
        raise DeclarationError(
            f"{file}: examples: {len(given)} given, at least {MINIMUM_OF_EXAMPLES} are needed: "
            "one on the boundary, one just past it, one unfinished or out of scope"
        )
    columns = choices.grains[content["grain"]].all_columns
    return tuple(_example(file, number, value, columns) for number, value in enumerate(given, 1))


def _example(file: str, number: int, value: Any, columns: dict[str, ToetsColumn]) -> Example:
    where = f"{file}: example {number}"
    check_keys(where, value, ("name", "given", "expect"), ("exception", "under"))
    check_choice(where, "expect", value["expect"], VERDICTS)
    if (value["expect"] == "uitzondering") != ("exception" in value):
        raise DeclarationError(f"{where}: an uitzondering names its exception, others do not")
    for name, cell in value["given"].items():
        check_column(f"{where}: given", name, columns)
        _check_cell(f"{where}: {name}", cell, columns[name])
    return Example(
        read_label(f"{where}: name", value["name"]),
        value["given"],
        value.get("under", {}),
        value["expect"],
        value.get("exception"),
    )


def check_column(where: str, name: str, columns: Iterable[str]) -> None:
    """Refuse a column that the wide table does not have; the complaint gives the closest ones."""
    known = sorted(columns)
    if name not in known:
        close = get_close_matches(name, known, n=5, cutoff=0.4) or known[:5]
        raise DeclarationError(
            f"{where}: unknown column '{name}'; choices close to it: {', '.join(close)} "
            "(all of them: data_schema/toets)"
        )


def _check_cell(where: str, cell: Value, column: ToetsColumn) -> None:
    if cell is None:
        return
    if type(cell) is not PYTHON_TYPES[column.type]:
        raise DeclarationError(f"{where}: expected a value of type {column.type}")
    if column.codes:
        check_choice(where, "value", cell, column.codes)


def check_unique(norms: Iterable[Norm]) -> None:
    """Refuse an id that stands in two files, and name both."""
    seen: dict[str, str] = {}
    for norm in norms:
        if norm.id in seen:
            raise DeclarationError(
                f"{norm.file}: id '{norm.id}' stands in {seen[norm.id]} as well; each id once"
            )
        seen[norm.id] = norm.file
