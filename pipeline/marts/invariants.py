"""What must hold in every build; a broken one stops it, with counts and never with a value."""

from dataclasses import dataclass

from pipeline.errors import BuildError
from pipeline.warehouse import Connection


@dataclass(frozen=True)
class Invariant:
    """`broken` counts the rows that break `meaning`."""

    meaning: str
    broken: str


INVARIANTS = (
    Invariant(
        "begin + nieuw + heropend - afgesloten - overgedragen = eind in mart_stroom",
        "SELECT count(*) FROM mart_stroom"
        " WHERE begin + nieuw + heropend - afgesloten - overgedragen <> eind",
    ),
    Invariant(
        "the eind of a school year is the begin of the next in mart_stroom",
        "SELECT count(*) FROM mart_stroom AS dit INNER JOIN mart_stroom AS volgend"
        " ON dit.school_id = volgend.school_id"
        " AND substr(dit.schooljaar, 6, 4) = substr(volgend.schooljaar, 1, 4)"
        " WHERE dit.eind <> volgend.begin",
    ),
    Invariant(
        "every case is new once in mart_stroom",
        "SELECT abs((SELECT coalesce(sum(nieuw), 0) FROM mart_stroom)"
        " - (SELECT count(*) FROM mart_zaak WHERE in_noemer AND datum_signalering <= peildatum))",
    ),
    Invariant(
        "every case of a delivered school stands once in mart_zaak",
        "SELECT abs((SELECT count(*) FROM mart_zaak) - (SELECT count(*) FROM stg_zaak AS z"
        " INNER JOIN stg_levering AS l ON z.school_id = l.school_id))",
    ),
    Invariant(
        "a case stands once per interval in mart_doorlooptijd",
        "SELECT count(*) FROM (SELECT zaak_nr, interval FROM mart_doorlooptijd"
        " GROUP BY zaak_nr, interval HAVING count(*) > 1) AS dubbel",
    ),
    Invariant(
        "every evaluation of a counted case stands in mart_evaluatie",
        "SELECT abs((SELECT count(*) FROM mart_evaluatie)"
        " - (SELECT count(*) FROM stg_evaluatie AS e"
        " INNER JOIN mart_zaak AS z ON e.zaak_nr = z.zaak_nr WHERE z.in_noemer))",
    ),
    Invariant(
        "every open counted case stands once in mart_stilstand",
        "SELECT abs((SELECT count(*) FROM mart_stilstand)"
        " - (SELECT count(*) FROM mart_zaak WHERE in_noemer AND is_open))"
        " + (SELECT count(*) - count(DISTINCT zaak_nr) FROM mart_stilstand)",
    ),
    Invariant(
        "first decisions and open cases add up in mart_uitkomst_stand",
        "SELECT count(*) FROM mart_uitkomst_stand"
        " WHERE n <> n_5a + n_5b + n_gestopt + n_overgedragen + n_open",
    ),
    Invariant(
        "incidenties and wachtend add up to 1 in mart_uitkomst",
        "SELECT count(*) FROM (SELECT max(wachtend) + sum(incidentie) AS som FROM mart_uitkomst"
        " GROUP BY eenheid, bestuur_id, school_id, schooljaar, t) AS sommen"
        " WHERE abs(som - 1) > 1e-12",
    ),
    Invariant(
        "incidenties and wachtend add up to 1 in mart_overleving",
        "SELECT count(*) FROM mart_overleving"
        " WHERE abs(wachtend + incidentie_bereikt + incidentie_gestopt - 1) > 1e-12",
    ),
)


def check_invariants(connection: Connection) -> None:
    """Raise BuildError when one is broken: its meaning and how many rows break it."""
    for invariant in INVARIANTS:
        broken = connection.execute(invariant.broken).fetchall()[0][0]
        if broken:
            raise BuildError(f"{int(broken)} rows break: {invariant.meaning}")
