"""The doctor: each thing it looks at, there and not there, with what to do."""

import os
import shutil
from types import SimpleNamespace

import pytest

from pipeline import doctor
from pipeline.doctor import examine
from pipeline.errors import KeyFileError
from pipeline.key import make_key
from pipeline.workspace import Workspace

ENCRYPTION, PACKAGES = doctor._encryption, doctor._packages


@pytest.fixture(scope="module")
def once():
    """What is true of this machine in every test that does not change it."""
    return ENCRYPTION(), PACKAGES()


@pytest.fixture(autouse=True)
def quick(monkeypatch, tmp_path, once):
    """No browser, office or PDF is started; the keys are the test's own."""
    encryption, packages = once
    monkeypatch.setattr(doctor, "_encryption", lambda: encryption)
    monkeypatch.setattr(doctor, "_packages", lambda: packages)
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    monkeypatch.setenv("MELDCODE_VAULT_KEY_FILE", str(tmp_path / "kluissleutel"))
    monkeypatch.setattr(doctor, "_runs", lambda command: True)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace(tmp_path / "werkmap")
    made.create()
    return made


def finding(workspace, words):
    (found,) = [f for f in examine(workspace) if words in f.what]
    return found


def test_a_workspace_that_is_not_there_yet_is_no_complaint(tmp_path):
    found = examine(Workspace(tmp_path / "nieuw"))
    assert [f.what for f in found if not f.ok and not f.optional] == []
    assert not (tmp_path / "nieuw").exists() and not (tmp_path / "sleutel").exists()


def test_every_finding_says_something_to_do_or_what_is_there(workspace):
    assert all(f.what and f.remedy for f in examine(workspace))


def test_without_the_crypto_module_the_remedy_names_the_package_and_version(workspace, monkeypatch):
    monkeypatch.setattr(doctor, "_encryption", ENCRYPTION)
    monkeypatch.setattr(doctor, "crypto_module", lambda: None)
    found = finding(workspace, "encryption")
    assert not found.ok and not found.optional
    assert f"duckdb-extension-httpfs=={doctor.duckdb.__version__}" in found.remedy


def test_a_module_that_does_not_encrypt_is_found_by_trying(workspace, monkeypatch):
    def refuse(*given, **named):
        raise KeyFileError("no")

    monkeypatch.setattr(doctor, "_encryption", ENCRYPTION)
    monkeypatch.setattr(doctor, "open_encrypted", refuse)
    assert not finding(workspace, "encryption").ok


def test_a_lost_key_is_a_complaint_only_when_there_is_a_database(workspace):
    assert finding(workspace, "key of the case database").ok
    workspace.cases.write_bytes(b"x")
    found = finding(workspace, "key of the case database")
    assert not found.ok and not found.optional and "MELDCODE_KEY_FILE" in found.remedy


@pytest.mark.skipif(os.name != "posix", reason="file permissions of POSIX")
def test_a_key_or_workspace_that_others_can_read_is_a_complaint(workspace, tmp_path):
    make_key(tmp_path / "sleutel")
    assert finding(workspace, "key of the case database").ok
    (tmp_path / "sleutel").chmod(0o640)
    assert "chmod 600" in finding(workspace, "key of the case database").remedy
    workspace.root.chmod(0o755)
    assert "chmod 700" in finding(workspace, "workspace").remedy


def test_the_key_itself_is_never_shown(workspace, tmp_path):
    make_key(tmp_path / "sleutel")
    key = (tmp_path / "sleutel").read_text()
    assert key not in str(examine(workspace))


def test_a_full_disk_is_a_complaint_with_both_sizes(workspace, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=2**29))
    found = finding(workspace, "disk space")
    assert not found.ok and "0.5 GB free, 2.0 GB wanted" in found.remedy


def test_what_only_some_need_is_optional(workspace, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(doctor, "_runs", lambda command: False)
    monkeypatch.setattr(doctor, "_font_folders", lambda: [])
    monkeypatch.setattr(doctor, "_program", lambda name: None)
    absent = {f.what for f in examine(workspace) if not f.ok}
    assert absent >= {
        "browser for PDF",
        "PDF without a browser",
        "font",
        "LibreOffice (tests only)",
    }
    assert all(f.optional for f in examine(workspace) if not f.ok)


def test_a_package_of_another_version_than_the_pinned_one_is_named(workspace, monkeypatch):
    wanted = ["duckdb==1.5.5", "numpy>=2", "pytest>=8; extra == 'test'", "bestaat-niet>=1"]
    monkeypatch.setattr(doctor, "_packages", PACKAGES)
    monkeypatch.setattr(doctor, "requires", lambda name: wanted)
    real = doctor.version
    monkeypatch.setattr(doctor, "version", lambda n: "2.0.0" if n == "duckdb" else real(n))
    remedy = finding(workspace, "packages").remedy
    assert "duckdb 2.0.0 instead of 1.5.5" in remedy and "bestaat-niet is missing" in remedy
    assert "numpy" not in remedy and "pytest" not in remedy
