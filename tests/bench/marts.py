"""Seconds and peak memory of every mart beside one pass over the events: not a test.

    python -m tests.bench.marts [CASES]

Draws CASES made-up cases of about ten events straight into the typed tables (default 100,000), so
that only the build is measured. The floor is one GROUP BY zaak_nr over the events. Machines are
shared: read the ratios of one run.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.marts.invariants import check_invariants
from pipeline.marts.order import order_steps, read_steps
from pipeline.marts.reference import write_reference
from pipeline.norms import build_norms
from pipeline.schema.tables import tables
from pipeline.warehouse import create_tables

DRAW = """
INSERT INTO stg_levering (levering_nr, school_id, bestuur_id, vakantieregio, peildatum)
SELECT i, 'S' || i, 'B' || (i // 40), CASE i % 3 WHEN 0 THEN 'noord' WHEN 1 THEN 'midden'
  ELSE 'zuid' END, DATE '2026-01-31' FROM range({schools}) AS r(i);

INSERT INTO stg_zaak (zaak_nr, zaak_id, school_id, datum_signalering, acuut, status, datum_status)
SELECT i, 'z' || i, 'S' || (hash(i, 1) % {schools}),
  DATE '2023-08-21' + CAST(hash(i, 2) % 880 AS INTEGER),
  CASE WHEN hash(i, 3) % 25 = 0 THEN 'ja' ELSE 'nee' END,
  CASE WHEN hash(i, 4) % 5 = 0 THEN 'lopend' ELSE 'afgesloten' END,
  DATE '2026-01-30' FROM range({cases}) AS r(i);

INSERT INTO stg_gebeurtenis
  (gebeurtenis_nr, zaak_nr, stap, ronde, soort, datum, datum_registratie, vorm)
SELECT row_number() OVER (), z.zaak_nr, k.stap, 1 + (hash(z.zaak_nr, k.nr, 5) % 4 = 0)::INT,
  k.soort,
  least(z.datum_signalering + CAST(k.dag + hash(z.zaak_nr, k.nr, 6) % 30 AS INTEGER),
    DATE '2026-01-31') AS datum,
  least(z.datum_signalering + CAST(k.dag + 30 + hash(z.zaak_nr, k.nr, 7) % 5 AS INTEGER),
    DATE '2026-01-31'), 'regulier'
FROM stg_zaak AS z CROSS JOIN (VALUES
  (1, '1', 'observatie', 0, 90), (2, '1', 'signalen_in_kaart', 2, 90),
  (3, '1', 'overleg_ib', 4, 95),
  (4, '1', 'overleg_ib', 30, 40), (5, '2', 'groepsbespreking', 10, 60),
  (6, '2', 'advies_veilig_thuis', 12, 80), (7, '2', 'bilateraal_overleg', 14, 50),
  (8, '3', 'kind_ingelicht', 15, 70), (9, '3', 'gesprek_ouders', 18, 85),
  (10, '3', 'gesprek_ouders', 40, 50), (11, '4', 'risicotaxatie', 40, 30),
  (12, '4', 'weging', 45, 75),
  (13, '5A', 'leerling_gevolgd', 70, 60), (14, '5A', 'voortgangscontact_ouders', 80, 60)
) AS k(nr, stap, soort, dag, kans)
WHERE hash(z.zaak_nr, k.nr, 8) % 100 < k.kans
ORDER BY z.zaak_nr;

INSERT INTO stg_besluit (besluit_nr, zaak_nr, ronde, datum, uitkomst, directie_betrokken)
SELECT row_number() OVER (), zaak_nr, 1, least(datum_signalering + 60, DATE '2026-01-31'),
  CASE WHEN hash(zaak_nr, 9) % 100 < 45 THEN '5A' WHEN hash(zaak_nr, 9) % 100 < 70 THEN '5B'
  ELSE 'stoppen' END, 'ja' FROM stg_zaak WHERE hash(zaak_nr, 10) % 100 < 80 ORDER BY zaak_nr;

INSERT INTO stg_melding (melding_nr, zaak_nr, volgnr, datum)
SELECT row_number() OVER (), zaak_nr, 1, datum FROM stg_besluit WHERE uitkomst = '5B';

INSERT INTO stg_evaluatie (evaluatie_nr, zaak_nr, soort, gepland_datum, gehouden_datum)
SELECT row_number() OVER (), zaak_nr, 'proces', datum_signalering + 120,
  CASE WHEN hash(zaak_nr, 11) % 2 = 0 THEN datum_signalering + 125 END
FROM stg_zaak WHERE datum_signalering < DATE '2025-09-01' ORDER BY zaak_nr;
"""


def draw_cases(connection: duckdb.DuckDBPyConnection, cases: int) -> None:
    create_tables(connection)
    for statement in DRAW.format(cases=cases, schools=max(4, cases // 500)).split(";"):
        if statement.strip():
            connection.execute(statement)
    delivered = [
        (table.name, column.name) for table in tables().values() for column in table.columns
    ]
    connection.executemany(
        "INSERT INTO stg_geleverd SELECT school_id, ?, ? FROM stg_levering", delivered
    )


def seconds(work, repeats: int = 1) -> float:
    """Return the shortest of `repeats` runs."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def measure(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Return the seconds of each step, the floor first."""
    taken = {
        "floor: GROUP BY zaak_nr over the events": seconds(
            lambda: connection.execute(
                "CREATE OR REPLACE TEMP TABLE telling AS"
                " SELECT zaak_nr, count(*) AS n FROM stg_gebeurtenis GROUP BY zaak_nr"
            ),
            repeats=5,
        )
    }
    taken["reference"] = seconds(lambda: write_reference(connection))
    norms = {"mart_norm"}
    for step in order_steps(read_steps()):
        if norms & step.reads:
            taken["norms"] = seconds(lambda: build_norms(connection))
            norms = set()
        query = f"CREATE OR REPLACE TABLE {step.name} AS {step.sql}"
        taken[step.name] = seconds(lambda query=query: connection.execute(query))
    taken["invariants"] = seconds(lambda: check_invariants(connection))
    return taken


def pandas_pass(connection: duckdb.DuckDBPyConnection) -> float:
    """Seconds for first and last dates per kind in pandas: what mart_zaak does with the events."""
    events = connection.execute("SELECT zaak_nr, soort, datum FROM stg_gebeurtenis").df()

    def pivot() -> pd.DataFrame:
        return events.groupby(["zaak_nr", "soort"])["datum"].agg(["min", "max"]).unstack()

    return seconds(pivot)


def main(cases: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(str(Path(folder) / "marts.duckdb"))
        draw_cases(connection, cases)
        taken = measure(connection)
        events = connection.execute("SELECT count(*) FROM stg_gebeurtenis").fetchall()[0][0]
        in_pandas = pandas_pass(connection)
    floor = next(iter(taken.values()))
    print(f"{cases:,} cases, {events:,} events")
    for name, value in taken.items():
        print(f"{value:9.3f} s {value / floor:8.1f} x  {name}")
    whole = sum(taken.values()) - floor
    print(f"{whole:9.3f} s {whole / floor:8.1f} x  everything")
    print(
        f"{in_pandas:9.3f} s {in_pandas / taken['mart_zaak']:8.1f} x mart_zaak  its pivot in pandas"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 100_000)
