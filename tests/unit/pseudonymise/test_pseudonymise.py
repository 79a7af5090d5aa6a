"""A delivery is made of an export: numbers in, random tokens out, and nothing else comes along."""

import base64
import hashlib
import json

import pytest

from pipeline.errors import DeliveryRefused, UsageError, VaultError
from pipeline.key import VAULT, key_fingerprint, read_key
from pipeline.pseudonymise import pseudonymise_delivery, reveal_tokens
from pipeline.pseudonymise.replace import kind_of
from pipeline.schema.tables import tables
from pipeline.vault import is_token, read_vault
from tests.unit.pseudonymise.exports import (
    BESTUUR,
    GEBEURTENIS,
    LEVERING,
    LOCAL,
    OUDERGESPREK,
    SCHOOL,
    ZAAK,
    column,
    everything,
    rows,
    write_source,
)


def test_a_delivery_holds_no_local_number_and_no_hash_of_one(out, delivered):
    content = everything(out).lower()
    for number in LOCAL:
        raw = number.encode()
        assert raw.lower() not in content
        assert base64.b64encode(raw).lower() not in content
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            assert hashlib.new(name, raw).hexdigest()[:16].encode() not in content


def test_references_still_point_at_the_same_rows(out, delivered):
    assert (delivered.cases, delivered.new, delivered.withheld) == (2, 2, ())
    cases = column(out, "zaak", "zaak_id")
    assert column(out, "gebeurtenis", "zaak_id") == [cases[0], cases[0], cases[1]]
    events = column(out, "gebeurtenis", "gebeurtenis_id")
    assert column(out, "oudergesprek", "gebeurtenis_id") == [events[1]]
    assert column(out, "besluit", "herziet_besluit_id") == [
        column(out, "besluit", "besluit_id")[1],
        "",
    ]
    assert len(set(cases + events)) == 5 and all(map(is_token, cases + events))


def test_the_other_cells_stay_and_labels_become_codes(out, delivered):
    assert column(out, "gebeurtenis", "soort") == ["overleg_ib", "gesprek_ouders", "politie"]
    assert column(out, "gebeurtenis", "datum") == ["2025-09-02", "15-09-2025", "2025-10-01"]
    assert rows(out, "levering")[0]["school_id"] == SCHOOL


def test_the_same_case_keeps_its_token_and_a_new_case_gets_one(source, vault, out, delivered):
    first = column(out, "zaak", "zaak_id")
    write_source(source, zaak=ZAAK.strip() + "\n zk-2025-016 ;2025-12-01;nee;lopend")
    made = pseudonymise_delivery(source, vault, out)
    assert (made.cases, made.new) == (3, 1)
    assert column(out, "zaak", "zaak_id")[:2] == first


def test_two_vaults_give_one_number_two_tokens(source, tmp_path):
    tokens = set()
    for name in ("a", "b", "c"):
        pseudonymise_delivery(source, tmp_path / f"{name}.duckdb", tmp_path / name)
        tokens |= set(column(tmp_path / name, "zaak", "zaak_id"))
    assert len(tokens) == 6


def test_a_delivery_with_tokens_can_go_through_once_more(vault, out, tmp_path, delivered):
    again = tmp_path / "nogmaals"
    made = pseudonymise_delivery(out, vault, again)
    assert made.new == 0
    assert rows(again, "besluit") == rows(out, "besluit")


def test_the_manifest_tells_which_vault_and_key_made_the_delivery(vault, out, delivered):
    manifest = json.loads((out / "manifest.json").read_text())
    key = read_key(name=VAULT)
    assert manifest["sleutel_vingerafdruk"] == key_fingerprint(key) and key not in str(manifest)
    assert manifest["kluis_id"] == read_vault(vault, key).vault_id
    assert manifest["tabellen"]["gebeurtenis"] == 3


def test_a_name_in_a_date_or_code_column_does_not_leave_the_school(tmp_path, vault, out):
    faulty = GEBEURTENIS.replace("15-09-2025", "met Sanne").replace("overleg_ib", "belde moeder")
    made = pseudonymise_delivery(write_source(tmp_path / "e", gebeurtenis=faulty), vault, out)
    assert [(w.table, w.column, w.line) for w in made.withheld] == [
        ("gebeurtenis", "soort", 2),
        ("gebeurtenis", "datum", 3),
    ]
    content = everything(out)
    assert b"Sanne" not in content and b"moeder" not in content
    assert column(out, "gebeurtenis", "soort")[0] == "ONLEESBAAR"


def test_a_date_that_does_not_exist_passes_for_the_intake_to_report(tmp_path, vault, out):
    odd = GEBEURTENIS.replace("2025-09-02", "31-02-2025").replace("2025-10-01", "1-10-25")
    made = pseudonymise_delivery(write_source(tmp_path / "e", gebeurtenis=odd), vault, out)
    assert made.withheld == ()
    assert column(out, "gebeurtenis", "datum") == ["31-02-2025", "15-09-2025", "1-10-25"]


