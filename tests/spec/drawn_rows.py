"""Rows of a case as a school delivers them, for norms that are judged on a few of them."""

SIGNAL, DECIDED, LATER = "2025-09-01", "2025-10-06", "2025-10-07"
CLOSED = {"status": "afgesloten", "datum_status": "2026-01-28", "reden_afsluiting": "anders"}


def case(number=1, **zaak):
    return {"zaak_nr": number, "datum_signalering": SIGNAL, **zaak}


def event(stap, soort, day=SIGNAL, *, number=1, zaak=1, **row):
    keys = {"gebeurtenis_nr": number, "zaak_nr": zaak, "ronde": 1}
    return {**keys, "stap": stap, "soort": soort, "datum": day, **row}


def roles(number, *names):
    row = {"gebeurtenis_nr": number, "betrokkenheid": "uitvoerder"}
    return [{**row, "rol": name} for name in names]


def decision(outcome="5A", day=DECIDED, *, number=1, **row):
    return {
        "besluit_nr": number,
        "zaak_nr": 1,
        "ronde": 1,
        "datum": day,
        "uitkomst": outcome,
        **row,
    }
