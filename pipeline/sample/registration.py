"""When and how events were put on record: delay of registration, document kept up."""

import numpy as np

from pipeline.sample.block import Block, Rows, flag


def add_registration(block: Block, events: Rows) -> Rows:
    """Return the events with datum_registratie and document_bijgewerkt.

    The delay is 0 for the declared share, else geometric with the declared mean, in schooldagen.
    """
    n, dice = len(events["zaak"]), block.dice
    mean = dice.parameters.numbers["registratie_delay_mean"]
    delay = dice.rng.geometric(1 / mean, n) * ~dice.chance("registratie_same_day", n)
    region = block.start.region[events["zaak"]]
    recorded = block.days.add(region, events["datum"], delay.astype(np.int32))
    return events | {
        "zaak_id": block.zaak_id[events["zaak"]],
        "datum_registratie": np.maximum(recorded, events["datum"]),
        "document_bijgewerkt": flag(block, "document_bijgewerkt", n),
    }
