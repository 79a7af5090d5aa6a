"""The key and the cases are nowhere but where they belong, and only the owner can look there."""

import json
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="modes and /proc are a thing of POSIX"),
]
ROOT = Path(__file__).resolve().parents[2]
LISTENING = """
    import json, os, sys
    heard = []
    def hear(event, given):
        if event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"):
            heard.append(repr(given))
    sys.addaudithook(hear)
    os.umask(0o022)
    import pipeline.__main__ as cli
    sys.argv = ["meldcode", *sys.argv[2:]]
    place = {place!r}
    try:
        cli.main()
    finally:
        with open(place, "a") as file:
            file.write("".join(line + "\\n" for line in heard))
            file.write(json.dumps(dict(os.environ)) + "\\n")
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A whole run, each command in a process of its own that notes which others it starts."""
    place = tmp_path_factory.mktemp("geheim")
    heard = place / "gehoord.txt"
    said = []

    def meldcode(*words):
        code = textwrap.dedent(LISTENING).replace("{place!r}", repr(str(heard)))
        done = subprocess.run(
            [sys.executable, "-c", code, "-", "--workspace", str(place / "werkmap"), *words],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ | {"MELDCODE_KEY_FILE": str(place / "geheim" / "sleutel")},
            timeout=240,
            check=False,
        )
        said.append(done.stdout + done.stderr)
        return done.returncode

    assert meldcode("sample", str(place / "lev"), "--schools", "3", "--years", "3") == 0
    deliveries = [str(p) for p in sorted((place / "lev").iterdir()) if p.name != "truth"]
    for words in (
        *(["load", *deliveries], ["build"], ["release"], ["report", "begin", "werklijst"]),
        *(["status"], ["doctor"], ["attack"], ["purge", "--today", "2027-08-01"]),
    ):
        assert meldcode(*words) in (0, 1), said[-1]
    (place / "werkmap" / "zaken.duckdb").write_bytes(b"geen database" * 400)
    assert meldcode("--debug", "build") == 1
    return place, heard.read_text(), "\n".join(said)


@pytest.fixture(scope="module")
def key(made):
    return (made[0] / "geheim" / "sleutel").read_text().strip()


def test_the_key_is_in_no_process_argument_environment_or_message(made, key):
    _, heard, said = made
    assert "ipykernel" in heard or "kernel" in heard  # else nothing was heard
    assert key not in heard
    assert key not in said and "Traceback" not in said


def test_the_key_is_in_no_file_but_its_own(made, key):
    place, *_ = made
    holds = [
        file.relative_to(place)
        for file in place.rglob("*")
        if file.is_file() and key.encode() in file.read_bytes()
    ]
    assert [str(file) for file in holds] == ["geheim/sleutel"]


def test_no_case_token_is_in_a_manifest_a_log_a_proof_or_a_message(made):
    place, heard, said = made
    tokens = {
        line.split(";")[0]
        for file in (place / "lev").glob("*/zaak.csv")
        for line in file.read_text().splitlines()[1:]
    }
    assert len(tokens) > 5
    root = place / "werkmap"
    texts = [heard, said]
    texts += [(root / n).read_text() for n in ("manifest.json", "verwijderd.jsonl")]
    texts += [(root / n).read_text() for n in ("rapporten.jsonl", "grootboek.jsonl")]
    texts += [f.read_text(encoding="utf-8") for f in (root / "reports").glob("*.html")]
    assert not [token for token in tokens for text in texts if token in text]
    json.loads((root / "manifest.json").read_text())


def test_everything_in_a_workspace_is_for_its_owner_alone(made):
    place, *_ = made
    open_to_others = [
        str(file.relative_to(place))
        for file in [place / "werkmap", *(place / "werkmap").rglob("*")]
        if stat.S_IMODE(file.stat().st_mode) & 0o077
    ]
    assert open_to_others == []
    assert stat.S_IMODE((place / "geheim" / "sleutel").stat().st_mode) == 0o600


def test_a_case_database_made_by_other_code_is_for_its_owner_too(tmp_path, monkeypatch):
    from pipeline.key import make_key

    make_key(tmp_path / "sleutel")
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    workspace = Workspace(tmp_path / "werkmap")
    workspace.create()
    before = os.umask(0o022)
    try:
        with open_cases(workspace) as connection:
            connection.execute("CREATE TABLE stg_proef (n INTEGER)")
    finally:
        os.umask(before)
    assert stat.S_IMODE(workspace.cases.stat().st_mode) == 0o600
