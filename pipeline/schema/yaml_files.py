"""Reads the YAML files of `data_schema/` strictly: every complaint names the file and the key."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import yaml

from pipeline.errors import DeclarationError

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML without libyaml: the same result, slower
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


Given = ParamSpec("Given")
Read = TypeVar("Read")


class _UniqueKeyLoader(_SafeLoader):
    """A loader for which a key that stands twice in one mapping is a mistake."""


def _unique_mapping(loader: Any, node: Any) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.MarkedYAMLError(problem=f"key '{key}' stands twice")
        seen.add(key)
    return dict(loader.construct_pairs(node, deep=True))


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def parse_yaml(text: str) -> Any:
    """Return what a text of YAML says; raises yaml.YAMLError, also for a key that stands twice."""
    return yaml.load(text, Loader=_UniqueKeyLoader)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping in `path`; its `name` must be the file's name without `.yml`."""
    try:
        content = parse_yaml(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as problem:
        raise DeclarationError(f"{path.name}: not readable as YAML: {problem.problem}") from None
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as problem:
        raise DeclarationError(f"{path.name}: {problem.__class__.__name__}") from None
    if not isinstance(content, dict):
        raise DeclarationError(f"{path.name}: expected a mapping of keys")
    if "name" in content and content["name"] != path.stem:
        raise DeclarationError(f"{path.name}: name is '{content['name']}', expected '{path.stem}'")
    return content


def declared(reader: Callable[Given, Read]) -> Callable[Given, Read]:
    """Make a reader of one file refuse any other shape (a list for a text, a number for a mapping).

    The first argument is the path. What the reader checks itself it says better.
    """

    @wraps(reader)
    def strict(*given: Given.args, **named: Given.kwargs) -> Read:
        try:
            return reader(*given, **named)
        except (TypeError, ValueError, AttributeError, LookupError, RecursionError):
            path = Path(str(given[0]))
            raise DeclarationError(
                f"{path.name}: something in it is of another kind than in the other files of"
                f" {path.parent.name}/"
            ) from None

    return strict


def check_keys(
    where: str, given: Mapping[str, Any], required: Iterable[str], optional: Iterable[str] = ()
) -> None:
    """Refuse a mapping that lacks a required key or holds an unknown one."""
    required, allowed = set(required), set(required) | set(optional)
    for key in sorted(required - set(given)):
        raise DeclarationError(f"{where}: key '{key}' is missing")
    for key in sorted(set(map(str, given)) - allowed):
        raise DeclarationError(
            f"{where}: unknown key '{key}'; choices: {', '.join(sorted(allowed))}"
        )


def check_choice(where: str, key: str, value: Any, choices: Iterable[str]) -> None:
    """Refuse a value that is not one of `choices`."""
    known = sorted(choices)
    if value not in known:
        raise DeclarationError(f"{where}: {key} is '{value}'; choices: {', '.join(known)}")
