"""The worklist as lines for a terminal: the words of the page, the same order."""

from collections.abc import Iterator
from textwrap import wrap

from pipeline.language import Language
from pipeline.present.desk import Desk
from pipeline.present.table import Table
from pipeline.present.worklist import GROUPS, groups_of, worklist_table
from pipeline.schools import read_schools
from pipeline.worklist import Worklist
from pipeline.workspace import Workspace

WIDTH = 96


def desk_of(workspace: Workspace, school: str, language: str) -> Desk:
    """Return the desk of a school that is given by its name or its code."""
    schools = read_schools(workspace)
    school_id = schools.find(school)
    return Desk(workspace, school_id, schools.name(school_id), Language(language))


def worklist_lines(desk: Desk, worklist: Worklist) -> Iterator[str]:
    """Yield the list in groups, the most urgent first: per case its token, then what is known."""
    say, cases = desk.say, worklist.cases
    day = desk.language.date(worklist.peildatum)
    yield f"{say('werklijst.titel')} · {desk.school_name} · {say('opening.peildatum')} {day}"
    if not len(cases):
        yield say("werklijst.leeg")
    groups = groups_of(cases)
    for group in GROUPS:
        if len(rows := cases[groups == group]):
            yield from ("", say(f"werklijst.groep_{group}", n=len(rows)))
            yield from _cases(desk, worklist_table(desk, group, rows))
    if worklist.gone:
        yield from ("", say("werklijst.af", n=len(worklist.gone)))
        yield from (f"  {token}" for token in worklist.gone)


def _cases(desk: Desk, table: Table) -> Iterator[str]:
    for token, *facts in table.cells(desk.language):
        yield f"  {token}"
        for column, text in zip(table.columns[1:], facts, strict=True):
            if text and text != "–":
                line = f"{column.heading}{'' if column.heading.endswith('?') else ':'} {text}"
                yield from wrap(line, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 6)
