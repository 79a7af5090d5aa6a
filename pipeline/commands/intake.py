"""Commands on the way in: sample, template, pseudonymise, reveal, forget, check, load, purge."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.console import DAYS, one_line, progress_bar, say, warn, workspace_of

if TYPE_CHECKING:
    from pipeline.intake import Check, Finding
    from pipeline.workspace import Workspace

Deliveries = Annotated[
    list[Path], typer.Argument(metavar="DELIVERY...", help="A folder of CSV files, or one XLSX.")
]
Day = Annotated[datetime | None, typer.Option(formats=DAYS, metavar="DAY")]
Vault = Annotated[Path, typer.Option(help="The school's encrypted list of numbers and tokens.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands to the command line."""
    for command in (sample, template, pseudonymise, reveal, forget, check, load, purge):
        app.command()(command)


def sample(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where the deliveries are written.")
    ],
    schools: Annotated[int, typer.Option(min=1, max=10_000, help="Number of schools.")] = 12,
    years: Annotated[int, typer.Option(min=1, max=10, help="Number of school years.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 1,
    faults: Annotated[bool, typer.Option("--faults", help="Plant one fault per rule.")] = False,
) -> None:
    """Write made-up deliveries, one folder per school, with the truth beside them.

    Example: meldcode sample voorbeeld --schools 12 --years 3
    """
    from pipeline.sample import make_sample

    made = make_sample(folder, schools=schools, years=years, seed=seed, faults=faults)
    say(f"{made.schools} schools, {made.cases} cases, {made.events} events in {folder}")
    say(f"next: meldcode check {folder / '*'}")


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write.")],
    school: Annotated[str | None, typer.Option(help="The school's code, if it has one.")] = None,
    bestuur: Annotated[str | None, typer.Option(help="The code of its bestuur.")] = None,
    vakantieregio: Annotated[str, typer.Option(help="noord, midden or zuid.")] = "midden",
) -> None:
    """Write the entry workbook for a school without an export.

    Example: meldcode template invulsjabloon.xlsx --vakantieregio zuid
    """
    from pipeline.template import Prefilled, write_template
    from pipeline.vault import make_token

    codes = school or make_token("school"), bestuur or make_token("bestuur")
    made = write_template(file, Prefilled(*codes, vakantieregio))
    say(f"written: {file}")
    say(f"school {made.school_id}, bestuur {made.bestuur_id}, vakantieregio {made.vakantieregio}")
    if not bestuur:
        say(f"for another school of the same bestuur: --bestuur {made.bestuur_id}")


def pseudonymise(
    source: Annotated[
        list[Path], typer.Argument(metavar="SOURCE...", help="The files of one delivery.")
    ],
    vault: Vault,
    out: Annotated[Path, typer.Option(help="Folder in which the delivery is written.")],
) -> None:
    """On the school's own machine: replace local case numbers by random tokens.

    Example: meldcode pseudonymise export/ --vault kluis.duckdb --out levering/
    """
    from pipeline.key import VAULT, ensure_key
    from pipeline.pseudonymise import pseudonymise_delivery

    if not vault.exists():
        path, is_new = ensure_key(VAULT)
        if is_new:
            warn(f"made the key of the vault: {path} (keep a copy, not beside the vault)")
    made = pseudonymise_delivery(source, vault, out)
    say(f"{made.cases} cases, {made.new} of them new in the vault; written to {out}")
    say(f"school code: {made.school_id} (the bestuur needs it to put a name beside it)")
    for cell in made.withheld:
        warn(f"withheld: {cell.table}, row {cell.line}, {cell.column}: no date, code or number")


def reveal(
    token: Annotated[
        list[str], typer.Argument(metavar="TOKEN...", help="Tokens from the worklist.")
    ],
    vault: Vault,
) -> None:
    """On the school's own machine: show which local case a token stands for.

    Example: meldcode reveal Z5c1f09a7be22d04f8a6b90e3d7 --vault kluis.duckdb
    """
    from pipeline.pseudonymise import reveal_tokens

    for name, local in reveal_tokens(vault, token).items():
        say(f"{name}  {local if local is not None else '(not in this vault)'}")


