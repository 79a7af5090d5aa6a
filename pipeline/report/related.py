"""Which other reports a page points at: the same places in every workspace, made or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language import Language
from pipeline.report.plan import Job
from pipeline.schema.editions import Edition, editions


@dataclass(frozen=True)
class Link:
    """One report to go to: its place seen from the page, its name, who may see it."""

    place: str
    name: str
    tier: str


def related(job: Job) -> list[Link]:
    """Return the links of a page: a released page never points at one of a school."""
    return list(_links(job))


def _links(job: Job) -> Iterator[Link]:
    language, root = Language(job.language), "../" * job.key.count("/")
    folder, slash, _ = job.stem.rpartition("/")
    for edition in editions().values():
        own = edition.per == "school"
        if edition.name == job.edition.name or (own and job.edition.per != "school"):
            continue
        file = _file(edition, job)
        if file:
            place = f"{root}{edition.tier}/{folder + slash if own else ''}{file}.html"
            tier = language.say(f"pagina.tier_{edition.tier}").rstrip(".").lower()
            yield Link(place, edition.label[job.language], tier)


def _file(edition: Edition, job: Job) -> str:
    """Return the file of another edition; nothing when it has a school year and the job none."""
    if "{schooljaar}" in edition.file and not job.schooljaar:
        return ""
    name = edition.file.format(schooljaar=job.schooljaar)
    return name if job.language == "nl" else f"{name}-{job.language}"
