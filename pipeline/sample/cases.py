"""Rows about a case itself and about its talks, as they are at the end of its true course.

Every row has `since`: the day on which it comes into being. `pipeline.sample.censor` cuts off
what comes after the peildatum.
"""

import numpy as np

from pipeline.sample.block import Block, Rows, flag, pick, select
from pipeline.sample.codes import EMPTY, Codes, code, where, yes_no
from pipeline.sample.days import NEVER, Flags, Ints, if_ever
from pipeline.sample.start import FIRST_5A, VRAAG1_NEE


def make_zaak(block: Block) -> Rows:
    """Return one row per case, with its state at the end of its true course."""
    n, start, course = len(block), block.start, block.course
    outside = start.medewerker
    acuut = np.where(outside, EMPTY, yes_no(start.acuut)).astype(np.int8)
    opened = if_ever(block.dice.chance("datum_dossier", n), block.steps.overleg_ib)
    stopped = (start.furthest < FIRST_5A) & (course.cut == NEVER)
    status = np.select(
        [outside, course.cut < NEVER, course.einde < NEVER],
        [code("zaak_status", s) for s in ("buiten_stappenplan", "overgedragen", "afgesloten")],
        code("zaak_status", "lopend"),
    )
    return {
        "zaak": np.arange(n, dtype=np.int32),
        "since": start.signalering,
        "zaak_id": block.zaak_id,
        "datum_signalering": start.signalering,
        "datum_dossier": opened,
        "acuut": acuut,
        "ontkrachtend_overwogen": where(~outside, flag(block, "ontkrachtend_overwogen", n)),
        "buiten_stappenplan": _buiten_stappenplan(outside),
        "status": status.astype(np.int8),
        "datum_status": np.where(outside, start.signalering, course.einde).astype(np.int32),
        "reden_afsluiting": where(~outside & (course.einde < NEVER), course.reden),
        "volgen_mdo": where(stopped & ~outside, flag(block, "volgen_mdo", n)),
        "eerdere_zaak": where(~outside, flag(block, "eerdere_zaak", n)),
        "verwijderen_na": _retention(block, course.einde),
    }


def _buiten_stappenplan(outside: Flags) -> Codes:
    names = code("buiten_stappenplan", "medewerker"), code("buiten_stappenplan", "nee")
    return np.where(outside, *names).astype(np.int8)


def _retention(block: Block, einde: Ints) -> Ints:
    """Return 31 July of the declared number of school years after the one of closing."""
    years = int(block.dice.parameters.numbers["retention_school_years"])
    month = np.where(einde < NEVER, einde, 0).astype("datetime64[D]").astype("datetime64[M]")
    last_july = (month.astype(int) - 7) // 12 * 12 + 7 + 12 * (years + 1)
    day = last_july.astype("datetime64[M]").astype("datetime64[D]").astype(int) - 1
    return if_ever(einde < NEVER, day)


def make_zaak_route(block: Block) -> Rows:
    """Return the special route of each case that is not outside the plan."""
    rows = pick(block, ~block.start.medewerker, block.start.signalering)
    return rows | {"bijzondere_route": block.start.route[rows["zaak"]]}


def make_mdo(block: Block, events: Rows) -> Rows:
    """Return one row per event mdo, with the permission of the parents."""
    details = block.details
    rows = select(events, events["soort"] == code("soort_gebeurtenis", "mdo"))
    zaak = rows["zaak"]
    permission = details.mdo_permission[zaak]
    given = permission == code("toestemming_mdo", "gegeven")
    invited = flag(block, "ouders_uitgenodigd", len(zaak))
    return {
        **{name: rows[name] for name in ("zaak", "since", "gebeurtenis_id")},
        "toestemming_ouders": permission,
        "toestemming_datum": if_ever(given, details.mdo_request[zaak]),
        "ouders_uitgenodigd": where(given, invited, code("jn", "nvt")),
    }


def make_oudergesprek(block: Block, events: Rows) -> Rows:
    """Return one row per event gesprek_ouders; the concerns are gone only where the case stops."""
    rows = select(events, events["soort"] == code("soort_gebeurtenis", "gesprek_ouders"))
    zaak, n = rows["zaak"], len(rows["zaak"])
    plain = (
        "voorbereid",
        "apart_gevoerd",
        "doel_uitgelegd",
        "feiten_besproken",
        "reactie_gevraagd",
    )
    asked = block.dice.chance("ondertekening_gevraagd", n)
    written = block.days.add(
        block.start.region[zaak], rows["datum"], block.dice.days("gesprek_verslag", n)
    )
    return {
        **{name: rows[name] for name in ("zaak", "since", "gebeurtenis_id")},
        **{name: flag(block, "gesprek_attribute", n) for name in plain},
        "interpretatie_na_reactie": flag(block, "gesprek_attribute", n),
        "ouders_herkennen": flag(block, "ouders_herkennen", n),
        "zorgen_weggenomen": yes_no(block.start.furthest[zaak] < VRAAG1_NEE),
        "ondertekening_gevraagd": yes_no(asked),
        "ondertekend": where(asked, flag(block, "ondertekend", n), code("jn", "nvt")),
        "verslag_datum": if_ever(block.dice.chance("verslag", n), written),
    }
