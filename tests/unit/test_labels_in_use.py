"""Every text that code asks for is declared, and every declared text is asked for."""

import ast
import re
from pathlib import Path

from pipeline.schema.editions import TIERS
from pipeline.schema.labels import labels

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *sorted((ROOT / "pipeline" / "present").glob("*.py")),
    *sorted((ROOT / "pipeline" / "report").glob("*.py")),
    ROOT / "pipeline" / "language.py",
]
KEY = re.compile(r"^[a-z]+\.[a-zA-Z0-9_-]+$")
TEMPLATE = re.compile(r"""say\(["']([a-z]+\.[a-z_]+)["']( ~)?""")


def asked_for() -> tuple[set[str], set[str]]:
    """Return the keys written out in the code, and the patterns of those put together."""
    subjects = {key.partition(".")[0] for key in labels()}
    keys: set[str] = set()
    patterns: set[str] = set()
    for path in FILES:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        inside = {
            id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values
        }
        for node in (node for node in nodes if id(node) not in inside):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if KEY.match(node.value) and node.value.partition(".")[0] in subjects:
                    keys.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                pattern = "".join(
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[a-zA-Z0-9_-]+"
                    for part in node.values
                )
                if pattern.partition(r"\.")[0] in subjects:
                    patterns.add(pattern)
    return keys, patterns


def in_templates() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "pipeline" / "report" / "template").glob("*.j2"):
        for key, joined in TEMPLATE.findall(path.read_text(encoding="utf-8")):
            found |= (
                {f"{key}{t}{end}" for t in (*TIERS, "overzicht") for end in ("", "_uitleg")}
                if joined
                else {key}
            )
    return found


def test_every_text_that_is_asked_for_is_declared():
    keys, _ = asked_for()
    assert (keys | in_templates()) - set(labels()) == {"index.html"}  # a file, no text


def test_every_declared_text_is_asked_for():
    keys, patterns = asked_for()
    known = keys | in_templates()
    unused = {
        key
        for key in set(labels()) - known
        if not any(re.fullmatch(pattern, key) for pattern in patterns)
    }
    assert unused == set()
