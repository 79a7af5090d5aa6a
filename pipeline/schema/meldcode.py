"""Reads one meldcode: a folder of `data_schema/meldcodes` with steps, readings, routes and norms.

A meldcode that `extends` another declares only what is different: a key of `meldcode.yml`, the
value of a reading, or some keys of a norm.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.norm_files import check_unique, read_norm
from pipeline.schema.norms import Choices, Norm
from pipeline.schema.readings import Reading, read_label, read_readings
from pipeline.schema.routes import Route, RouteRow, all_answers, read_routes, route_row
from pipeline.schema.tables import Label
from pipeline.schema.toets import Grain, grains
from pipeline.schema.yaml_files import check_choice, check_keys, read_yaml

DEFAULT = "basisonderwijs"

_PARTS = ("documents", "roles", "steps", "exceptions")
_KEYS = ("label", *_PARTS, "terms", "afwegingskader")
_OWN_KEYS = ("extends", "include", "without", "words", "readings")
_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Term:
    """A number that the norms of a code use, with its meaning."""

    name: str
    value: int
    label: Label


@dataclass(frozen=True)
class Meldcode:
    """One meldcode with everything that is declared about it; norms in the order of the steps."""

    name: str
    label: Label
    documents: dict[str, Label]
    roles: dict[str, Label]
    steps: dict[str, Label]
    exceptions: dict[str, Label]
    terms: dict[str, Term]
    readings: dict[str, Reading]
    routes: tuple[Route, ...]
    norms: tuple[Norm, ...]
    grains: dict[str, Grain]

    @property
    def checked(self) -> tuple[Norm, ...]:
        return tuple(norm for norm in self.norms if norm.is_checked)

    def norms_on(self, grain: str) -> tuple[Norm, ...]:
        """Return the checked norms that are judged per unit of `grain`."""
        return tuple(norm for norm in self.checked if norm.grain == grain)

    def resolve(self, where: str, condition: str) -> str:
        """Return the condition with each `{reading}` and `{term}` replaced by its SQL literal."""

        def literal(match: re.Match[str]) -> str:
            name = match.group(1)
            if name in self.readings:
                return f"'{self.readings[name].value}'"
            check_choice(where, "parameter", name, (*self.readings, *self.terms))
            return str(self.terms[name].value)

        return _PARAMETER.sub(literal, condition)

    def read_as(self, where: str, choices: dict[str, str]) -> "Meldcode":
        """Return this meldcode with other choices for some readings."""
        readings = dict(self.readings)
        for name, value in choices.items():
            check_choice(where, "reading", name, readings)
            check_choice(where, name, value, readings[name].choices)
            readings[name] = replace(readings[name], value=value)
        return replace(self, readings=readings)

    def readings_of(self, norm: Norm) -> tuple[Reading, ...]:
        """Return the readings that the rule of a norm depends on."""
        text = " ".join(text for rule in norm.rules for text in rule.conditions.values())
        names = dict.fromkeys(_PARAMETER.findall(text))
        return tuple(self.readings[name] for name in names if name in self.readings)

    def route_rows(self) -> list[RouteRow]:
        """Return every combination of answers with its route: the afwegingskader as a table."""
        return [route_row(self.routes, answers) for answers in all_answers()]


def meldcode_names(root: Path = DATA_SCHEMA) -> tuple[str, ...]:
    """Return the names of the declared meldcodes."""
    return tuple(sorted(path.parent.name for path in (root / "meldcodes").glob("*/meldcode.yml")))


@cache
def read_meldcode(name: str = DEFAULT, root: Path = DATA_SCHEMA) -> Meldcode:
    """Return a meldcode by name; UsageError when it is unknown, DeclarationError for a mistake."""
    names = meldcode_names(root)
    if name not in names:
        raise UsageError(f"unknown meldcode '{name}'; choices: {', '.join(names)}")
    content, file = _merged(name, root), f"{name}/meldcode.yml"
    steps, roles, exceptions, documents = (
        _labels(f"{file}: {part}", content[part])
        for part in ("steps", "roles", "exceptions", "documents")
    )
    found = grains(root)
    choices = Choices(tuple(steps), tuple(roles), tuple(exceptions), tuple(documents), found)
    meldcode = Meldcode(
        name=name,
        label=read_label(f"{file}: label", content["label"]),
        documents=documents,
        roles=roles,
        steps=steps,
        exceptions=exceptions,
        terms=_terms(f"{file}: terms", content["terms"]),
        readings=read_readings(file, _reading_files(name, root), content.get("readings", {})),
        routes=read_routes(f"{file}: afwegingskader", content["afwegingskader"]),
        norms=_norms(name, choices, root),
        grains=found,
    )
    _check_parameters(meldcode)
    return meldcode


def _content(name: str, root: Path) -> dict[str, Any]:
    file = f"{name}/meldcode.yml"
    content = read_yaml(root / "meldcodes" / name / "meldcode.yml")
    required = ("label",) if "extends" in content else _KEYS
    check_keys(file, content, required, (*_KEYS, *_OWN_KEYS))
    if "extends" in content:
        check_choice(file, "extends", content["extends"], set(meldcode_names(root)) - {name})
    return content


def _merged(name: str, root: Path) -> dict[str, Any]:
    """Return the content of `meldcode.yml` on top of the one that it extends."""
    content = _content(name, root)
    if "extends" not in content:
        return content
    base = _merged(content["extends"], root)
    for part in (*_PARTS, "terms", "readings"):
        content[part] = base.get(part, {}) | content.get(part, {})
    return base | content


def _labels(where: str, given: dict[str, Any]) -> dict[str, Label]:
    return {str(key): read_label(f"{where}: {key}", value) for key, value in given.items()}


def _terms(where: str, given: dict[str, Any]) -> dict[str, Term]:
    terms = {}
    for name, value in given.items():
        check_keys(f"{where}: {name}", value, ("value", "nl", "en"))
        terms[name] = Term(name, int(value["value"]), Label(value["nl"], value["en"]))
    return terms


def _reading_files(name: str, root: Path) -> list[Path]:
    """Return the files with readings, those of the extended meldcode first."""
    base = _content(name, root).get("extends")
    own = sorted((root / "meldcodes" / name / "readings").glob("*.yml"))
    return [*(_reading_files(base, root) if base else ()), *own]


def _norms(name: str, choices: Choices, root: Path) -> tuple[Norm, ...]:
    contents = _norm_contents(name, root)
    norms = [read_norm(path, content, choices) for path, content in contents.values()]
    check_unique(norms)
    return tuple(sorted(norms, key=lambda norm: (choices.steps.index(norm.step), norm.id)))


def _norm_contents(name: str, root: Path) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Return name → file and content; a norm of the extended code gives way to the own keys."""
    content = _content(name, root)
    found = _kept(name, content, root) if "extends" in content else {}
    for path in sorted((root / "meldcodes" / name / "norms").glob("*.yml")):
        own = read_yaml(path)
        found[path.stem] = (path, found[path.stem][1] | own if path.stem in found else own)
    return found


