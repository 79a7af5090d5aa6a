"""Commands on the way out: build, release, attack, report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.console import (
    Language,
    Meldcode,
    check_language,
    check_option,
    progress_bar,
    say,
    warn,
    workspace_of,
)
from pipeline.errors import ReportError, UsageError

if TYPE_CHECKING:
    from pipeline.marts.spark import Cluster


def register(app: typer.Typer) -> None:
    """Add this module's commands to the command line."""
    for command in (build, release, attack, report):
        app.command()(command)


def build(
    context: typer.Context,
    meldcode: Meldcode = "basisonderwijs",
    memory_limit: Annotated[
        str | None, typer.Option(help="Memory that the build may use, such as 2GB.")
    ] = None,
    engine: Annotated[
        str, typer.Option(help="duckdb, or spark: the same marts, made on a cluster.")
    ] = "duckdb",
    master: Annotated[
        str | None, typer.Option(help="Where Spark runs; this machine, or spark://host:7077.")
    ] = None,
    exchange: Annotated[
        Path | None, typer.Option(help="Folder that this machine and the cluster both reach.")
    ] = None,
) -> None:
    """Build the marts: time per step, outcomes, evaluations, norms, stalled cases.

    Example: meldcode build --meldcode basisonderwijs
    """
    spark = _cluster(engine, master, exchange, memory_limit)
    from pipeline.manifest import record_run
    from pipeline.marts import build as build_marts

    workspace = workspace_of(context)
    with progress_bar("bouwen") as progress:
        made = build_marts(
            workspace, meldcode=meldcode, memory_limit=memory_limit, spark=spark, progress=progress
        )
    record_run(workspace, "build", meldcode=meldcode, engine=engine, tables=made.tables)
    say(f"{len(made.tables)} marts, {sum(made.tables.values())} rows")


def _cluster(
    engine: str, master: str | None, exchange: Path | None, memory_limit: str | None
) -> "Cluster | None":
    """Return where Spark runs, None for DuckDB; raises UsageError."""
    check_option("engine", engine, ("duckdb", "spark"))
    if engine == "spark":
        from pipeline.marts.spark import LOCAL, Cluster

        return Cluster(master or LOCAL, exchange, memory_limit)
    if master or exchange:
        raise UsageError("--master and --exchange go with --engine spark")
    return None


def release(
    context: typer.Context,
    edition: Annotated[str | None, typer.Option(help="Only the tables of this edition.")] = None,
    approve: Annotated[
        str | None, typer.Option(help="Name of the second reader who signs the release note.")
    ] = None,
) -> None:
    """Pass every table through the gate and publish what is safe.

    Example: meldcode release --approve "J. Voorbeeld"
    """
    from pipeline.disclosure.gate import release as release_tables
    from pipeline.manifest import record_run

    workspace = workspace_of(context)
    with progress_bar("vrijgeven") as progress:
        made = release_tables(workspace, edition=edition, approve=approve, progress=progress)
    record_run(
        workspace,
        "release",
        release_id=made.release_id,
        tables=made.tables,
        hidden=made.hidden,
        withheld=sorted(made.withheld),
    )
    say(f"release {made.release_id}: {made.tables} tables, {made.hidden} cells hidden")
    for table, reason in made.withheld.items():
        say(f"  not published: {table}: {reason}")


def attack(
    context: typer.Context,
    release: Annotated[str | None, typer.Option(metavar="ID", help="Up to this release.")] = None,
    files: Annotated[
        bool, typer.Option("--files", help="Look through the finished reports as well.")
    ] = False,
) -> None:
    """Show what a reader could work out from everything released so far.

    Example: meldcode attack --files
    """
    from pipeline.disclosure.audit import audit
    from pipeline.disclosure.scan import scan_reports

    result = audit(workspace_of(context), release)
    for line in result.lines():
        say(line)
    leaks = scan_reports(workspace_of(context)) if files else []
    for leak in leaks:
        say(f"  {leak.file}: {leak.words}")
    if files:
        say(f"finished reports: {len(leaks)} things that may not be there")
    raise typer.Exit(0 if result.passed and not leaks else 6)


def report(
    context: typer.Context,
    edition: Annotated[list[str] | None, typer.Argument(help="Editions; all when none.")] = None,
    school: Annotated[str | None, typer.Option(help="Only this school: name or code.")] = None,
    schooljaar: Annotated[str | None, typer.Option(help="Such as 2025-2026.")] = None,
    language: Language = "nl",
    form: Annotated[str, typer.Option("--format", help="html, pdf, xlsx; comma between.")] = "html",
) -> None:
    """Make the reports of one or more editions; goes on where it stopped.

    Example: meldcode report directie --schooljaar 2024-2025 --format html,pdf
    """
    check_language(language)
    formats = _formats(form)
    from pipeline.report import make_reports
    from pipeline.schools import read_schools

    workspace = workspace_of(context)
    with progress_bar("rapporten") as progress:
        made = make_reports(
            workspace,
            editions=tuple(edition or ()),
            school=read_schools(workspace).find(school) if school else None,
            schooljaar=schooljaar,
            language=language,
            formats=formats,
            progress=progress,
        )
    say(f"{len(made.made)} reports made, {len(made.skipped)} were current; open {made.index}")
    for name, reason in made.failed.items():
        warn(f"  failed: {name}: {reason}")
    if made.failed:
        raise ReportError(f"{len(made.failed)} reports failed; the others were made")


def _formats(form: str) -> tuple[str, ...]:
    """Return the formats of "html,pdf"; raises UsageError for one that is not made."""
    formats = tuple(part.strip() for part in form.split(","))
    for part in formats:
        check_option("format", part, ("html", "pdf", "xlsx"))
    return formats
