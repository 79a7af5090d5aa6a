"""What is written on Windows, simulated here: the same bytes, in an encoding that is named."""

import ast
import os
import re
from pathlib import Path

import pytest

from pipeline.disclosure import ledger
from pipeline.disclosure.ledger import APPROVAL, Ledger, append, read_ledger
from tests.privacy.made import PEILDATUM

ROOT = Path(__file__).resolve().parents[2]


def list_calls(path):
    text = path.read_text("utf-8")
    if not re.search(r"open\(|_text\(", text):
        return []
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]


def guesses_encoding(call: ast.Call) -> bool:
    """Return whether a call opens a text in the encoding of the machine (cp1252 on Windows)."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    words = {word.arg for word in call.keywords}
    if name in ("open", "fdopen") and getattr(getattr(call.func, "value", None), "id", "") != "os":
        texts = [part.value for part in call.args if isinstance(part, ast.Constant)]
        return not {"encoding", "mode"} & words and not any("b" in str(part) for part in texts)
    if name == "fdopen":
        return "encoding" not in words and "b" not in str(getattr(call.args[1], "value", ""))
    place = {"read_text": 0, "write_text": 1}.get(name)
    return place is not None and len(call.args) <= place and "encoding" not in words


def test_no_text_is_read_or_written_in_the_encoding_of_the_machine():
    files = [ROOT / "start.py", *ROOT.glob(".ci/*.py"), *ROOT.glob("pipeline/**/*.py")]
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
        for path in files
        for call in list_calls(path)
        if guesses_encoding(call)
    ]
    assert found == []


@pytest.fixture
def text_mode(monkeypatch):
    """`os.open` and `os.write` as on Windows: without O_BINARY an end of a line is two bytes."""
    in_text: set[int] = set()
    real_open, real_write = os.open, os.write
    binary = 1 << 40

    def open_file(path, flags, mode=0o777, **words):
        handle = real_open(path, flags & ~binary, mode, **words)
        (in_text.discard if flags & binary else in_text.add)(handle)
        return handle

    def write(handle, content):
        if handle not in in_text:
            return real_write(handle, content)
        real_write(handle, content.replace(b"\n", b"\r\n"))
        return len(content)

    monkeypatch.setattr(ledger, "_AS_IT_IS", binary)
    monkeypatch.setattr(os, "open", open_file)
    monkeypatch.setattr(os, "write", write)


def test_a_second_line_of_the_ledger_leaves_the_first_as_it_was(tmp_path, text_mode):
    path, known = tmp_path / "grootboek.jsonl", Ledger(())
    for number in range(3):
        known = append(path, known, APPROVAL, PEILDATUM, {"release_id": f"r{number}", "by": "é"})
        assert read_ledger(path) == known
    assert b"\r" not in path.read_bytes()


def test_a_line_goes_behind_the_last_also_when_a_program_has_put_in_other_ends_of_lines(tmp_path):
    path = tmp_path / "grootboek.jsonl"
    known = append(path, Ledger(()), APPROVAL, PEILDATUM, {"release_id": "r0"})
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b'{"half a')
    known = append(path, known, APPROVAL, PEILDATUM, {"release_id": "r1"})
    assert read_ledger(path) == known
