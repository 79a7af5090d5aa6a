"""One clean delivery of N cases and 10 N events, and its bare typed load: the floor of `load`.

The floor reads the same CSV files with DuckDB, casts dates and numbers, gives every case a number
and writes the rows, ordered, to an encrypted file: no check, no finding, nothing refused.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

STEPS = (
    *(("1", "observatie"), ("1", "signalen_in_kaart"), ("1", "overleg_ib")),
    *(("2", "advies_veilig_thuis"), ("3", "kind_ingelicht"), ("3", "gesprek_ouders")),
    *(("4", "risicotaxatie"), ("4", "weging"), ("2", "bilateraal_overleg")),
    ("5A", "leerling_gevolgd"),
)


def write_delivery(folder: Path, cases: int) -> None:
    """Write a clean delivery of one school, no two cases alike: semicolons, UTF-8, dd-mm-jjjj."""
    folder.mkdir(parents=True)
    generator = random.Random(7)

    def token(letter: str) -> str:
        return f"{letter}{generator.getrandbits(104):026x}"

    (folder / "levering.csv").write_text(
        "school_id;bestuur_id;vakantieregio;peildatum;bron;schema_versie\n"
        f"{token('S')};{token('B')};noord;30-06-2026;synthetisch;1\n"
    )
    names = ("zaak", "gebeurtenis", "besluit")
    zaak, gebeurtenis, besluit = ((folder / f"{n}.csv").open("w") for n in names)
    zaak.write("zaak_id;datum_signalering;acuut;status;datum_status;reden_afsluiting\n")
    gebeurtenis.write("gebeurtenis_id;zaak_id;stap;ronde;soort;datum;datum_registratie;vorm\n")
    besluit.write("besluit_id;zaak_id;ronde;datum;uitkomst\n")
    for _ in range(cases):
        case, day = token("z"), date(2022, 9, 1) + timedelta(generator.randrange(1200))
        waits = accumulate(generator.choices(range(1, 20), k=15), initial=0)
        at = [f"{day + timedelta(n):%d-%m-%Y}" for n in waits]
        zaak.write(f"{case};{at[0]};nee;afgesloten;{at[15]};zorgen_weggenomen\n")
        besluit.write(f"{token('b')};{case};1;{at[9]};stoppen\n")
        for n, (step, kind) in enumerate(STEPS):
            gebeurtenis.write(f"{token('g')};{case};{step};1;{kind};{at[n]};{at[n]};regulier\n")
    for file in (zaak, gebeurtenis, besluit):
        file.close()


def bare_load(folder: Path) -> Callable[[], object]:
    """The floor: the same rows, typed, numbered and ordered, in an encrypted file."""
    import duckdb

    from pipeline.warehouse import crypto_module

    def read(table: str) -> str:
        path = folder / "in" / "school" / f"{table}.csv"
        return f"read_csv('{path}', delim=';', header=true, all_varchar=true)"

    def day(column: str) -> str:
        return f"strptime({column}, '%d-%m-%Y')::DATE AS {column}"

    case = f"zaak_id, {day('datum_signalering')}, acuut, status, {day('datum_status')}"
    event = f"stap, ronde::INTEGER AS ronde, soort, {day('datum')}, {day('datum_registratie')}"
    number = "row_number() OVER ()::INTEGER"

    def work() -> None:
        connection = duckdb.connect()
        connection.execute("SET enable_progress_bar=false")
        connection.execute(f"LOAD '{crypto_module()}'")
        connection.execute(f"ATTACH '{folder}/bare.duckdb' AS z (ENCRYPTION_KEY '{'ab' * 32}')")
        connection.execute("USE z")
        connection.execute("BEGIN")
        connection.execute(
            f"CREATE TABLE zaak AS SELECT {number} AS zaak_nr, {case}, reden_afsluiting"
            f" FROM {read('zaak')}"
        )
        for table, columns in (
            ("besluit", f"ronde::INTEGER AS ronde, {day('datum')}, uitkomst"),
            ("gebeurtenis", f"{event}, vorm"),
        ):
            connection.execute(
                f"CREATE TABLE {table} AS SELECT {number} AS {table}_nr, zaak_nr, {columns}"
                f" FROM {read(table)} JOIN zaak USING (zaak_id) ORDER BY zaak_nr"
            )
        connection.execute("COMMIT")
        connection.close()

    return work
