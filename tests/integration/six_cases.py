"""A delivery of six cases, of which two are past their term on 10 January 2026."""

import shutil
from datetime import date

from pipeline.sample.tokens import CANARY
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

TODAY = date(2026, 1, 10)
SCHOOL = "S" + "1a" * 13
BESTUUR = "B" + "2b" * 13


def token(letter, number):
    """A made-up token, marked as such; one letter per case, so that a test can look for it."""
    digits = f"{(ord(letter) * 7919 + number * 104729) ** 5:026x}"[-26:]
    return letter + digits[:13] + CANARY + digits[13:]


CASES = """
A afgesloten 2024-01-10
B afgesloten 2024-01-11
C lopend     -
D lopend     -           2026-01-09
E lopend     -           2026-01-10
F afgesloten 2025-06-01
"""
"""On 10 January 2026: A was closed two years ago to the day, B a day less; D is past its date."""

MUST_GO = {"A", "D"}
STAY = {"B", "C", "E", "F"}


def lines():
    for line in CASES.split("\n"):
        if line.strip():
            name, status, closed, *until = line.split()
            yield name, status, "" if closed == "-" else closed, until[0] if until else ""


def write_delivery(folder, school=SCHOOL, keep=MUST_GO | STAY, peildatum="2025-12-31"):
    folder.mkdir(parents=True)
    kept = [row for row in lines() if row[0] in keep]
    content = {
        "levering": "school_id;bestuur_id;vakantieregio;peildatum;bron;schema_versie\n"
        f"{school};{BESTUUR};zuid;{peildatum};synthetisch;1\n",
        "zaak": "zaak_id;datum_signalering;acuut;status;datum_status;verwijderen_na\n"
        + "".join(f"{token(n, 1)};2023-10-02;nee;{s};{c};{u}\n" for n, s, c, u in kept),
        "gebeurtenis": "gebeurtenis_id;zaak_id;stap;soort;datum\n"
        + "".join(
            f"{token(n, 2)};{token(n, 1)};1;overleg_ib;2023-10-03\n"
            f"{token(n, 3)};{token(n, 1)};3;gesprek_ouders;2023-10-09\n"
            for n, *_ in kept
        ),
        "oudergesprek": "gebeurtenis_id;voorbereid\n"
        + "".join(f"{token(n, 3)};ja\n" for n, *_ in kept),
        "besluit": "besluit_id;zaak_id;datum;uitkomst\n"
        + "".join(f"{token(n, 4)};{token(n, 1)};2023-11-01;5A\n" for n, *_ in kept),
    }
    for name, text in content.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def copy_loaded(six_cases, tmp_path, monkeypatch):
    """Return a workspace of this test with the six cases, and put its key in use."""
    shutil.copytree(six_cases, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


def rows(workspace, query):
    with open_cases(workspace, read_only=True) as connection:
        return connection.execute(query).fetchall()


def cases(workspace):
    """The letters of the cases that the database holds."""
    return {name[0] for (name,) in rows(workspace, "SELECT zaak_id FROM stg_zaak")}
