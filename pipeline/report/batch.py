"""All reports of a run: skips what is current, two warm kernels, one failure stops no other."""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.errors import MeldcodeError, UsageError
from pipeline.language import Language
from pipeline.manifest import record_run
from pipeline.report.files import check_formats, write_report
from pipeline.report.index import write_index
from pipeline.report.plan import Job, plan_jobs
from pipeline.report.state import Record, add_record, is_current, read_records
from pipeline.report.where import where_raised
from pipeline.schema.editions import choose_editions
from pipeline.workspace import Workspace

Progress = Callable[[int, int, str], None]
WORKERS = 2
REPORTS_PER_KERNEL = 60  # after so many a kernel makes place for a new one, to bound its memory


@dataclass(frozen=True)
class ReportSummary:
    """What a run made. Paths are below reports/; failed maps a report to its reason."""

    index: Path
    made: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def make_reports(
    workspace: Workspace,
    *,
    editions: Sequence[str] = (),
    school: str | None = None,
    schooljaar: str | None = None,
    language: str = "nl",
    formats: Sequence[str] = ("html",),
    progress: Progress | None = None,
) -> ReportSummary:
    """Make the reports of these editions (all when none) and the index of everything there is.

    Raises UsageError or WorkspaceError before the first report; what happens to one report after
    that is in `failed`.
    """
    Language(language)
    check_formats(formats)
    jobs = plan_jobs(workspace, choose_editions(tuple(editions)), school, schooljaar, language)
    if not jobs:
        raise UsageError("there is no report to make with these options")
    summary = _Run(workspace, tuple(formats), progress).all(jobs)
    index = write_index(workspace, summary.failed, Language(language))
    summary = ReportSummary(index, summary.made, summary.skipped, summary.failed)
    record_run(
        workspace,
        "report",
        made=len(summary.made),
        skipped=len(summary.skipped),
        failed=sorted(summary.failed),
        language=language,
        formats=list(formats),
    )
    return summary


@dataclass
class _Run:
    """One run over the jobs; the threads share what is left to do and nothing else."""

    workspace: Workspace
    formats: tuple[str, ...]
    progress: Progress | None

    def __post_init__(self) -> None:
        self.summary = ReportSummary(self.workspace.reports / "index.html")
        self.lock = threading.Lock()
        self.total = 0

    def all(self, jobs: list[Job]) -> ReportSummary:
        records = read_records(self.workspace)
        todo = [job for job in jobs if not self._is_done(job, records.get(job.key))]
        self.summary.skipped.extend(job.key for job in jobs if job not in todo)
        self.total = len(todo)
        if todo:
            self._run(todo)
        else:
            self._sweep()
        return self.summary

    def _sweep(self) -> None:
        from pipeline.report.kernel import remove_abandoned

        remove_abandoned(self.workspace.temp)

    def _is_done(self, job: Job, record: Record | None) -> bool:
        has_formats = record is not None and all(
            any(name.endswith(f".{form}") for name in record.files) for form in self.formats
        )
        return has_formats and is_current(record, job.source, job.recipe, self.workspace.reports)

    def _run(self, todo: list[Job]) -> None:
        from pipeline.disclosure.scan.declared import phrases
        from pipeline.report.kernel import kernel_folder

        waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
        for job in todo:
            waiting.put(job)
        with kernel_folder(self.workspace.temp) as folder:
            workers = min(WORKERS, (len(todo) + 1) // 2)  # a kernel costs as much as two reports
            with ThreadPoolExecutor(workers + 1) as pool:
                pool.submit(phrases)  # for the scan, once, while the kernels start
                tasks = [pool.submit(self._work, waiting, folder) for _ in range(workers)]
                for task in as_completed(tasks):
                    task.result()

    def _work(self, waiting: "queue.SimpleQueue[Job]", folder: Path) -> None:
        """Take jobs until there are none left; all in one thread, with one kernel at a time."""
        from pipeline.report.worker import Worker

        with Worker(folder, REPORTS_PER_KERNEL) as worker:
            while True:
                try:
                    job = waiting.get_nowait()
                except queue.Empty:
                    return
                self._one(job, worker)

    def _one(self, job: Job, worker: object) -> None:
        try:
            files = write_report(self.workspace, job, worker, self.formats)  # type: ignore[arg-type]
            add_record(self.workspace, _record(job, files))
            reason = None
        except MeldcodeError as problem:
            reason = str(problem)
        except Exception as problem:  # the others go on; its message may hold a value
            reason = f"unexpected {type(problem).__name__}{where_raised(problem)}"
        with self.lock:
            self._note(job, reason)

    def _note(self, job: Job, reason: str | None) -> None:
        if reason is None:
            self.summary.made.append(job.key)
        else:
            self.summary.failed[job.key] = reason
        if self.progress:
            done = len(self.summary.made) + len(self.summary.failed)
            self.progress(done, self.total, job.title)


def _record(job: Job, files: dict[str, str]) -> Record:
    return Record(
        key=job.key,
        edition=job.edition.name,
        tier=job.edition.tier,
        title=job.title,
        school=job.school,
        school_name=job.school_name,
        language=job.language,
        peildatum=job.peildatum,
        made=date.today().isoformat(),
        source=job.source,
        recipe=job.recipe,
        files=files,
    )
