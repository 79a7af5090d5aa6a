"""The command `meldcode`: parses, calls the package, turns its errors into lines and exit codes."""

import errno
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from pipeline.commands import evaluation, house, intake, looking
from pipeline.errors import MeldcodeError
from pipeline.workspace import Workspace

HELP = """Evaluate how schools carry out the meldcode: checked deliveries in, protected reports out.

Example: meldcode demo
"""
EXIT_CODES = """Exit codes: 0 done, 2 wrong use, 3 findings, 4 delivery refused, 5 a declaration or
the build does not hold, 6 nothing published, 7 a report failed, 1 anything else."""

app = typer.Typer(
    help=HELP,
    epilog=EXIT_CODES,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for commands in (house, intake, evaluation, looking):
    commands.register(app)


@app.callback()
def _global_options(
    context: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option(help="Folder of the data and reports (default ./werkmap).")
    ] = None,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")
    ] = False,
) -> None:
    context.obj = Workspace(workspace) if workspace else None


def _global_first(arguments: list[str]) -> list[str]:
    """Move `--workspace DIR` and `--debug` to the front, so that they may stand anywhere."""
    first: list[str] = []
    rest: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--":
            return first + rest + [argument, *remaining]
        if argument == "--workspace":
            first += [argument, *([value] if (value := next(remaining, None)) is not None else [])]
        elif argument == "--debug" or argument.startswith("--workspace="):
            first.append(argument)
        else:
            rest.append(argument)
    return first + rest


def _unexpected(problem: BaseException) -> str:
    if isinstance(problem, OSError) and problem.errno == errno.ENOSPC:
        return "the disk is full; the workspace is as it was"
    if isinstance(problem, OSError) and problem.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        held = ", or another program has it open" if os.name == "nt" else ""
        return f"no permission to use {problem.filename}{held}"
    if isinstance(problem, OSError) and problem.errno == errno.ENAMETOOLONG:
        return "a name is longer than this disk can hold; give a shorter one"
    return f"unexpected {type(problem).__name__}; run again with --debug to see where"


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code (table in the module's EXIT_CODES)."""
    arguments = _global_first(arguments) or ["--help"]
    try:
        result = app(arguments, prog_name="meldcode", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except TyperException as problem:
        context = getattr(problem, "ctx", None)
        command = context.command_path if context else "meldcode"
        typer.echo(f"meldcode: {problem.format_message()}\nsee: {command} --help", err=True)
        return 2
    except MeldcodeError as problem:
        typer.echo(f"meldcode: {problem}", err=True)
        return problem.exit_code
    except (KeyboardInterrupt, Abort):
        typer.echo("meldcode: stopped; the workspace is as it was", err=True)
        return 1
    except BrokenPipeError:
        return 1
    except Exception as problem:
        if "--debug" in arguments:
            raise
        typer.echo(f"meldcode: {_unexpected(problem)}", err=True)
        return 1


def main() -> None:
    """Entry point of the console script."""
    os.umask(0o077)  # whatever a command makes is for its owner alone
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a Windows console knows fewer characters
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
