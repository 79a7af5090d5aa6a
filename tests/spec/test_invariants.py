"""What must hold in every build stops it when it does not: how many rows break it, and no value."""

import pytest

from pipeline.errors import BuildError
from pipeline.marts.invariants import INVARIANTS, check_invariants
from tests.spec.drawn_marts import build


@pytest.fixture(scope="module")
def loaded():
    """Return the marts that the invariants read, of two open cases and one that was closed."""
    marts = build(
        zaak="""
            zaak | datum_signalering | status     | datum_status
            A    | 2024-10-07        | lopend     |
            B    | 2025-10-06        | lopend     |
            C    | 2025-10-06        | afgesloten | 2025-12-01
        """,
        gebeurtenis="""
            zaak | stap | soort          | datum
            A    | 3    | gesprek_ouders | 2024-10-14
        """,
        besluit="""
            zaak | datum      | uitkomst
            A    | 2024-10-21 | 5A
        """,
        evaluatie="""
            zaak | soort  | gehouden_datum
            A    | proces | 2025-10-06
        """,
    )
    return marts.holding(" ".join(invariant.broken for invariant in INVARIANTS))


def test_sound_marts_break_none(loaded):
    check_invariants(loaded)


ANY = "[1-9][0-9]*"
BROKEN = {
    "begin + nieuw": ("UPDATE mart_stroom SET nieuw = nieuw + 1 WHERE schooljaar = '2024-2025'", 1),
    "the eind of a school year": (
        "UPDATE mart_stroom SET begin = begin + 5, eind = eind + 5 WHERE schooljaar = '2025-2026'",
        1,
    ),
    "every case is new once": (
        "UPDATE mart_stroom SET nieuw = nieuw - 1, heropend = heropend + 1"
        " WHERE schooljaar = '2025-2026'",
        1,
    ),
    "every case of a delivered school": ("DELETE FROM stg_zaak WHERE status <> 'lopend'", 1),
    "a case stands once per interval": (
        "INSERT INTO mart_doorlooptijd SELECT * FROM mart_doorlooptijd"
        " WHERE interval = 'signalering_besluit'",
        3,
    ),
    "every evaluation": ("DELETE FROM mart_evaluatie", 1),
    "every open counted case": ("INSERT INTO mart_stilstand SELECT * FROM mart_stilstand", 4),
    "first decisions and open cases": (
        "UPDATE mart_uitkomst_stand SET n_open = n_open + 1 WHERE school_id = 'S1'"
        " AND schooljaar = '2024-2025'",
        1,
    ),
    "incidenties and wachtend add up to 1 in mart_uitkomst": (
        "UPDATE mart_uitkomst SET wachtend = wachtend + 0.1",
        ANY,
    ),
    "incidenties and wachtend add up to 1 in mart_overleving": (
        "UPDATE mart_overleving SET wachtend = wachtend + 0.1",
        ANY,
    ),
}


def test_every_invariant_is_broken_below():
    meanings = [invariant.meaning for invariant in INVARIANTS]
    assert [any(m.startswith(begin) for begin in BROKEN) for m in meanings] == [True] * len(BROKEN)


@pytest.mark.parametrize(("meaning", "update", "rows"), [(m, *b) for m, b in BROKEN.items()])
def test_what_does_not_hold_stops_the_build_and_says_how_often(loaded, meaning, update, rows):
    loaded.execute("BEGIN")
    try:
        loaded.execute(update)
        with pytest.raises(BuildError, match=f"^{rows} rows break: ") as stopped:
            check_invariants(loaded)
    finally:
        loaded.execute("ROLLBACK")
    assert f"break: {meaning}" in str(stopped.value)
