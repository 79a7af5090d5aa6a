"""The index page: every report there is, from which delivery, when, and what is out of date."""

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from pipeline.errors import MeldcodeError
from pipeline.present.language import Language
from pipeline.present.part import Part, paragraph, section, together
from pipeline.report.page import make_page
from pipeline.report.plan import plan_jobs
from pipeline.report.state import Record, read_records, write_file
from pipeline.schema.editions import Edition, editions
from pipeline.workspace import Workspace

_COLUMNS = ("rapport", "peildatum", "gemaakt_kolom", "stand")


@dataclass(frozen=True)
class _Now:
    """What reports would be made from today: hash of data per edition × school, recipe per key."""

    sources: dict[tuple[str, str], str]
    recipes: dict[str, str]

    def state(self, record: Record) -> str:
        """Return the key of the text that says how the report stands."""
        source = self.sources.get((record.edition, record.school))
        if source is None:
            return "index.niet_meer"
        if source != record.source:
            return "index.nieuwe_gegevens"
        if self.recipes.get(record.key, record.recipe) != record.recipe:
            return "index.nieuwe_versie"
        return "index.actueel"


def write_index(workspace: Workspace, failed: dict[str, str], language: Language) -> Path:
    """Write reports/index.html and return its path."""
    records = {
        key: record
        for key, record in read_records(workspace).items()
        if (workspace.reports / record.page).exists()
    }
    now = _look_up(workspace, {record.language for record in records.values()} | {language.code})
    body = together([_head(language), _failures(failed, language), *_tiers(records, now, language)])
    page = make_page(
        language.say("index.titel"),
        "overzicht",
        body.html,
        language,
        made=language.say("index.gemaakt", dag=date.today()),
    )
    path = workspace.reports / "index.html"
    write_file(path, page.encode())
    return path


def _look_up(workspace: Workspace, languages: set[str]) -> _Now:
    sources: dict[tuple[str, str], str] = {}
    recipes: dict[str, str] = {}
    for language in sorted(languages):
        for edition in editions().values():
            try:
                jobs = plan_jobs(workspace, [edition], None, None, language)
            except MeldcodeError:  # nothing published for this edition yet
                continue
            sources |= {(job.edition.name, job.school): job.source for job in jobs}
            recipes |= {job.key: job.recipe for job in jobs}
    return _Now(sources, recipes)


def _head(language: Language) -> Part:
    title = f"<h1>{escape(language.say('index.titel'))}</h1>"
    return Part(title) + paragraph(language.say("index.uitleg"), "lead")


def _failures(failed: dict[str, str], language: Language) -> Part:
    if not failed:
        return Part("")
    items = "".join(f"<li>{escape(key)}: {escape(why)}</li>" for key, why in sorted(failed.items()))
    heading = language.say("index.mislukt", n=len(failed))
    return section("mislukt", heading, [Part(f"<ul>{items}</ul>")])


def _tiers(records: dict[str, Record], now: _Now, language: Language) -> list[Part]:
    return [
        _edition_part(edition, found, now, language)
        for edition in editions().values()
        if (found := [record for record in records.values() if record.edition == edition.name])
    ]


def _edition_part(edition: Edition, records: list[Record], now: _Now, language: Language) -> Part:
    label, reader = edition.label[language.code], edition.reader[language.code]
    tier = language.say(f"pagina.tier_{edition.tier}").rstrip(".")
    heads = "".join(f'<th scope="col">{escape(language.say(f"index.{c}"))}</th>' for c in _COLUMNS)
    ordered = sorted(records, key=lambda r: (r.school_name, r.title, r.language))
    rows = "".join(_row(record, now, language) for record in ordered)
    caption = escape(language.say("index.voor", lezer=reader, tier=tier))
    table = (
        f'<div class="table" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    return section(edition.name, label, [Part(table)])


def _row(record: Record, now: _Now, language: Language) -> str:
    others = " ".join(
        f'<a href="{escape(name)}">{name.rpartition(".")[2].upper()}'
        f'<span class="hidden"> {escape(record.title)}</span></a>'
        for name in sorted(record.files)
        if not name.endswith(".html")
    )
    days = [date.fromisoformat(text[:10]) for text in (record.peildatum, record.made)]
    cells = "".join(f"<td>{escape(language.date(day))}</td>" for day in days)
    state = now.state(record)
    mark = "" if state == "index.actueel" else ' class="stale"'
    return (
        f'<tr><th scope="row"><a href="{escape(record.page)}" hreflang="{record.language}">'
        f"{escape(record.title)}</a> {others}</th>{cells}"
        f"<td{mark}>{escape(language.say(state))}</td></tr>"
    )
