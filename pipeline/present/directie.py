"""What the notebook of the directie uses, under one name; `question` makes one section."""

from pipeline.present.closing import code_part, definitions_part, team_sheet
from pipeline.present.curves import curves, curves_part
from pipeline.present.durations import duration_part, step_times
from pipeline.present.evaluations import evaluations, evaluations_part
from pipeline.present.first_decision import first_decision_part, first_decisions
from pipeline.present.flow import flow_part, states, states_part
from pipeline.present.lanes import lanes, lanes_part
from pipeline.present.lessons import lessons, lessons_part
from pipeline.present.opening import directie_opening
from pipeline.present.organisation import measures, organisation_part
from pipeline.present.part import Part, aside, section
from pipeline.present.plausible import plausible_part, sizes
from pipeline.present.registration import registration, registration_part
from pipeline.present.shares import shares, shares_part
from pipeline.present.source import Source, open_source
from pipeline.present.stalled import stalled, stalled_part
from pipeline.present.summary import summary_part

__all__ = [
    "INDICATORS",
    "answer",
    "code_part",
    "curves",
    "curves_part",
    "definitions",
    "directie_opening",
    "duration_part",
    "evaluations",
    "evaluations_part",
    "first_decision_part",
    "first_decisions",
    "flow_part",
    "lanes",
    "lanes_part",
    "lessons",
    "lessons_part",
    "measures",
    "open_source",
    "organisation_part",
    "plausible_part",
    "question",
    "registration",
    "registration_part",
    "shares",
    "sizes",
    "stalled",
    "stalled_part",
    "states",
    "states_part",
    "step_times",
    "summary_part",
    "team_sheet",
]

INDICATORS = {
    "stappen": ("relevante_stappen_doorlopen", "versneld_besloten"),
    "veilig_thuis": ("veilig_thuis_geraadpleegd", "advies_anoniem"),
    "kind_en_ouders": (
        "kind_vooraf_ingelicht",
        "gesprek_samen_gevoerd",
        "gesprek_verslag_gemaakt",
        "ondertekening_gevraagd",
        "melding_zonder_oudergesprek",
        "reden_geen_oudergesprek_vastgelegd",
    ),
    "afweging": (
        "afwegingskader_consistent",
        "directie_beslist_mee",
        "gestopt_zorgen_weggenomen",
        "stoppen_samen_besloten",
    ),
    "hulp": (
        "hulp_besproken_met_ouders",
        "hulp_verwezen",
        "hulp_aankomst_gecontroleerd",
        "hulp_termijn_bepaald",
        "begeleidingsplan_gemaakt",
        "hulp_evaluatie_gepland",
        "hulp_binnen_termijn_beoordeeld",
    ),
    "melding": (
        "melding_vooraf_besproken",
        "melding_besproken_met_leerling",
        "terugkoppeling_vt_ontvangen",
        "opvolging_na_melding",
        "opnieuw_gemeld",
    ),
}
"""Per question the indicators that answer it, the most telling one first."""

DRAWN = {
    "zaken": ("aantal_zaken", "onbekend_per_veld"),
    "tijd": ("doorlooptijd_per_stap", "vastgelopen_zaken", "vereiste_melding_ontbreekt"),
    "uitkomst": ("tijd_tot_eerste_besluit", "aandeel_ooit_5a", "aandeel_ooit_5b", "aandeel_beide"),
    "evaluaties": (
        "begeleidingsplan_geevalueerd",
        "hulp_effect_geevalueerd",
        "proces_geevalueerd",
        "leerpunten",
    ),
    "weinig": ("zaken_per_1000",),
}
"""Per question the indicators behind its other figures and claims."""

ORDER = (
    "zaken",
    "stappen",
    "veilig_thuis",
    "tijd",
    "kind_en_ouders",
    "uitkomst",
    "afweging",
    "hulp",
    "melding",
    "evaluaties",
    "weinig",
)
"""The definitions at the end stand in this order."""

EXPLAINED = (
    "zaken",
    "stappen",
    "veilig_thuis",
    "tijd",
    "kind_en_ouders",
    "uitkomst",
    "hulp",
    "melding",
    "evaluaties",
    "organisatie",
    "weinig",
)


def answer(source: Source, name: str) -> Part:
    """Return the indicators of one question as bars of counts."""
    return shares_part(source, name, INDICATORS[name])


def definitions(source: Source) -> Part:
    """Return how the figures on this page are counted, and only those."""
    names = [name for key in ORDER for name in (*DRAWN.get(key, ()), *INDICATORS.get(key, ()))]
    return definitions_part(source, tuple(names))


def question(source: Source, name: str, *parts: Part) -> Part:
    """Return the section of one question, closed by what is not known about it."""
    unknown = [line for part in parts for line in part.unknown]
    if name in EXPLAINED:
        unknown.append(source.say(f"directie.onbekend_{name}"))
    closing = aside(source.say("vraag.onbekend"), unknown, "unknown")
    return section(name.replace("_", "-"), source.say(f"directie.v_{name}"), [*parts, closing])
