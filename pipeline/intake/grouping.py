"""Groups findings: one `Finding` per rule, file and column, with every row in it as a range."""

from collections import defaultdict

from pipeline.intake.checking import Batch
from pipeline.intake.findings import Finding
from pipeline.reading import Problem
from pipeline.schema.rules import SEVERITIES, rules
from pipeline.warehouse import Connection

SHOWN_ROWS = 20

_RANGES = """
WITH genummerd AS (
    SELECT *, rij - row_number() OVER (
        PARTITION BY regel, tabel, lev, tekst_nr, kolom ORDER BY rij) AS eiland
    FROM (SELECT DISTINCT * FROM fout WHERE rij IS NOT NULL)
), eilanden AS (
    SELECT regel, tabel, lev, tekst_nr, kolom, min(rij) AS van, max(rij) AS tot
    FROM genummerd GROUP BY regel, tabel, lev, tekst_nr, kolom, eiland
)
SELECT lev, regel, tabel, tekst_nr, kolom, sum(tot - van + 1)::BIGINT,
    list(van ORDER BY van), list(tot ORDER BY van)
FROM eilanden GROUP BY regel, tabel, lev, tekst_nr, kolom
UNION ALL
SELECT lev, regel, tabel, tekst_nr, kolom, count(*), [], []
FROM fout WHERE rij IS NULL GROUP BY regel, tabel, lev, tekst_nr, kolom
ORDER BY ALL
"""


def group_findings(connection: Connection, batch: Batch) -> dict[int, list[Finding]]:
    """Return the findings of each delivery, the gravest first."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for lev, delivery in enumerate(batch.deliveries):
        found[lev] += map(_problem_finding, delivery.problems)
    for lev, regel, tabel, tekst_nr, kolom, aantal, starts, ends in connection.execute(
        _RANGES
    ).fetchall():
        text = None if tekst_nr is None else batch.staged[tekst_nr].text
        rule = rules()[regel]
        found[lev].append(
            Finding(
                ernst=rule.severity,
                regel=regel,
                tabel=tabel,
                bestand=text.file if text else None,
                blad=text.sheet if text else None,
                kolom=kolom,
                aantal=aantal,
                rijen=_first_rows(list(zip(starts, ends, strict=True))),
                bereik=", ".join(map(_range, starts, ends)),
                tekst=rule.text,
                herstel=rule.mend,
            )
        )
    for findings in found.values():
        findings.sort(key=lambda finding: SEVERITIES.index(finding.ernst))
    return found


def _problem_finding(problem: Problem) -> Finding:
    rule = rules()[problem.rule]
    return Finding(
        ernst=rule.severity,
        regel=problem.rule,
        tabel=problem.table,
        bestand=problem.file,
        blad=problem.sheet,
        kolom=_columns(problem.columns),
        aantal=max(1, len(problem.columns), len(problem.rows)),
        rijen=problem.rows[:SHOWN_ROWS],
        bereik=", ".join(map(str, problem.rows)),
        tekst=rule.text,
        herstel=rule.mend,
    )


def _columns(columns: tuple[str, ...]) -> str | None:
    """Return names as they are, and positions as ranges: '4-9, 12'."""
    if not all(column.isdecimal() for column in columns):
        return ", ".join(columns)
    places = sorted(map(int, columns))
    starts = [place for place in places if place - 1 not in places]
    ends = [place for place in places if place + 1 not in places]
    return ", ".join(map(_range, starts, ends)) or None


def _range(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}-{end}"


def _first_rows(ranges: list[tuple[int, int]]) -> tuple[int, ...]:
    rows: list[int] = []
    for start, end in ranges:
        rows += range(start, min(end, start + SHOWN_ROWS) + 1)
        if len(rows) >= SHOWN_ROWS:
            break
    return tuple(rows[:SHOWN_ROWS])
