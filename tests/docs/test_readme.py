"""README.md: its tree, its words, its commands and its links are those of the repository."""

import re
from pathlib import PurePosixPath

import pytest
import typer

from pipeline.__main__ import app
from pipeline.schema.glossary import glossary
from tests.docs.repository import ROOT, blocks, read, tracked, without_blocks

README = read("README.md")
COMMANDS = typer.main.get_command(app).commands
UNTOLD = {"__init__.py"}


def tree_on_disk() -> set[str]:
    found = set()
    for name in tracked():
        parts = PurePosixPath(name).parts
        for depth in (1, 2):
            if len(parts) >= depth and parts[depth - 1] not in UNTOLD:
                end = "/" if len(parts) > depth else ""
                found.add("/".join(parts[:depth]) + end)
    return found


def tree_in_readme() -> list[str]:
    tree = next(block for block in blocks(README) if "start.py  " in block)
    found, parent = [], ""
    for line in tree.splitlines():
        name = line.split()[0]
        if line.startswith("  "):
            found.append(parent + name)
        else:
            parent = name
            found.append(name)
    return found


def test_the_tree_is_what_is_there():
    told = tree_in_readme()
    assert sorted(told) == sorted(set(told))
    assert set(told) ^ tree_on_disk() == set()


def test_every_line_of_the_tree_says_what_the_thing_is():
    tree = next(block for block in blocks(README) if "start.py  " in block)
    assert [line for line in tree.splitlines() if len(line.split()) < 3] == []


def test_the_vocabulary_is_that_of_the_glossary():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|$", README, re.M)
    vocabulary = {name: text for name, text in rows if name in glossary().terms}
    assert len(vocabulary) > 20
    assert vocabulary == {name: glossary().terms[name].en for name in vocabulary}


def test_every_command_is_in_the_table_of_wishes():
    wanted = README[README.index("## I want to") : README.index("## What stays where")]
    used = set(re.findall(r"`meldcode (\w+)", wanted))
    at_school = {"reveal", "forget", "sample"}
    assert set(COMMANDS) - used - at_school == set()
    assert used - set(COMMANDS) == set()


@pytest.mark.parametrize("name", ["README.md", "README.nl.md"])
def test_every_option_that_a_page_writes_is_one_of_its_command(name):
    known = {
        option for command in COMMANDS.values() for one in command.params for option in one.opts
    }
    written = set()
    for line in re.findall(r"(?:meldcode|start\.py) [^`\n]*", read(name)):
        written |= set(re.findall(r"(--[a-z-]+)", line))
    assert written - known - {"--workspace", "--debug", "--help"} == set()


MARKDOWN = [name for name in tracked() if name.endswith(".md")]


@pytest.mark.parametrize("name", MARKDOWN)
def test_every_link_leads_somewhere(name):
    text = without_blocks(read(name))
    folder = (ROOT / name).parent
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    local = [link for link in links if not link.startswith(("http:", "https:", "#"))]
    assert [link for link in local if not (folder / link.partition("#")[0]).exists()] == []


def test_every_documentation_page_can_be_reached_from_the_readme():
    seen, todo = set(), ["README.md"]
    while todo:
        name = todo.pop()
        seen.add(name)
        for link in re.findall(r"\]\(([^)\s#]+)[^)]*\)", without_blocks(read(name))):
            path = (ROOT / name).parent / link
            if path.suffix == ".md" and path.is_file():
                target = path.resolve().relative_to(ROOT).as_posix()
                todo += [target] if target not in seen else []
    assert set(MARKDOWN) - seen - {"tests/data/wabo_school_09/README.md"} == set()