def test_a_case_number_of_digits_does_not_pass_as_a_date(tmp_path, vault, out):
    zaak = ZAAK.replace("ZK-2025-014", "20250901")
    gebeurtenis = GEBEURTENIS.replace("ZK-2025-014", "20250901").replace("2025-09-02", "20250901")
    folder = write_source(tmp_path / "e", zaak=zaak, gebeurtenis=gebeurtenis)
    made = pseudonymise_delivery(folder, vault, out)
    assert [(w.column, w.line) for w in made.withheld] == [("datum", 2)]
    assert b"20250901" not in everything(out)


def test_numbers_that_stand_on_no_row_of_their_own_are_not_kept_in_the_vault(tmp_path, vault, out):
    folder = write_source(tmp_path / "e", oudergesprek=OUDERGESPREK.replace("GB-901", "GB-777"))
    pseudonymise_delivery(folder, vault, out)
    (orphan,) = column(out, "oudergesprek", "gebeurtenis_id")
    assert is_token(orphan) and reveal_tokens(vault, [orphan]) == {orphan: None}
    assert b"GB-777" not in everything(out)


def test_the_templates_example_row_and_blank_rows_are_left_out(tmp_path, vault, out):
    zaak = ZAAK.strip() + "\n;;;\nVOORBEELD-1;2025-09-15;nee;lopend"
    made = pseudonymise_delivery(write_source(tmp_path / "e", zaak=zaak), vault, out)
    assert made.cases == 2 and b"VOORBEELD" not in everything(out)


def test_an_unknown_column_is_refused_by_its_place_and_nothing_is_written(tmp_path, vault, out):
    zaak = ZAAK.replace("acuut", "roepnaam").replace("nee", "Sanne")
    with pytest.raises(DeliveryRefused) as refused:
        pseudonymise_delivery(write_source(tmp_path / "e", zaak=zaak), vault, out)
    assert "zaak.csv column 3" in str(refused.value) and "roepnaam" not in str(refused.value)
    assert not vault.exists() and not out.exists()


def test_a_letter_in_the_folder_is_passed_over_and_does_not_come_along(source, vault, out):
    (source / "brief.docx").write_bytes(b"aan de ouders van")
    assert pseudonymise_delivery(source, vault, out).cases == 2
    assert b"ouders van" not in everything(out)


def test_a_table_without_its_own_numbers_gets_them(tmp_path, vault, out):
    text = "zaak_id;stap;soort;datum\nZK-2025-014;1;overleg_ib;2025-09-02"
    pseudonymise_delivery(write_source(tmp_path / "e", gebeurtenis=text), vault, out)
    (token,) = column(out, "gebeurtenis", "gebeurtenis_id")
    assert is_token(token)


def test_several_sources_make_one_delivery_but_no_table_twice(source, vault, out, tmp_path):
    extra = tmp_path / "los"
    extra.mkdir()
    (extra / "zaak_route.csv").write_text("zaak_id;bijzondere_route\nZK-2025-014;geen\n")
    pseudonymise_delivery([source, extra], vault, out)
    assert column(out, "zaak_route", "zaak_id") == column(out, "zaak", "zaak_id")[:1]
    with pytest.raises(DeliveryRefused, match="more than one source"):
        pseudonymise_delivery([source, source], vault, out)


@pytest.mark.parametrize("missing", ["levering", "zaak", "gebeurtenis"])
def test_a_source_without_a_required_table_is_refused(source, vault, out, missing):
    (source / f"{missing}.csv").unlink()
    with pytest.raises(DeliveryRefused, match=missing):
        pseudonymise_delivery(source, vault, out)
    assert not vault.exists()


def test_a_school_without_a_code_gets_one_and_keeps_it(tmp_path, vault, out):
    named = write_source(
        tmp_path / "e", levering=LEVERING.replace(SCHOOL, "De Regenboog").replace(BESTUUR, "")
    )
    first = pseudonymise_delivery(named, vault, out)
    bestuur = column(out, "levering", "bestuur_id")
    second = pseudonymise_delivery(named, vault, out)
    assert first.school_id == second.school_id == column(out, "levering", "school_id")[0]
    assert is_token(first.school_id) and column(out, "levering", "bestuur_id") == bestuur
    assert b"Regenboog" not in everything(out)
    write_source(named, levering=LEVERING.replace(SCHOOL, "De Zonnewijzer"))
    with pytest.raises(VaultError, match="another school"):
        pseudonymise_delivery(named, vault, out)


def test_an_empty_school_on_other_sheets_means_this_school(tmp_path, vault, out):
    text = "school_id;schooljaar;leerlingen\n;2025-2026;220\n"
    pseudonymise_delivery(write_source(tmp_path / "e", school_jaar=text), vault, out)
    assert column(out, "school_jaar", "school_id") == [SCHOOL]


def test_a_folder_with_other_files_is_not_overwritten(source, vault, out):
    out.mkdir()
    (out / "brief.docx").write_bytes(b"van iemand anders")
    with pytest.raises(UsageError, match="other files"):
        pseudonymise_delivery(source, vault, out)
    assert not vault.exists() and (out / "brief.docx").exists()


def test_every_token_column_points_at_a_kind_that_has_a_table():
    kinds = {name.removesuffix("_id") for t in tables().values() for name in t.key}
    for table in tables().values():
        for each in table.columns:
            if each.token:
                assert kind_of(each.name) in kinds | {"bestuur"}, each.name
