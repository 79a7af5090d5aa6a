"""What the entry workbook is declared to say: helps, labels, examples, the read-me."""

import pytest

from pipeline.errors import DeclarationError
from pipeline.intake.spelling import spelling_rows
from pipeline.schema.entry_template import help_text, may_stay_empty, read_sheet, readme, sheets
from pipeline.schema.example_row import is_example
from pipeline.schema.headings import own_key
from pipeline.schema.tables import code_lists, tables


def test_a_row_that_holds_one_own_number_is_no_example():
    assert is_example(["VOORBEELD-1", None]) and is_example([" voorbeeld-2 ", ""])
    assert not is_example(["VOORBEELD-1", "2025-01"])
    assert not is_example([None, ""]) and not is_example([])


def test_no_help_text_is_cut_off():
    for sheet in sheets():
        for column in sheet.columns:
            assert help_text(sheet, column).endswith((".", "?")), (sheet.table.name, column.name)


def test_every_label_in_a_drop_down_means_one_code():
    for name, code_list in code_lists().items():
        spellings = [spelling for _, spelling, _ in spelling_rows(code_list)]
        assert len(spellings) == len(set(spellings))
        labels = {label.nl for label in code_list.codes.values()}
        assert len(labels) == len(code_list.codes), name


def test_the_read_me_tells_how_a_case_gets_its_number_and_what_stays_at_school():
    title, sections = readme()
    text = " ".join(line for section in sections for line in section.lines)
    for word in ("2025-01", "leerlingnummer", "pseudonymise", "kluis", "reveal", "forget"):
        assert word in text
    assert "Leeg is niet nee" in [section.heading for section in sections] and title


def test_sentences_of_the_read_me_are_short_enough_for_b1():
    _, sections = readme()
    for section in sections:
        for line in section.lines:
            for sentence in line.replace("?", ".").replace(":", ".").split(". "):
                assert len(sentence.split()) <= 22, sentence


def test_a_row_may_lack_its_own_number_but_not_the_number_of_its_case():
    gebeurtenis = tables()["gebeurtenis"]
    assert own_key(gebeurtenis) == "gebeurtenis_id"
    assert may_stay_empty(gebeurtenis, gebeurtenis.column("gebeurtenis_id"))
    assert not may_stay_empty(gebeurtenis, gebeurtenis.column("zaak_id"))
    assert not may_stay_empty(tables()["zaak"], tables()["zaak"].column("zaak_id"))
    for name in ("school_jaar", "organisatie_maatregel"):
        assert may_stay_empty(tables()[name], tables()[name].column("school_id"))
    assert own_key(tables()["mdo"]) is None and own_key(tables()["weging"]) is None


def test_an_example_with_an_unknown_code_is_refused(tmp_path):
    text = (
        "name: zaak\norder: 1\nuse: required\npurpose: x\nhelp: {}\n"
        "example: {zaak_id: V, datum_signalering: 2025-01-01, status: weg}\n"
    )
    (tmp_path / "zaak.yml").write_text(text)
    with pytest.raises(DeclarationError, match=r"status is 'weg'; choices: .*lopend"):
        read_sheet(tmp_path / "zaak.yml")
