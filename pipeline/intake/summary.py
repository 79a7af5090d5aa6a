"""Gathers what a batch showed into one `Check` per delivery."""

from collections import defaultdict

from pipeline.intake.checking import Batch
from pipeline.intake.dates import date_forms
from pipeline.intake.findings import Check, Fill, Finding, Reading
from pipeline.intake.grouping import group_findings
from pipeline.intake.outcome import rule_results
from pipeline.intake.spiegel import count_fills
from pipeline.intake.whole import SUPERSEDED
from pipeline.warehouse import Connection

BLANK = "sjabloon_leeg"
_SCHOOLS = "SELECT lev, min(school_id) FROM rij_levering GROUP BY 1"
_REFUSED = (
    "SELECT lev, count(DISTINCT (tabel, rij)) FROM fout"
    " WHERE ernst <> 'waarschuwing' AND rij IS NOT NULL GROUP BY 1"
)


def summarise_batch(connection: Connection, batch: Batch, stored: set[str]) -> list[Check]:
    """Return one Check per delivery, in their order; `stored` are the schools loaded before."""
    findings = group_findings(connection, batch)
    fills = count_fills(connection, batch)
    counts = {lev: _row_counts(batch, lev, fills[lev]) for lev in fills}
    readings = _readings(connection, batch, counts)
    schools, refused = _by_delivery(connection, _SCHOOLS), _by_delivery(connection, _REFUSED)
    return [
        Check(
            path=delivery.path,
            school_id=schools.get(lev),  # type: ignore[arg-type]
            tables=counts[lev],
            refused_rows=int(str(refused.get(lev, 0))),
            findings=tuple(findings[lev]),
            rules=rule_results(
                findings[lev],
                batch.delivered(lev),
                batch.crashed,
                is_first=schools.get(lev) not in stored,
            ),
            fills=fills[lev],
            readings=readings[lev],
            sha256=delivery.sha256,
            is_superseded=_has(findings[lev], SUPERSEDED),
            is_blank=_has(findings[lev], BLANK),
        )
        for lev, delivery in enumerate(batch.deliveries)
    ]


def _has(findings: list[Finding], rule: str) -> bool:
    return any(finding.regel == rule for finding in findings)


def _by_delivery(connection: Connection, query: str) -> dict[int, object]:
    return {lev: value for lev, value in connection.execute(query).fetchall()}


def _row_counts(batch: Batch, lev: int, fills: tuple[Fill, ...]) -> dict[str, int]:
    """Return the number of rows of each delivered table."""
    delivered = batch.delivered(lev)
    return {fill.tabel: fill.rijen for fill in fills if fill.tabel in delivered}


def _readings(
    connection: Connection, batch: Batch, counts: dict[int, dict[str, int]]
) -> dict[int, tuple[Reading, ...]]:
    """Return how each file and sheet was read."""
    forms = date_forms(connection, batch.staged)
    found: dict[int, tuple[Reading, ...]] = defaultdict(tuple)
    for each in batch.staged:
        text, dialect = each.text, each.text.dialect
        found[each.lev] += (
            Reading(
                bestand=text.file,
                blad=text.sheet,
                tabel=text.table,
                codering=dialect.encoding,
                scheidingsteken=dialect.delimiter_name,
                kopregel=dialect.header_row,
                rijen=counts[each.lev][text.table],
                datums=forms[each.tekst_nr],
            ),
        )
    return found
