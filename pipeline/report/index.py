"""The index page: every report there is, from which delivery, when, and what is out of date.

Reports about all schools together first, then one row per school with one column per report.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from pipeline.errors import MeldcodeError
from pipeline.language import Language
from pipeline.present.part import Part, paragraph, section, together
from pipeline.report.page import make_page
from pipeline.report.plan import plan_jobs
from pipeline.report.state import Record, read_records, write_file
from pipeline.schema.editions import Edition, editions
from pipeline.workspace import Workspace

_COLUMNS = ("rapport", "voor", "peildatum", "gemaakt_kolom", "stand")
_CURRENT = "index.actueel"
_SCHOOL_YEAR = re.compile(r"\d{4}-\d{4}")


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
        return _CURRENT


def write_index(workspace: Workspace, failed: dict[str, str], language: Language) -> Path:
    """Write reports/index.html and return its path."""
    records = {
        key: record
        for key, record in read_records(workspace).items()
        if (workspace.reports / record.page).exists()
    }
    now = _look_up(workspace, {record.language for record in records.values()} | {language.code})
    found = sorted(records.values(), key=lambda r: (r.school_name, r.title, r.language))
    shared = [record for record in found if not record.school]
    own = [record for record in found if record.school]
    parts = [
        _head(found, now, language),
        _failures(failed, language),
        _shared_part(shared, now, language),
        _schools_part(own, now, language),
    ]
    body = together(parts)
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


def _head(records: list[Record], now: _Now, language: Language) -> Part:
    """Return title, what the list is for, and how many reports are out of date."""
    say = language.say
    stale = sum(now.state(record) != _CURRENT for record in records)
    key = "index.verouderd" if stale else "index.alles_actueel"
    return (
        Part(f"<h1>{escape(say('index.titel'))}</h1>")
        + paragraph(say("index.uitleg"), "lead")
        + paragraph(say(key, n=len(records), oud=stale), "answer")
    )


def _failures(failed: dict[str, str], language: Language) -> Part:
    if not failed:
        return Part("")
    items = "".join(f"<li>{escape(key)}: {escape(why)}</li>" for key, why in sorted(failed.items()))
    heading = language.say("index.mislukt", n=len(failed))
    return section("mislukt", heading, [Part(f"<ul>{items}</ul>")])


def _shared_part(records: list[Record], now: _Now, language: Language) -> Part:
    """Return the reports about all schools together, one row each."""
    if not records:
        return Part("")
    heads = [_head_cell(language.say(f"index.{name}")) for name in _COLUMNS]
    order = list(editions())
    rows = [
        _shared_row(record, now, language)
        for record in sorted(records, key=lambda r: (order.index(r.edition), r.language))
    ]
    heading = language.say("index.samen")
    return section("samen", heading, [_table(language.say("index.samen_tabel"), heads, rows)])


def _shared_row(record: Record, now: _Now, language: Language) -> str:
    edition = editions()[record.edition]
    link = (
        f'<a href="{escape(record.page)}" hreflang="{record.language}">{escape(record.title)}</a>'
    )
    cells = (
        escape(edition.reader[language.code]),
        _day(record.peildatum, language),
        _day(record.made, language),
        _state(record, now, language),
    )
    return f'<tr><th scope="row">{link} {_others(record)}</th>{_cells(cells)}</tr>'


def _schools_part(records: list[Record], now: _Now, language: Language) -> Part:
    """Return one row per school and one column per report, so that a name stands once."""
    if not records:
        return Part("")
    shown = [one for one in editions().values() if any(r.edition == one.name for r in records)]
    heads = [_head_cell(language.say("vrijgave.as_school_id"))]
    heads += [_edition_head(edition, language) for edition in shown]
    schools = list(dict.fromkeys(record.school for record in records))
    rows = [
        _school_row([r for r in records if r.school == school], shown, now, language)
        for school in schools
    ]
    heading = language.say("index.per_school", n=len(schools))
    table = _table(language.say("index.per_school_tabel"), heads, rows)
    return section("scholen", heading, [table])


def _edition_head(edition: Edition, language: Language) -> str:
    tier = language.say(f"pagina.tier_{edition.tier}").rstrip(".")
    about = language.say("index.voor_wie", lezer=edition.reader[language.code], tier=tier)
    return _head_cell(edition.label[language.code], about)


def _school_row(records: list[Record], shown: list[Edition], now: _Now, language: Language) -> str:
    latest = max(record.peildatum for record in records)
    day = language.say("index.levering", dag=date.fromisoformat(latest[:10]))
    cells = [
        "".join(
            _school_cell(record, record.peildatum != latest, now, language)
            for record in records
            if record.edition == edition.name
        )
        for edition in shown
    ]
    name = f'{escape(records[0].school_name)}<span class="made">{escape(day)}</span>'
    return f'<tr><th scope="row">{name}</th>{_cells([cell or "–" for cell in cells])}</tr>'


def _school_cell(record: Record, is_older: bool, now: _Now, language: Language) -> str:
    """Return one report of one school: its link, when it was made, and what is out of date."""
    say = language.say
    year = _SCHOOL_YEAR.search(record.page.rpartition("/")[2])
    words = year.group() if year else say("index.openen")
    words = f"{words} ({record.language})" if record.language != language.code else words
    made = say("index.gemaakt_op", dag=date.fromisoformat(record.made[:10]))
    if is_older:
        made += " " + say("index.levering", dag=date.fromisoformat(record.peildatum[:10]))
    state = now.state(record)
    stale = "" if state == _CURRENT else _state(record, now, language)
    return (
        f'<div><a href="{escape(record.page)}" hreflang="{record.language}">{escape(words)}'
        f'<span class="hidden"> {escape(record.title)}</span></a> {_others(record)}'
        f'<span class="made">{escape(made)}</span>{stale}</div>'
    )


def _others(record: Record) -> str:
    return " ".join(
        f'<a href="{escape(name)}">{name.rpartition(".")[2].upper()}'
        f'<span class="hidden"> {escape(record.title)}</span></a>'
        for name in sorted(record.files)
        if not name.endswith(".html")
    )


def _state(record: Record, now: _Now, language: Language) -> str:
    state = now.state(record)
    mark = "" if state == _CURRENT else ' class="stale"'
    return f"<span{mark}>{escape(language.say(state))}</span>"


def _day(day: str, language: Language) -> str:
    return escape(language.date(date.fromisoformat(day[:10])))


def _cells(cells: Sequence[str]) -> str:
    return "".join(f"<td>{cell}</td>" for cell in cells)


def _head_cell(words: str, about: str = "") -> str:
    more = f'<span class="made">{escape(about)}</span>' if about else ""
    return f'<th scope="col">{escape(words)}{more}</th>'


def _table(caption: str, heads: Sequence[str], rows: Sequence[str]) -> Part:
    return Part(
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{''.join(heads)}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