def forget(
    case: Annotated[
        list[str], typer.Argument(metavar="CASE...", help="Local case numbers, or tokens.")
    ],
    vault: Vault,
) -> None:
    """On the school's own machine: delete cases from the vault; nobody can link them again.

    Example: meldcode forget 2025-01 --vault kluis.duckdb
    """
    from pipeline.pseudonymise import forget_cases

    deleted = forget_cases(vault, case)
    say(f"{deleted} cases deleted from {vault}; their tokens point at nothing now")


def check(deliveries: Deliveries) -> None:
    """Report every finding of every file; load nothing.

    Example: meldcode check leveringen/*
    """
    from pipeline.intake import check_deliveries

    raise typer.Exit(_print_checks(check_deliveries(deliveries)))


def load(
    context: typer.Context,
    deliveries: Deliveries,
    peildatum: Day = None,
    unencrypted_sample: Annotated[
        bool, typer.Option("--unencrypted-sample", help="No encryption: made-up data only.")
    ] = False,
    memory_limit: Annotated[
        str | None, typer.Option(help="Memory that the load may use, such as 2GB.")
    ] = None,
) -> None:
    """Check and load deliveries in one transaction; a re-delivery replaces that school's rows.

    Example: meldcode load leveringen/*
    """
    day = peildatum.date() if peildatum else None
    workspace = workspace_of(context)
    checks = load_with_key(workspace, deliveries, day, unencrypted_sample, memory_limit)
    raise typer.Exit(_print_checks(checks))


def load_with_key(
    workspace: "Workspace",
    deliveries: Sequence[Path],
    peildatum: date | None = None,
    unencrypted_sample: bool = False,
    memory_limit: str | None = None,
) -> "list[Check]":
    """Load under a progress bar, make the key on first use, and note the run in the manifest."""
    from pipeline.intake import load_deliveries
    from pipeline.key import ensure_key
    from pipeline.manifest import record_run
    from pipeline.reading.delivery import find_deliveries

    find_deliveries(deliveries)  # before a key is made for nothing
    if not (workspace.cases.exists() or unencrypted_sample):  # a lost key is never made anew
        path, is_new = ensure_key()
        if is_new:
            warn(f"made the key of the case database: {path} (keep a copy in a safe place)")
    with progress_bar("laden") as progress:
        checks = load_deliveries(
            workspace,
            deliveries,
            peildatum=peildatum,
            progress=progress,
            unencrypted_sample=unencrypted_sample,
            memory_limit=memory_limit,
        )
    if workspace.root.exists():
        statuses = Counter(one.status for one in checks)
        record_run(workspace, "load", deliveries=dict(sorted(statuses.items())))
    return checks


def _print_checks(checks: "list[Check]") -> int:
    for one in checks:
        read = [f"{table} {count}" for table, count in one.tables.items()]
        rows = f"{', '.join(read)}; " if read else ""
        say(f"{one_line(one.path)}: {one.status} ({rows}{one.refused_rows} rijen geweigerd)")
        for finding in one.findings:
            _print_finding(finding)
    refused = sum(one.status == "geweigerd" for one in checks)
    say(f"{len(checks)} leveringen bekeken, {refused} geweigerd")
    return max((one.exit_code for one in checks), default=0)


def _print_finding(finding: "Finding") -> None:
    column = f"kolom {finding.kolom}" if finding.kolom else None
    where = one_line(" ".join(part for part in (finding.bestand, finding.blad, column) if part))
    rows = ", ".join(map(str, finding.rijen))
    more = "…" if finding.aantal > len(finding.rijen) else ""
    lines = f"; rij {rows}{more}" if rows else ""
    say(f"  {finding.ernst:<12} {finding.regel}: {finding.tekst.nl}")
    say(f"               [{where}; {finding.aantal} keer{lines}]")
    say(f"               {finding.herstel.nl}")


def purge(context: typer.Context, today: Day = None) -> None:
    """Delete what the retention terms say must go; prints counts only.

    Example: meldcode purge --today 2026-08-01
    """
    from pipeline.manifest import record_run
    from pipeline.retention import closed_until, purge_workspace

    workspace, day = workspace_of(context), today.date() if today else datetime.now().date()
    deleted = purge_workspace(workspace, day)
    record_run(workspace, "purge", today=day.isoformat(), deleted=deleted)
    for what, count in deleted.items():
        say(f"{what}: {count} deleted")
    if not deleted:
        say("nothing was past its term")
        return
    say(f"cases closed up to {closed_until(day)} are gone: the school years they ran in are no")
    say("longer whole and get no share or comparison from now on; next: meldcode build")
