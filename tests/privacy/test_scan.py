"""Finished files with a leak planted in each are refused; nothing of them is written."""

from pathlib import Path

import pytest

from pipeline.disclosure.gate import release
from pipeline.disclosure.scan import allow, check_files, check_publication
from pipeline.disclosure.scan.forbidden import find_forbidden, may_hold_person_number
from pipeline.errors import DisclosureError
from tests.privacy.made import SMALL, insert, make_workspace
from tests.privacy.planted import CASE, FORMS, SOUND, found, page, publication

LEAKS = {
    "a count that was not released": ("37 zaken", "number"),
    "a hidden count": ("3 zaken", "number"),
    "a count of one": ("Er was 1 zaak met een melding", "number"),
    "a percentage of nothing shown": ("17% van de zaken", "percentage"),
    "a made-up case": (f"zaak {CASE}", "made-up case"),
    "a made-up case in capitals": (CASE.upper(), "made-up case"),
    "a token of another school": ("S" + "0b7f" * 6 + "1c", "token"),
    "a token without its letter": ("7d1c09a4be22d04f8a6b90e3d7", "token"),
    "a day in a case": ("gemeld op 14 maart 2025", "day"),
    "a day as in a file": ("2025-03-14", "day"),
    "a number of a person": ("nummer 111222333", "number of a person"),
    "a number of a person with points": ("1112.22.333", "number of a person"),
    "a column of records": ("per zaak_id geteld", "column of records"),
    "a printed frame": ("[12 rows x 4 columns]", "raw data frame"),
    "a traceback": ("Traceback (most recent call last)", "traceback"),
    "the case database": ("werkmap/zaken.duckdb", "file of the case database"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_sound_file_passes(form: str) -> None:
    assert found(f"rapport.{form}", FORMS[form](SOUND)) == set()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found_in_every_kind_of_file(form: str, leak: str) -> None:
    words, kind = LEAKS[leak]
    assert kind in found(f"rapport.{form}", FORMS[form](f"{SOUND} {words}"))


def test_what_was_found_is_told_in_one_line_without_what_it_says() -> None:
    with pytest.raises(DisclosureError) as caught:
        check_files({"rapport.html": page(f"37 zaken {CASE}")}, allow(publication()))
    words = str(caught.value)
    assert words.startswith("rapport.html: holds what may not leave (")
    assert "nothing of it was written" in words
    assert "\n" not in words
    assert CASE not in words
    assert "37" not in words


def test_a_token_in_a_published_table_stops_the_release(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, SMALL)
    rows = [("school_01", "2024-2025", CASE, "ja", 1, 2)]
    insert(workspace, "stg_organisatie_maatregel", rows)
    with pytest.raises(DisclosureError, match=r"in organisatie.*nothing was published") as caught:
        release(workspace)
    assert CASE not in str(caught.value)
    assert not workspace.released.exists()
    assert not workspace.ledger.exists()
    assert list(workspace.publication.rglob("*.duckdb")) == []


def test_the_code_of_a_school_may_hold_nine_digits_and_may_not_be_a_number_of_a_person():
    check_publication(publication("s111222333c0e93b7d24f8860a"))
    with pytest.raises(DisclosureError, match="number of a person in leveringen"):
        check_publication(publication("111222333"))


@pytest.mark.parametrize("word", ["ZAAK_NR", "zaa\u212a_id", "meld\u0130ng_nr", "hulp_\u0131d"])
def test_the_quick_look_passes_over_no_way_of_writing_the_key_of_a_record(word: str) -> None:
    assert "column of records" in list(find_forbidden(f"een {word} in de tekst", ()))


def test_a_number_of_a_person_is_found_with_just_enough_digits_around_it() -> None:
    assert not may_hold_person_number("op 1 van 2026")
    assert may_hold_person_number("nummer 12345672")
