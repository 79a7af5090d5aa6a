"""Every test here has a key of a vault; an export, and what is made of it, is copied."""

import shutil

import pytest

from pipeline.key import VAULT, ensure_key
from pipeline.pseudonymise import pseudonymise_delivery
from tests.unit.pseudonymise.exports import BESLUIT, OUDERGESPREK, write_source


@pytest.fixture(autouse=True)
def key(tmp_path, monkeypatch):
    monkeypatch.setenv(VAULT.variable, str(tmp_path / "sleutels" / "kluissleutel"))
    ensure_key(VAULT)
    return tmp_path / "sleutels" / "kluissleutel"


@pytest.fixture
def vault(tmp_path):
    return tmp_path / "kluis.duckdb"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "levering"


@pytest.fixture
def source(tmp_path):
    return write_source(tmp_path / "export", oudergesprek=OUDERGESPREK, besluit=BESLUIT)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A folder with a key, an export, and the vault and delivery that were made of it."""
    folder = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VAULT.variable, str(folder / "sleutels" / "kluissleutel"))
        ensure_key(VAULT)
        source = write_source(folder / "export", oudergesprek=OUDERGESPREK, besluit=BESLUIT)
        done = pseudonymise_delivery(source, folder / "kluis.duckdb", folder / "levering")
    return folder, done


@pytest.fixture
def delivered(made, key, source, tmp_path):
    """What a first run says; `key`, `source`, `vault` and `out` are then as that run left them."""
    folder, done = made
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return done
