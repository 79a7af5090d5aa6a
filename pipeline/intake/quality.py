"""What the spiegelrapport and the kwaliteitsrapport show of one delivery, as plain frames.

The same frames come from a `Check` (also of a delivery that was refused) and from the case
database (the school's current delivery). Tier intern: places and counts, never a value.
"""

from dataclasses import asdict, dataclass
from datetime import date

import pandas as pd

from pipeline.errors import UsageError
from pipeline.intake.findings import Check
from pipeline.schema.rules import rules
from pipeline.warehouse import Connection, open_cases
from pipeline.workspace import Workspace

SPIEGEL = ["tabel", "kolom", "is_geleverd", "rijen", "gevuld", "onbekend", "leeg"]
FINDINGS = ["regel", "ernst", "tabel", "bestand", "blad", "kolom", "aantal", "rijen"]
RULES = ["regel", "ernst", "uitkomst", "aantal", "reden_nl", "reden_en"]
READINGS = [
    *("bestand", "blad", "tabel", "codering", "scheidingsteken", "kopregel", "rijen", "datums"),
]
CHANGES = ["soort", "onderwerp", "vorige", "nu"]


@dataclass(frozen=True)
class Quality:
    """One delivery: how it was filled, which rules held, and what changed.

    spiegel: a row per declared table × column; rijen = gevuld + onbekend + leeg. regels: a row per
    rule, uitkomst in_orde, bevinding or niet_uitgevoerd with its reden. bevindingen: a row per
    rule × file × column, rijen as ranges. lezingen: a row per file or sheet. wijzigingen: a row
    per count that differs from the previous delivery; empty when there is none.
    """

    school_id: str | None
    peildatum: date | None
    spiegel: pd.DataFrame
    regels: pd.DataFrame
    bevindingen: pd.DataFrame
    lezingen: pd.DataFrame
    wijzigingen: pd.DataFrame


def quality_of(check: Check) -> Quality:
    """Return the quality of a delivery that was checked, refused or not."""
    findings = [(*_place(asdict(f)), f.aantal, f.bereik) for f in check.findings]
    results = [
        (
            r.regel,
            r.ernst,
            r.uitkomst,
            r.aantal,
            *((r.reden.nl, r.reden.en) if r.reden else ("", "")),
        )
        for r in check.rules
    ]
    return Quality(
        school_id=check.school_id,
        peildatum=None,
        spiegel=pd.DataFrame([asdict(fill) for fill in check.fills], columns=SPIEGEL),
        regels=_with_rule_texts(pd.DataFrame(results, columns=RULES)),
        bevindingen=_with_rule_texts(pd.DataFrame(findings, columns=FINDINGS)),
        lezingen=pd.DataFrame([asdict(each) for each in check.readings], columns=READINGS),
        wijzigingen=pd.DataFrame(columns=CHANGES),
    )


def _place(finding: dict[str, object]) -> list[object]:
    return [finding[name] for name in FINDINGS[:-2]]


def read_quality(workspace: Workspace, school_id: str) -> Quality:
    """Return the quality of a school's current delivery; UsageError when it has not delivered."""
    workspace.require_cases()
    with open_cases(workspace, read_only=True) as connection:
        numbers = connection.execute(
            "SELECT levering_nr, peildatum FROM log_levering WHERE school_id = ?"
            " ORDER BY levering_nr DESC LIMIT 2",
            [school_id],
        ).fetchall()
        if not numbers:
            raise UsageError("this school has not delivered; next: meldcode status")
        current, peildatum = numbers[0]
        return Quality(
            school_id=school_id,
            peildatum=peildatum,
            spiegel=_read(connection, "log_spiegel", SPIEGEL, current),
            regels=_with_rule_texts(_read(connection, "log_regel", RULES, current).fillna("")),
            bevindingen=_with_rule_texts(_read(connection, "log_bevinding", FINDINGS, current)),
            lezingen=_read(connection, "log_lezing", READINGS, current),
            wijzigingen=_read_changes(connection, current, numbers[1:]),
        )


def _read(connection: Connection, table: str, columns: list[str], number: int) -> pd.DataFrame:
    """Return the rows of one delivery, in the order in which they were written."""
    listed = ", ".join(columns)
    return connection.execute(
        f"SELECT {listed} FROM {table} WHERE levering_nr = ? ORDER BY rowid", [number]
    ).df()


def _with_rule_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with each rule's text, mend and source beside it."""
    declared = [rules()[name] for name in frame["regel"]]
    return frame.assign(
        groep=[rule.group for rule in declared],
        tekst_nl=[rule.text.nl for rule in declared],
        tekst_en=[rule.text.en for rule in declared],
        herstel_nl=[rule.mend.nl for rule in declared],
        herstel_en=[rule.mend.en for rule in declared],
        bron=[rule.source or "" for rule in declared],
    )


_CHANGES = """
WITH toen AS (SELECT tabel, kolom, is_geleverd, rijen FROM log_spiegel WHERE levering_nr = $toen),
nu AS (SELECT tabel, kolom, is_geleverd, rijen FROM log_spiegel WHERE levering_nr = $nu)
SELECT 'rijen' AS soort, tabel AS onderwerp, max(toen.rijen) AS vorige, max(nu.rijen) AS nu
FROM toen JOIN nu USING (tabel, kolom) GROUP BY tabel HAVING max(toen.rijen) <> max(nu.rijen)
UNION ALL
SELECT 'kolom', tabel || '.' || kolom, toen.is_geleverd::INTEGER, nu.is_geleverd::INTEGER
FROM toen JOIN nu USING (tabel, kolom) WHERE toen.is_geleverd <> nu.is_geleverd
UNION ALL
SELECT 'regel', regel, toen.aantal, nu.aantal
FROM (FROM log_regel WHERE levering_nr = $toen) toen
JOIN (FROM log_regel WHERE levering_nr = $nu) nu USING (regel) WHERE toen.aantal <> nu.aantal
UNION ALL
SELECT 'zaken', soort, NULL, aantal FROM (
    UNPIVOT (SELECT nieuw, gebleven, verdwenen, heropend FROM log_zaken WHERE levering_nr = $nu)
    ON nieuw, gebleven, verdwenen, heropend INTO NAME soort VALUE aantal)
ORDER BY soort, onderwerp
"""


def _read_changes(
    connection: Connection, current: int, earlier: list[tuple[int, date]]
) -> pd.DataFrame:
    if not earlier:
        return pd.DataFrame(columns=CHANGES)
    return connection.execute(_CHANGES, {"toen": earlier[0][0], "nu": current}).df()
