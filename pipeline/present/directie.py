"""What the notebook of the directie uses, under one name; `question` makes one section."""

from pipeline.present.closing import code_part, definitions_part, team_sheet
from pipeline.present.durations import duration_part, step_times
from pipeline.present.evaluations import evaluations, evaluations_part
from pipeline.present.flow import flow_part, states, states_part
from pipeline.present.opening import directie_opening
from pipeline.present.organisation import measures, organisation_part
from pipeline.present.part import Part, aside, section
from pipeline.present.registration import registration, registration_part
from pipeline.present.shares import shares, shares_part
from pipeline.present.source import Source, open_source
from pipeline.present.stalled import stalled, stalled_part
from pipeline.present.summary import summary_part

__all__ = [
    "code_part",
    "definitions_part",
    "directie_opening",
    "duration_part",
    "evaluations",
    "evaluations_part",
    "flow_part",
    "measures",
    "open_source",
    "organisation_part",
    "question",
    "registration",
    "registration_part",
    "shares",
    "shares_part",
    "stalled",
    "stalled_part",
    "states",
    "states_part",
    "step_times",
    "summary_part",
    "team_sheet",
]

UNKNOWN = (
    "tijd",
    "zaken",
    "stappen",
    "veilig_thuis",
    "kind_en_ouders",
    "uitkomst",
    "hulp",
    "melding",
)


def question(source: Source, name: str, *parts: Part) -> Part:
    """Return the section of one question, closed by what is not known about it."""
    unknown = [source.say(f"directie.onbekend_{name}")] if name in UNKNOWN else []
    closing = aside(source.say("vraag.onbekend"), unknown, "unknown")
    return section(name.replace("_", "-"), source.say(f"directie.v_{name}"), [*parts, closing])