def _kept(name: str, content: dict[str, Any], root: Path) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Return the norms of the extended code that this one keeps: `include`, less `without`."""
    base = _norm_contents(content["extends"], root)
    ids = {norm["id"]: key for key, (_, norm) in base.items()}
    for key in ("include", "without"):
        for norm_id in content.get(key, ()):
            check_choice(f"{name}/meldcode.yml", key, norm_id, ids)
    kept = [i for i in content.get("include", ids) if i not in content.get("without", ())]
    words = content.get("words", {})
    check_keys(f"{name}/meldcode.yml: words", words, (), ("nl", "en"))
    return {
        ids[norm_id]: (base[ids[norm_id]][0], _reworded(base[ids[norm_id]][1], words))
        for norm_id in kept
    }


def _reworded(value: Any, words: dict[str, dict[str, str]]) -> Any:
    """Return the declaration with the words of this code in its texts (the keys nl and en)."""
    if isinstance(value, list):
        return [_reworded(item, words) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _reword(item, words.get(key, {}))
        if key in ("nl", "en") and isinstance(item, str)
        else _reworded(item, words)
        for key, item in value.items()
    }


def _reword(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = re.sub(rf"\b{re.escape(old)}\b", new, text)
    return text


def _check_parameters(meldcode: Meldcode) -> None:
    for norm in meldcode.checked:
        for example in norm.examples:
            meldcode.read_as(f"{norm.file}: {example.name.en}", example.under)
        for rule in norm.rules:
            for key, condition in rule.conditions.items():
                meldcode.resolve(f"{norm.file}: {key}", condition)
