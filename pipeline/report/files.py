"""Runs one job and writes its files below reports/<tier>/: HTML always, PDF and XLSX when asked."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.language import Language
from pipeline.present.table import table_from
from pipeline.report.page import make_page
from pipeline.report.plan import Job
from pipeline.report.related import related
from pipeline.report.run import Outcome
from pipeline.report.state import write_file
from pipeline.report.worker import Worker
from pipeline.worklist_memory import remember_list
from pipeline.workspace import Workspace

FORMATS = ("html", "pdf", "xlsx")


def check_formats(formats: Sequence[str]) -> None:
    """Raise UsageError for a format that is not made here."""
    for form in formats:
        if form not in FORMATS:
            raise UsageError(f"format is '{form}'; choices: {', '.join(FORMATS)}")


def write_report(
    workspace: Workspace, job: Job, worker: Worker, formats: Sequence[str]
) -> dict[str, str]:
    """Make one report; returns the sha256 of each file by its path below reports/."""
    outcome = worker.run(job.edition.notebook, job.parameters)
    contents = _render(job, outcome, formats) | _beside(workspace, job)
    _look_through(job, contents)
    for name, content in contents.items():
        write_file(workspace.reports / name, content)
    return {name: sha256(content).hexdigest() for name, content in contents.items()}


def _look_through(job: Job, contents: dict[str, bytes]) -> None:
    """Raise DisclosureError, with nothing written, when a file holds what may not leave."""
    if job.edition.tier in ("vrijgave", "vertrouwelijk"):
        from pipeline.disclosure.scan import allowed_in_report, check_files

        names = job.parameters.get("scholen")
        publication = Path(job.parameters["publicatie"])
        check_files(contents, allowed_in_report(publication, Path(names) if names else None))


def _beside(workspace: Workspace, job: Job) -> dict[str, bytes]:
    """Return what comes with a page: the calendar of a worklist, which is then remembered."""
    if job.edition.name != "werklijst":
        return {}
    from pipeline.present.worklist import CALENDAR
    from pipeline.report.calendar_file import make_calendar
    from pipeline.worklist import open_worklist

    worklist = open_worklist(workspace, job.school)
    remember_list(workspace, job.school, worklist.peildatum, worklist.listed)
    calendar = make_calendar(worklist.planned, worklist.peildatum, Language(job.language))
    return {f"{job.key.rpartition('/')[0]}/{CALENDAR}": calendar}


def _render(job: Job, outcome: Outcome, formats: Sequence[str]) -> dict[str, bytes]:
    page = page_of(job, outcome)
    contents = {f"{job.key}.html": page.encode()}
    if "xlsx" in formats:
        from pipeline.report.workbook import make_workbook

        contents[f"{job.key}.xlsx"] = make_workbook(
            job, outcome.tables, made_line(job, Language(job.language))
        )
    if "pdf" in formats:
        from pipeline.report.pdf import make_pdf

        contents[f"{job.key}.pdf"] = make_pdf(page)
    return contents


def page_of(job: Job, outcome: Outcome) -> str:
    """Return the page of a job."""
    language = Language(job.language)
    return make_page(
        title=job.title,
        tier=job.edition.tier,
        body="\n".join(outcome.parts),
        language=language,
        made=made_line(job, language),
        tables=[table for table in map(table_from, outcome.tables) if table.folded],
        links=related(job),
    )


def made_line(job: Job, language: Language) -> str:
    """Return when and from what the report was made."""
    key = "pagina.gemaakt" if job.release else "pagina.gemaakt_zonder"
    peildatum = language.date(date.fromisoformat(job.peildatum[:10]))
    values = {"dag": date.today(), "peildatum": peildatum}
    return language.say(key, **values, **({"uitgave": job.release} if job.release else {}))
