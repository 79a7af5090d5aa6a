"""What a school can know on the peildatum, and what it left open.

First the future is cut off, exactly; then cells are left empty or 'onbekend' as in real life.
"""

import numpy as np

from pipeline.sample.block import Block, Rows, select
from pipeline.sample.codes import EMPTY, code
from pipeline.sample.days import NEVER, Flags, Floats, Ints, if_ever
from pipeline.sample.dice import Dice
from pipeline.schema.tables import Column, Table, tables

# A cell that is only known from the day in the other column on.
KNOWN_SINCE = {
    "melding": {"vervolg_vt": "terugkoppeling_datum"},
    "hulp": {"aangekomen": "datum_aankomst_gecontroleerd", "volgafspraken": "datum_einde"},
    "evaluatie": {
        name: "gehouden_datum"
        for name in ("ouders_betrokken", "leerkracht_betrokken", "extern_betrokken", "verbeterpunt")
    },
    "dossiernotitie": {"hypothese_uitkomst": "bekend"},
    "zaak": {name: "datum_status" for name in ("reden_afsluiting", "volgen_mdo", "verwijderen_na")},
}
# Cells that a school does not forget: they say what happened and when.
NEVER_FORGOTTEN = {
    "zaak": ("buiten_stappenplan", "datum_status", "reden_afsluiting", "verwijderen_na"),
    "gebeurtenis": ("ronde",),
    "weging": ("ronde",),
    "afweging": ("ronde", "datum"),
    "besluit": ("ronde", "herziet_besluit_id"),
    "melding": ("volgnr", "reden_geen_oudergesprek"),
    "hulp": ("ronde", "soort"),
    "evaluatie": ("gepland_datum", "gehouden_datum"),
    "mdo": ("toestemming_datum",),
    "dossiernotitie": ("gebeurtenis_id",),
}


def cut_off(table: str, rows: Rows, block: Block, peildatum: int) -> tuple[Rows, Flags]:
    """Return what exists on the peildatum, and for each of `rows` whether it does.

    A later row is gone; a later date is an empty cell, and so is what is known only from then on.
    """
    limit = np.minimum(peildatum, block.course.cut)[rows["zaak"]]
    keep = rows["since"] <= limit
    rows, limit = select(rows, keep), limit[keep]
    cut: Rows = {}
    for name, date in KNOWN_SINCE.get(table, {}).items():
        cut[name] = _if_known(tables()[table].column(name), rows[name], rows[date] <= limit)
    for column in tables()[table].columns:
        if column.type == "date" and not column.future:
            cut[column.name] = if_ever(rows[column.name] <= limit, rows[column.name])
    return rows | cut, keep


def _if_known(column: Column, values: Ints, known: Flags) -> Ints:
    """Return the values that are known by now; the outcome of a hypothesis is open until then."""
    if column.type == "date":
        return if_ever(known, values)
    is_outcome = (column.codes == "hypothese_uitkomst") & (values != EMPTY)
    until_then = np.where(is_outcome, code("hypothese_uitkomst", "open"), EMPTY)
    return np.where(known, values, until_then).astype(np.int8)


def set_status(rows: Rows, peildatum: int) -> Rows:
    """Return the cases with their status as at the peildatum: not ended yet means lopend."""
    still_open = rows["datum_status"] == NEVER
    lopend = code("zaak_status", "lopend")
    return rows | {
        "status": np.where(still_open, lopend, rows["status"]).astype(np.int8),
        "datum_status": np.where(still_open, peildatum, rows["datum_status"]).astype(np.int32),
    }


def forget(table: str, rows: Rows, keep: Flags, dice: Dice, chance: Floats) -> Rows:
    """Return the rows with some cells empty or onbekend; `chance` is the share per case.

    Draws for all rows, also for those after the peildatum, so that a cell which was forgotten
    stays forgotten in a later delivery.
    """
    per_row = chance[rows["zaak"]]
    changed: Rows = {}
    for column in _forgettable(tables()[table]):
        u = dice.uniform(len(keep))[keep]
        changed[column.name] = _forget_cell(column, rows[column.name], u < per_row, u < per_row / 2)
    if table == "zaak":  # an emergency is not forgotten
        urgent = rows["acuut"] == code("jn", "ja")
        changed["acuut"] = np.where(urgent, rows["acuut"], changed["acuut"])
    return rows | changed


def _forgettable(table: Table) -> list[Column]:
    kept = NEVER_FORGOTTEN.get(table.name, ())
    return [c for c in table.columns if not (c.required or c.token or c.name in kept)]


def _forget_cell(column: Column, values: Ints, lost: Flags, half: Flags) -> Ints:
    """Return the column with lost cells: a jn onbekend or empty, a date half as often."""
    if column.type == "date":
        return np.where(half, NEVER, values).astype(np.int32)
    if column.is_jn:
        asked = lost & (values != EMPTY) & (values != code("jn", "nvt"))
        open_cell = np.where(half, EMPTY, code("jn", "onbekend"))
        return np.where(asked, open_cell, values).astype(np.int8)
    return np.where(half, EMPTY, values).astype(values.dtype)
