"""The commands with every option, and the exit codes with every error that gives them."""

import inspect
from typing import Any

import typer

import pipeline.errors
from pipeline.__main__ import app
from pipeline.errors import MeldcodeError
from pipeline.reference.markdown import code, page, table

INTRO = """\
`meldcode COMMAND`, or `python start.py COMMAND` in a checkout. The first two options may stand
before or after any command."""

EXITS = """\
An error is one or two lines on standard error: what, how many, what is allowed, the next command.
No traceback without `--debug`, and never a value from a record."""


def commands_page() -> str:
    """Return pipeline/commands/COMMANDS.md."""
    group: Any = typer.main.get_command(app)
    parts = [INTRO, _parameters(group)]
    for name, command in group.commands.items():
        parts += [f"## {name}", _help(command), _parameters(command)]
    return page("Commands", *parts, "## Exit codes", EXITS, _exit_codes())


def _help(command: Any) -> str:
    text, _, example = inspect.cleandoc(command.help or "").partition("Example: ")
    return f"{text.strip()}\n\n```\n{example.strip()}\n```"


def _parameters(command: Any) -> str:
    rows = [_parameter(one) for one in command.params if not getattr(one, "hidden", False)]
    return table(("argument or option", "default", "what"), rows) if rows else ""


def _parameter(one: Any) -> tuple[str, str, str]:
    is_option = one.param_type_name == "option"
    names = ", ".join(map(code, one.opts if is_option else [one.metavar or one.name.upper()]))
    return names, "required" if one.required else _default(one), getattr(one, "help", None) or ""


def _default(one: Any) -> str:
    return "" if one.default in (None, False) or callable(one.default) else code(str(one.default))


def _errors() -> list[type[MeldcodeError]]:
    found = inspect.getmembers(pipeline.errors, inspect.isclass)
    return [one for _, one in found if issubclass(one, MeldcodeError)]


def _exit_codes() -> str:
    rows = [(0, "", "Done."), (2, "", "The command line itself is wrong.")]
    rows += [(one.exit_code, code(one.__name__), inspect.getdoc(one) or "") for one in _errors()]
    return table(("exit code", "error", "meaning"), sorted(rows))
