"""Gathers the findings of a batch into one `Check` per delivery."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.intake.findings import Check, Finding
from pipeline.intake.staging import Staged
from pipeline.reading import Delivery, Problem
from pipeline.schema.tables import Label, tables
from pipeline.warehouse import Connection

SHOWN_ROWS = 20


def summarise_batch(
    connection: Connection, deliveries: Sequence[Delivery], staged: Sequence[Staged]
) -> list[Check]:
    """Return one Check per delivery, in the order of `deliveries`."""
    findings = _row_findings(connection, staged)
    counts = _row_counts(connection)
    schools = dict(
        connection.execute("SELECT lev, min(school_id) FROM rij_levering GROUP BY 1").fetchall()
    )
    refused = dict(
        connection.execute(
            "SELECT lev, count(DISTINCT (tabel, rij)) FROM fout GROUP BY 1"
        ).fetchall()
    )
    return [
        Check(
            path=delivery.path,
            school_id=schools.get(lev),
            tables=counts[lev],
            refused_rows=refused.get(lev, 0),
            findings=tuple(map(_problem_finding, delivery.problems)) + tuple(findings[lev]),
        )
        for lev, delivery in enumerate(deliveries)
    ]


def _row_counts(connection: Connection) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for name in tables():
        found = connection.execute(f"SELECT lev, count(*) FROM rij_{name} GROUP BY 1").fetchall()
        for lev, count in found:
            counts[lev][name] = count
    return counts


def _row_findings(connection: Connection, staged: Sequence[Staged]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = defaultdict(list)
    groups = connection.execute(
        "SELECT regel, tabel, lev, tekst_nr, kolom, count(*), list(rij ORDER BY rij)"
        " FROM fout GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    for regel, tabel, lev, tekst_nr, kolom, aantal, rijen in groups:
        text = staged[tekst_nr].text
        found[lev].append(
            Finding(
                "rij",
                regel,
                tabel,
                text.file,
                text.sheet,
                kolom,
                aantal,
                tuple(rijen[:SHOWN_ROWS]),
                "",
                Label(regel, regel),
                Label("", ""),
            )
        )
    return found


def _problem_finding(problem: Problem) -> Finding:
    return Finding(
        "levering",
        problem.rule,
        problem.table,
        problem.file,
        problem.sheet,
        ", ".join(problem.columns) or None,
        max(1, len(problem.columns)),
        problem.rows,
        "",
        Label(problem.rule, problem.rule),
        Label("", ""),
    )
