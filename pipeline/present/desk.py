"""A page about one school's own cases or delivery: language and name, without a publication."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pipeline.language import Language
from pipeline.present.opening import facts_list
from pipeline.present.part import Part, paragraph
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """Whose desk the page is for, and where its data are."""

    workspace: Workspace
    school_id: str
    school_name: str
    language: Language

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the catalogue."""
        return self.language.say(key, **values)


def open_desk(werkmap: str, school: str, school_naam: str, taal: str) -> Desk:
    """Return the desk of a school; the werkmap `voorbeeld` is the made-up one."""
    if werkmap == "voorbeeld":
        from pipeline.example import sample_school, sample_workspace

        workspace = sample_workspace()
        school = school or sample_school()
    else:
        workspace = Workspace(Path(werkmap))
    return Desk(workspace, school, school_naam or school, Language(taal))


def desk_opening(desk: Desk, title: str, about: str, facts: list[tuple[str, str]]) -> Part:
    """Return heading, about whom, and the facts the page shares."""
    heading = Part(f"<h1>{escape(title)}</h1>", plain=title)
    return heading + paragraph(about, "lead") + facts_list(facts)
