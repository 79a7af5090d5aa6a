"""The vault of a school: what it tells and forgets, and nothing lost when something fails."""

import os
import stat

import pytest

from pipeline import vault as vault_module
from pipeline.errors import KeyFileError, UsageError, VaultError
from pipeline.key import VAULT, make_key, read_key
from pipeline.pseudonymise import forget_cases, pseudonymise_delivery, reveal_tokens
from pipeline.vault import read_vault
from tests.unit.pseudonymise.exports import (
    LEVERING,
    LOCAL,
    SCHOOL,
    ZAAK,
    column,
    everything,
    write_source,
)


def test_a_token_is_revealed_and_an_unknown_one_is_said_to_be_unknown(vault, out, delivered):
    token = column(out, "zaak", "zaak_id")[1]
    found = reveal_tokens(vault, [token, "Z" + "0" * 26])
    assert found == {token: "ZK-2025-015", "Z" + "0" * 26: None}


def test_a_forgotten_case_cannot_be_linked_again(source, vault, out, delivered):
    first, second = column(out, "zaak", "zaak_id")
    events = column(out, "gebeurtenis", "gebeurtenis_id")
    decisions = column(out, "besluit", "besluit_id")
    assert forget_cases(vault, ["zk-2025-014"]) == 1
    found = reveal_tokens(vault, [first, second, *events[:2], *decisions])
    assert found.pop(second) == "ZK-2025-015"
    assert set(found.values()) == {None}
    left = read_vault(vault, read_key(name=VAULT)).entries.values()
    assert not [entry for entry in left if entry.local in ("ZK-2025-014", "GB-901", "BS-1")]
    pseudonymise_delivery(source, vault, out)
    assert column(out, "zaak", "zaak_id")[0] != first


def test_forgetting_a_case_by_its_token_works_too_and_an_unknown_name_deletes_nothing(
    vault, out, delivered
):
    token = column(out, "zaak", "zaak_id")[0]
    before = vault.read_bytes()
    with pytest.raises(VaultError, match="1 of 2"):
        forget_cases(vault, [token, "ZK-1999-001"])
    assert vault.read_bytes() == before
    assert forget_cases(vault, [token, token]) == 1


def test_the_vault_is_unreadable_without_its_key_and_only_the_owner_may_open_it(
    vault, out, delivered
):
    assert stat.S_IMODE(vault.stat().st_mode) == 0o600
    content = vault.read_bytes()
    for text in (*LOCAL, SCHOOL, column(out, "zaak", "zaak_id")[0]):
        assert text.encode() not in content
    assert [f.name for f in vault.parent.iterdir() if f.name.startswith("kluis.")] == [vault.name]


def test_the_vault_of_another_school_is_refused_and_stays_as_it_was(source, vault, out, delivered):
    before = vault.read_bytes()
    for other in ("S" + "9c" * 13, "De Regenboog"):
        write_source(source, levering=LEVERING.replace(SCHOOL, other))
        with pytest.raises(VaultError, match="another school"):
            pseudonymise_delivery(source, vault, out)
    assert vault.read_bytes() == before


def test_without_a_key_nothing_is_written(source, vault, out, key):
    key.unlink()
    with pytest.raises(KeyFileError, match="no key file"):
        pseudonymise_delivery(source, vault, out)
    assert not vault.exists() and not out.exists()


def test_a_lost_key_is_named_and_no_new_one_takes_its_place(source, vault, out, key, delivered):
    before = vault.read_bytes()
    key.unlink()
    for attempt in (
        lambda: pseudonymise_delivery(source, vault, out),
        lambda: reveal_tokens(vault, ["Z"]),
        lambda: forget_cases(vault, ["ZK-2025-014"]),
    ):
        with pytest.raises(KeyFileError, match="put back a copy of the key"):
            attempt()
    assert vault.read_bytes() == before and not key.exists()


def test_a_wrong_key_is_refused_and_the_vault_stays_as_it_was(source, vault, out, key, delivered):
    before, delivered = vault.read_bytes(), everything(out)
    key.unlink()
    make_key(key)
    with pytest.raises(KeyFileError, match="does not open"):
        pseudonymise_delivery(source, vault, out)
    assert vault.read_bytes() == before and everything(out) == delivered


@pytest.mark.skipif(os.name != "posix", reason="file permissions of POSIX")
def test_a_key_that_others_can_read_is_refused(source, vault, out, key):
    key.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        pseudonymise_delivery(source, vault, out)


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.99])
def test_a_vault_that_was_cut_off_is_refused_and_kept(source, vault, out, share, delivered):
    whole = vault.read_bytes()
    vault.write_bytes(whole[: int(len(whole) * share)])
    broken = vault.read_bytes()
    with pytest.raises(VaultError, match="damaged"):
        pseudonymise_delivery(source, vault, out)
    assert vault.read_bytes() == broken
    vault.write_bytes(whole)
    assert pseudonymise_delivery(source, vault, out).new == 0


def test_a_run_that_stops_while_writing_the_vault_loses_nothing(
    source, vault, out, monkeypatch, delivered
):
    before, delivered = vault.read_bytes(), everything(out)
    write_source(source, zaak=ZAAK.strip() + "\nZK-2025-099;2025-12-01;nee;lopend")

    def stop(new, target):
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(vault_module, "replace_durably", stop)
        with pytest.raises(VaultError, match="as it was"):
            pseudonymise_delivery(source, vault, out)
    assert vault.read_bytes() == before and everything(out) == delivered
    assert not vault.with_name("kluis.duckdb.nieuw").exists()


def test_what_an_earlier_run_left_half_written_is_cleared_away(source, vault, out, delivered):
    vault.with_name("kluis.duckdb.nieuw").write_bytes(b"half")
    out.with_name("levering.nieuw").mkdir()
    assert pseudonymise_delivery(source, vault, out).new == 0
    assert not vault.with_name("kluis.duckdb.nieuw").exists()
    assert not out.with_name("levering.nieuw").exists()


def test_a_vault_that_another_run_changed_meanwhile_is_not_overwritten(
    source, vault, out, monkeypatch, delivered
):
    real = vault_module._write_rows

    def write_and_be_overtaken(new, opened, key):
        real(new, opened, key)
        os.utime(vault, ns=(1, 1))

    monkeypatch.setattr(vault_module, "_write_rows", write_and_be_overtaken)
    before = vault.read_bytes()
    with pytest.raises(VaultError, match="another run"):
        pseudonymise_delivery(source, vault, out)
    assert vault.read_bytes() == before


def test_the_vault_may_not_stand_in_the_folder_that_leaves_the_school(source, out):
    with pytest.raises(UsageError, match="leaves the school"):
        pseudonymise_delivery(source, out / "kluis.duckdb", out)
