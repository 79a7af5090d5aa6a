"""All delivered tables of one block of cases."""

from pipeline.sample.block import Block, Rows
from pipeline.sample.cases import make_mdo, make_oudergesprek, make_zaak, make_zaak_route
from pipeline.sample.decisions import make_afweging, make_besluit, make_weging
from pipeline.sample.events import record_events
from pipeline.sample.outcomes import make_evaluatie, make_hulp, make_melding
from pipeline.sample.records import make_attest, make_dossier_toets, make_dossiernotitie, make_rol
from pipeline.sample.registration import add_registration


def make_tables(block: Block) -> dict[str, Rows]:
    """Return the rows of every table of a block, uncensored, in order of case."""
    events = record_events(block)
    return {
        "zaak": make_zaak(block),
        "zaak_route": make_zaak_route(block),
        "gebeurtenis": add_registration(block, events),
        "gebeurtenis_rol": make_rol(block, events),
        "mdo": make_mdo(block, events),
        "oudergesprek": make_oudergesprek(block, events),
        "dossiernotitie": make_dossiernotitie(block, events),
        "weging": make_weging(block),
        "afweging": make_afweging(block),
        "besluit": make_besluit(block),
        "melding": make_melding(block),
        "hulp": make_hulp(block),
        "evaluatie": make_evaluatie(block),
        "attest": make_attest(block),
        "dossier_toets": make_dossier_toets(block),
    }
