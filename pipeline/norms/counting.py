"""The SQL that counts and turns the verdicts: from one column per norm to one row per verdict."""

from pipeline.norms.verdicts import used_grains
from pipeline.schema.meldcode import Meldcode

_KEYS = "eenheid_nr, zaak_nr, school_id, schooljaar, peildatum"


def norm_view(code: Meldcode) -> str:
    """Return the SELECT of mart_norm: the wide verdict tables, one row per norm × unit."""
    grains = "\nUNION ALL\n".join(_unpivot(code, grain) for grain in used_grains(code))
    return (
        "SELECT norm_id, eenheid, eenheid_nr, zaak_nr, school_id, schooljaar, ref_oordeel.verdict,"
        " nullif(ref_oordeel.uitzondering, '') AS uitzondering, peildatum\n"
        f"FROM ({grains}) AS oordelen\n"
        "INNER JOIN ref_oordeel ON oordelen.oordeel = ref_oordeel.oordeel"
    )


def _unpivot(code: Meldcode, grain: str) -> str:
    columns = ", ".join(f'"{norm.id}"' for norm in code.norms_on(grain))
    return (
        f"SELECT '{grain}' AS eenheid, {_KEYS}, norm_id, oordeel FROM oordeel_{grain}"
        f" UNPIVOT (oordeel FOR norm_id IN ({columns}))"
    )


def number_counts(code: Meldcode) -> str:
    """Return the SELECT of toets_telling: groep × norm × number of the verdict, where > 0.

    A norm is its place in ref_norm. Counting goes over two whole numbers per norm; names are joined
    to the few that this leaves.
    """
    place = {norm.id: number for number, norm in enumerate(code.norms, 1)}
    return "\nUNION ALL\n".join(
        f'SELECT groep_nr, {place[norm.id]} AS norm_nr, "{norm.id}" AS oordeel,'
        f" CAST(count(*) AS INTEGER) AS aantal FROM oordeel_{grain}"
        f' GROUP BY groep_nr, "{norm.id}"'
        for grain in used_grains(code)
        for norm in code.norms_on(grain)
    )
