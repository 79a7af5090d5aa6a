"""Every test here has a key file of its own."""

from pathlib import Path

import pytest

from pipeline.key import make_key


@pytest.fixture(autouse=True)
def key_file(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path_factory.mktemp("key") / "sleutel"
    make_key(path)
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(path))
    return path
