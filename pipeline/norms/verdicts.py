"""Compiles norms to SQL: one column per norm, one query per grain, a small number per verdict.

The verdicts are exclusive and exhaustive, decided in this order:

1. The case is not in the population of the norm, or the day that the norm speaks of lies outside
   the years in which its text was in force: `niet_van_toepassing`.
2. `applies` is unknown (not delivered, not recorded): `niet_geregistreerd`; false:
   `niet_van_toepassing`.
3. `holds`: `voldaan`. What was done counts as done, also where an exception would have excused it.
4. An exception that the source allows: `uitzondering`, with its code.
5. Not `due`: `nog_open`. Nothing is missing yet, so nothing can be missing from the record either.
6. Not `recorded`, or `holds` is unknown: `niet_geregistreerd`. Never folded into what follows.
7. Else `niet_voldaan`; for a norm that only allows something (`mag`) `niet_van_toepassing`.

A condition that is NULL therefore never leads to `niet_voldaan`.
"""

from collections.abc import Iterable
from datetime import date

from pipeline.schema.meldcode import Meldcode
from pipeline.schema.norms import Norm, Rule

MET, NOT_MET, STILL_OPEN, NOT_APPLICABLE, NOT_RECORDED = 1, 2, 3, 4, 5
EXCEPTIONS_FROM = 10

VERDICT_CODES = {
    MET: "voldaan",
    NOT_MET: "niet_voldaan",
    STILL_OPEN: "nog_open",
    NOT_APPLICABLE: "niet_van_toepassing",
    NOT_RECORDED: "niet_geregistreerd",
}


def exception_codes(meldcode: Meldcode) -> dict[int, str]:
    """Return number → exception code, in the order in which the meldcode declares them."""
    return {EXCEPTIONS_FROM + i: code for i, code in enumerate(meldcode.exceptions, 1)}


def verdict_rows(meldcode: Meldcode) -> list[tuple[int, str, str]]:
    """Return number, verdict, exception code ('' when none): the code list `ref_oordeel`."""
    plain = [(number, verdict, "") for number, verdict in VERDICT_CODES.items()]
    return plain + [(n, "uitzondering", code) for n, code in exception_codes(meldcode).items()]


def norm_sql(meldcode: Meldcode, norm: Norm) -> str:
    """Return the SQL expression that gives the number of the verdict of one norm."""
    member = "in_noemer" if norm.population == "stappenplan" else "NOT in_noemer"
    branches = [f"WHEN NOT coalesce({member}, FALSE) THEN {NOT_APPLICABLE}"]
    for rule in norm.rules:
        branches.append(f"WHEN {_in_force(rule)} THEN {_rule_sql(meldcode, norm, rule)}")
    return f"CAST(CASE {' '.join(branches)} ELSE {NOT_APPLICABLE} END AS TINYINT)"


def _in_force(rule: Rule) -> str:
    """Return the condition that the day the norm speaks of lies in the years of the line."""
    day = f"coalesce({rule.day}, peildatum)"
    begin = f"{day} >= {_date(rule.source.valid_from)}"
    return (
        begin if rule.source.until is None else f"{begin} AND {day} <= {_date(rule.source.until)}"
    )


def _date(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _rule_sql(meldcode: Meldcode, norm: Norm, rule: Rule) -> str:
    text = {
        key: meldcode.resolve(f"{norm.file}: {key}", condition)
        for key, condition in rule.conditions.items()
    }
    branches = []
    if text["applies"] != "true":
        branches.append(f"WHEN ({text['applies']}) IS NULL THEN {NOT_RECORDED}")
        branches.append(f"WHEN NOT ({text['applies']}) THEN {NOT_APPLICABLE}")
    branches.append(f"WHEN {text['holds']} THEN {MET}")
    for number, code in exception_codes(meldcode).items():
        if f"exceptions.{code}" in text:
            branches.append(f"WHEN {text[f'exceptions.{code}']} THEN {number}")
    if text["due"] != "true":
        branches.append(f"WHEN NOT coalesce({text['due']}, FALSE) THEN {STILL_OPEN}")
    if text["recorded"] != "true":
        branches.append(f"WHEN NOT coalesce({text['recorded']}, FALSE) THEN {NOT_RECORDED}")
    return f"CASE {' '.join(branches)} {_last_branch(rule, text['holds'])} END"


def _last_branch(rule: Rule, holds: str) -> str:
    if rule.strength == "mag":
        return f"ELSE {NOT_APPLICABLE}"
    return f"WHEN ({holds}) IS NULL THEN {NOT_RECORDED} ELSE {NOT_MET}"


def grain_sql(
    meldcode: Meldcode, grain: str, source: str, norms: Iterable[Norm] | None = None
) -> str:
    """Return the one query that judges every norm of a grain (or `norms`) over the table `source`.

    Grain of the result: one row per unit. Columns: eenheid_nr, zaak_nr, school_id, schooljaar,
    peildatum, and one TINYINT per norm, named by its id.
    """
    chosen = meldcode.norms_on(grain) if norms is None else norms
    columns = [f'{norm_sql(meldcode, norm)} AS "{norm.id}"' for norm in chosen]
    keys = f"{meldcode.grains[grain].unit} AS eenheid_nr, zaak_nr, school_id, schooljaar, peildatum"
    return f"SELECT {keys},\n" + ",\n".join(columns) + f"\nFROM {source}"


def unit_sql(meldcode: Meldcode, grain: str, wide: str) -> str:
    """Return `grain_sql` over the wide table `wide`, with groep_nr: school × schooljaar, numbered.

    Joins what all units of a school (and school year) share: its columns and that number.
    """
    query = grain_sql(meldcode, grain, wide_source(meldcode, grain, wide))
    return query.replace("SELECT ", "SELECT groep_nr, ", 1)


def wide_source(meldcode: Meldcode, grain: str, wide: str) -> str:
    """Return the wide table (a name, or a SELECT in brackets) with what its school adds."""
    own = meldcode.grains[grain].school_columns
    school = ", ".join(f"school.{name}" for name in own)
    return (
        f"(SELECT toets.*, groep.school_jaar_nr AS groep_nr, {school} FROM {wide} AS toets"
        " INNER JOIN toets_school_jaar AS groep"
        " ON toets.school_id = groep.school_id AND toets.schooljaar = groep.schooljaar"
        " INNER JOIN toets_school AS school ON toets.school_id = school.school_id) AS breed"
    )


def used_grains(meldcode: Meldcode) -> tuple[str, ...]:
    """Return the grains on which at least one norm is judged, zaak first."""
    return tuple(sorted({str(norm.grain) for norm in meldcode.checked}, key=_zaak_first))


def _zaak_first(grain: str) -> tuple[bool, str]:
    return (grain != "zaak", grain)
