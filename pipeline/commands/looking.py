"""Commands that look and change no figure: worklist, show, norms, indicators."""

from datetime import datetime
from typing import Annotated

import typer

from pipeline.commands.console import (
    DAYS,
    Language,
    Meldcode,
    check_language,
    check_option,
    print_frame,
    print_rows,
    say,
    warn,
    workspace_of,
)
from pipeline.errors import UsageError

Form = Annotated[str, typer.Option("--format", help="text, csv or json.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands to the command line."""
    for command in (worklist, show, norms, indicators):
        app.command()(command)


Aside = Annotated[str | None, typer.Option(metavar="TOKEN", help="Put aside until --until.")]
Until = Annotated[datetime | None, typer.Option(formats=DAYS, help="Last day that it stays aside.")]
Back = Annotated[str | None, typer.Option(metavar="TOKEN", help="Take back on the list.")]


def worklist(
    context: typer.Context,
    school: Annotated[str, typer.Option(help="Name or code of the school.")],
    aside: Aside = None,
    until: Until = None,
    back: Back = None,
    form: Form = "text",
    language: Language = "nl",
) -> None:
    """Show the intern begeleider which open cases to look at, and why.

    Example: meldcode worklist --school "De Vlieger"
    """
    check_option("format", form, ("text", "csv", "json"))
    check_language(language)
    if (aside is None) != (until is None):
        raise UsageError("--aside and --until go together: --aside TOKEN --until 2026-03-01")
    from pipeline.present.worklist_text import desk_of, worklist_lines
    from pipeline.worklist import acknowledge, open_worklist

    desk = desk_of(workspace_of(context), school, language)
    for token, day in ((aside, until), (back, None)):
        if token:
            acknowledge(desk.workspace, desk.school_id, token, day.date() if day else None)
    found = open_worklist(desk.workspace, desk.school_id)
    if form == "text":
        for line in worklist_lines(desk, found):
            say(line)
    else:
        print_frame(found.cases, form)


def show(
    context: typer.Context,
    table: Annotated[str, typer.Argument(help="A mart, or a published table (report_...).")],
    form: Form = "text",
) -> None:
    """Print a mart or a published table.

    Example: meldcode show mart_stroom --format csv
    """
    check_option("format", form, ("text", "csv", "json"))
    from pipeline.browse import read_table

    found = read_table(workspace_of(context), table)
    if found.is_case_level:
        warn(f"{table} is case level: tier intern, it may not leave this machine")
    print_frame(found.frame, form)


def norms(
    meldcode: Meldcode = "basisonderwijs",
    language: Language = "nl",
) -> None:
    """Print the norms in force, each with its source.

    Example: meldcode norms --meldcode basisonderwijs
    """
    check_language(language)
    from pipeline.norms import norm_lines

    print_rows(("id", "stap", "norm", "bron"), norm_lines(meldcode, language))


def indicators(language: Language = "nl") -> None:
    """Print the indicators with numerator, denominator and caveat.

    Example: meldcode indicators --language en
    """
    check_language(language)
    from pipeline.schema.measures import indicators as read_indicators

    for indicator in sorted(read_indicators().values(), key=lambda one: one.id):
        say(f"{indicator.id:<6} {indicator.label[language]}")
        for text in (indicator.description, indicator.caveat):
            say(f"       {text[language]}")
