"""Names of files and folders on Windows: ones that it can make, tell apart and reach."""

import re
import subprocess
from pathlib import Path

import pytest

from pipeline.intake.tripwires import TOKEN
from pipeline.schema.editions import editions
from pipeline.schema.languages import languages
from pipeline.schools import Schools

ROOT = Path(__file__).resolve().parents[2]

# Naming Files, Paths, and Namespaces (Microsoft Learn)
DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}
LONGEST = 260  # MAX_PATH, with the letter of the disk and the closing NUL


def is_legal(name: str) -> bool:
    stem = name.partition(".")[0].rstrip().lower()
    return (
        bool(name)
        and stem not in DEVICES
        and not FORBIDDEN & set(name)
        and not name.endswith((".", " "))
    )


NAMES = [
    "De Vlieger", "de vlieger", "DE VLIEGER.", "Dé Vlieger", " De  Vlieger ",  # one folder, else
    "Con", "AUX", "nul.", "Prn?", "com1", "LPT9", "Com0",  # devices
    'Obs "De Ark"', "St. Jan: Noord", "A/B\\C", "<Kompas>", "Wat? *", "De Brug | Zuid",
    "Ümlaut", "学校", "...", "   .", "Katholieke Basisschool Sint Franciscus van Assisi Noord",
    "Katholieke Basisschool Sint Franciscus van Assisi Zuid",
]  # fmt: skip


def test_every_school_has_a_folder_of_its_own_that_windows_can_make():
    schools = Schools({f"S{number}": name for number, name in enumerate(NAMES)})
    folders = [schools.slug(school) for school in [*schools.names, "con", "S99", "e" * 27]]
    assert [name for name in folders if not is_legal(name)] == []
    assert len({name.casefold() for name in folders}) == len(folders)


def test_a_school_keeps_its_plain_folder_when_no_other_has_it():
    schools = Schools({"S1": "De Vlieger", "S2": "Het Kompas", "S3": "het kompas"})
    assert schools.slug("S1") == "de-vlieger"
    assert schools.slug("S2") != schools.slug("S3")


@pytest.mark.parametrize("separator", ["/", "\\", ":", ".", " ", "*", "?"])
def test_no_token_that_names_a_file_holds_a_character_of_a_path(separator):
    """publicatie/vertrouwelijk/<school_id>.duckdb: only a token gets past the intake."""
    token = f"s{'0' * 12}{separator}{'0' * 12}"
    assert not re.fullmatch(TOKEN, token) and re.fullmatch(TOKEN, token.replace(separator, "0"))


def list_tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("no checkout")
    return listed.stdout.splitlines()


def test_a_checkout_has_only_names_that_windows_can_make_and_tell_apart():
    names = list_tracked()
    assert [name for name in names if not all(map(is_legal, name.split("/")))] == []
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) < 120


def test_the_longest_path_of_a_report_leaves_room_for_a_deep_workspace():
    """Half of what Windows allows is for the folder that a bestuur chose."""
    school = Schools({"S1": "Katholieke Basisschool Sint Franciscus van Assisi", "S2": NAMES[-1]})
    longest = max(
        len(f"reports\\{one.tier}\\{school.slug('S1')}\\.{one.file}-{language}.xlsx.new")
        for one in editions().values()
        for language in languages()
    )
    assert longest < LONGEST / 2
    staged = len(rf"publicatie\.nieuw-2026-01-31-{'0' * 12}\vertrouwelijk") + 1
    assert staged + len("a" * 40 + ".duckdb.wal.checkpoint") < LONGEST / 2
