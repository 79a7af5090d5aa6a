"""Every test here has a key file of its own; a small released bestuur is made once and copied."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.disclosure.gate import ReleaseSummary, release
from pipeline.key import make_key
from pipeline.workspace import Workspace
from tests.privacy.made import SMALL, make_workspace


@pytest.fixture(autouse=True)
def key_file(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path_factory.mktemp("key") / "sleutel"
    make_key(path)
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(path))
    return path


@dataclass(frozen=True)
class Released:
    """A workspace with one release of `SMALL`."""

    workspace: Workspace
    summary: ReleaseSummary


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ReleaseSummary]:
    """Return a folder with a key file and a released workspace, and what the release said."""
    folder = tmp_path_factory.mktemp("uitgave")
    make_key(folder / "sleutel")
    before = os.environ.get("MELDCODE_KEY_FILE")
    os.environ["MELDCODE_KEY_FILE"] = str(folder / "sleutel")
    try:
        return folder, release(make_workspace(folder / "werkmap", SMALL))
    finally:
        if before is None:
            del os.environ["MELDCODE_KEY_FILE"]
        else:
            os.environ["MELDCODE_KEY_FILE"] = before


@pytest.fixture
def released(original: tuple[Path, ReleaseSummary], tmp_path: Path, key_file: Path) -> Released:
    """Return a copy of the released workspace, with its key in use."""
    folder, summary = original
    shutil.copyfile(folder / "sleutel", key_file)
    shutil.copytree(folder / "werkmap", tmp_path / "werkmap")
    return Released(Workspace(tmp_path / "werkmap"), summary)
