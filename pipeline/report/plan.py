"""Which reports there are to make: editions × schools, each with the data it is made from."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from pipeline.errors import UsageError, WorkspaceError
from pipeline.paths import DATA_SCHEMA
from pipeline.report.published import Published, look_at
from pipeline.report.run import declared_parameters, notebook_path
from pipeline.report.sources import CaseSource, read_case_sources
from pipeline.schema.editions import Edition
from pipeline.schools import Schools, read_schools
from pipeline.workspace import Workspace

_PACKAGE = Path(__file__).resolve().parent.parent
_CODE = (
    "present",
    "report",
    "schema",
    "comparison",
    "worklist.py",
    "worklist_memory.py",
    "intake/quality.py",
    "schools.py",
)


@dataclass(frozen=True)
class Job:
    """One report to make. `stem` is its path below reports/, without an extension."""

    edition: Edition
    school: str
    school_name: str
    schooljaar: str
    language: str
    stem: str
    title: str
    peildatum: str
    release: str
    source: str
    parameters: dict[str, str]

    @property
    def key(self) -> str:
        return f"{self.edition.tier}/{self.stem}"

    @property
    def recipe(self) -> str:
        """Return the hash of everything but the data: notebook, code, texts, parameters."""
        parts = [code_hash(), self.edition.notebook, json.dumps(self.parameters, sort_keys=True)]
        parts.append(notebook_path(self.edition.notebook).read_text(encoding="utf-8"))
        return sha256("\n".join(parts).encode()).hexdigest()


@cache
def code_hash() -> str:
    """Return the hash of the code and texts that reports are made with."""
    files = [path for name in _CODE for path in _files(_PACKAGE / name)]
    for name in ("labels", "languages", "editions"):
        files += _files(DATA_SCHEMA / name)
    return sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [p for p in path.rglob("*") if p.suffix in (".py", ".yml", ".j2", ".css")]


def plan_jobs(
    workspace: Workspace,
    editions: list[Edition],
    school: str | None,
    schooljaar: str | None,
    language: str,
) -> list[Job]:
    """Return the jobs. Raises UsageError for a school or school year that is not there."""
    maker = _Planner(workspace, read_schools(workspace), school, schooljaar, language)
    jobs = [job for edition in editions for job in maker.jobs(edition)]
    if school and not any(job.school == school for job in jobs):
        known = maker.schools.choices(maker.seen)
        raise UsageError(f"school '{school}' is unknown here; choices: {known}")
    return jobs


@dataclass
class _Planner:
    workspace: Workspace
    schools: Schools
    school: str | None
    schooljaar: str | None
    language: str

    def __post_init__(self) -> None:
        self.seen: set[str] = set()

    def jobs(self, edition: Edition) -> Iterator[Job]:
        if edition.source == "zaken":
            return self._case_jobs(edition)
        if edition.source == "vrijgave":
            return self._bestuur_jobs(edition)
        return self._school_jobs(edition)

    def _bestuur_jobs(self, edition: Edition) -> Iterator[Job]:
        if self.school and edition.per == "bestuur":
            return
        if not self.workspace.released.exists():
            raise WorkspaceError(
                f"nothing is released in {self.workspace.root}; next: meldcode release"
            )
        yield self._published_job(edition, self.workspace.released)

    def _school_jobs(self, edition: Edition) -> Iterator[Job]:
        paths = sorted((self.workspace.publication / "vertrouwelijk").glob("*.duckdb"))
        if not paths:
            raise WorkspaceError(
                f"nothing is released in {self.workspace.root}; next: meldcode release"
            )
        self.seen |= {path.stem for path in paths}
        for path in paths:
            if not self.school or path.stem == self.school:
                yield self._published_job(edition, path)

    def _published_job(self, edition: Edition, path: Path) -> Job:
        facts = look_at(path)
        year = self._year(facts)
        parameters = {"publicatie": str(path.resolve()), "taal": self.language}
        names_school = "scholen" in declared_parameters(notebook_path(edition.notebook))
        if names_school and self.workspace.school_names.is_file():
            parameters["scholen"] = str(self.workspace.school_names.resolve())
        if edition.per == "school":
            name = self.schools.name(facts.school)
            parameters |= {"schooljaar": year, "school_naam": name}
        return self._job(
            edition, facts.school, year, facts.peildatum, facts.release, facts.content, parameters
        )

    def _case_jobs(self, edition: Edition) -> Iterator[Job]:
        for case_source in read_case_sources(self.workspace, edition.name, self.school):
            self.seen.add(case_source.school_id)
            yield self._case_job(edition, case_source)

    def _case_job(self, edition: Edition, case_source: CaseSource) -> Job:
        school = case_source.school_id
        parameters = {
            "werkmap": str(self.workspace.root.resolve()),
            "school": school,
            "school_naam": self.schools.name(school),
            "taal": self.language,
        }
        return self._job(
            edition, school, "", case_source.peildatum, "", case_source.fingerprint, parameters
        )

    def _job(
        self,
        edition: Edition,
        school: str,
        year: str,
        peildatum: object,
        release: str,
        source: str,
        parameters: dict[str, str],
    ) -> Job:
        folder = f"{self.schools.slug(school)}/" if edition.per == "school" else ""
        ending = "" if self.language == "nl" else f"-{self.language}"
        name = self.schools.name(school) if edition.per == "school" else ""
        label = edition.label[self.language]
        shown = year if "{schooljaar}" in edition.file else ""
        return Job(
            edition=edition,
            school=school,
            school_name=name,
            schooljaar=year,
            language=self.language,
            stem=f"{folder}{edition.file.format(schooljaar=year)}{ending}",
            title=" · ".join(part for part in (label, name, shown) if part),
            peildatum=str(peildatum),
            release=release,
            source=source,
            parameters=parameters,
        )

    def _year(self, facts: Published) -> str:
        if self.schooljaar and facts.years and self.schooljaar not in facts.years:
            choices = ", ".join(facts.years)
            raise UsageError(
                f"schooljaar '{self.schooljaar}' is not in the data; choices: {choices}"
            )
        return self.schooljaar or facts.year
