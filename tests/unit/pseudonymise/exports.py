"""An export of a school with its own numbers, and looks into the delivery that is made of it."""

import csv

SCHOOL, BESTUUR = "S" + "1a" * 13, "B" + "2b" * 13

LEVERING = f"""
school_id;bestuur_id;vakantieregio;peildatum;bron;schema_versie
{SCHOOL};{BESTUUR};zuid;2026-02-03;sjabloon;1
"""
ZAAK = """
zaak_id;datum_signalering;acuut;status
ZK-2025-014;2025-09-01;nee;lopend
ZK-2025-015;2025-10-01;ja;lopend
"""
GEBEURTENIS = """
gebeurtenis_id;zaak_id;stap;soort;datum
GB-900;ZK-2025-014;1;overleg_ib;2025-09-02
GB-901;ZK-2025-014;3;gesprek met ouders;15-09-2025
;ZK-2025-015;nood;politie;2025-10-01
"""
OUDERGESPREK = """
gebeurtenis_id;voorbereid
GB-901;ja
"""
BESLUIT = """
besluit_id;zaak_id;datum;uitkomst;herziet_besluit_id
BS-2;ZK-2025-014;2025-11-01;5B;BS-1
BS-1;ZK-2025-014;2025-10-01;5A;
"""
LOCAL = ("ZK-2025-014", "ZK-2025-015", "GB-900", "GB-901", "BS-1", "BS-2")


def write_source(folder, **tables_as_text):
    folder.mkdir(exist_ok=True)
    given = {"levering": LEVERING, "zaak": ZAAK, "gebeurtenis": GEBEURTENIS} | tables_as_text
    for name, text in given.items():
        (folder / f"{name}.csv").write_text(text.strip() + "\n", encoding="utf-8")
    return folder


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def column(folder, table, name):
    return [row[name] for row in rows(folder, table)]


def everything(folder):
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
