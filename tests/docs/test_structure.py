"""Package and tests stay small in their parts; parts of the package depend one way."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter

from tests.docs.repository import read, tracked

PACKAGE = [name for name in tracked() if name.startswith("pipeline/") and name.endswith(".py")]
OURS = [*PACKAGE, "start.py", *(n for n in tracked() if n.startswith(".ci/") and n.endswith(".py"))]
TESTS = [name for name in tracked() if name.startswith("tests/") and name.endswith(".py")]
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 250, 30
Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_module_is_longer_than_a_page_that_is_read_at_once() -> None:
    long = {name: len(read(name).splitlines()) for name in [*OURS, *TESTS]}
    assert len(long) > 400
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_no_function_is_longer_than_thirty_lines_without_its_docstring() -> None:
    lengths = {(name, f.name): length(f) for name in OURS for f in functions(name)}
    assert len(lengths) > 1000
    assert {which: n for which, n in lengths.items() if n > MOST_LINES_OF_A_FUNCTION} == {}


def test_no_two_parts_of_the_package_import_each_other() -> None:
    found = {(part_of(name), part) for name in PACKAGE for part in imported(name)}
    assert ("report", "present") in found
    assert {pair for pair in found if pair[::-1] in found and pair[0] < pair[1]} == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module_of(name): set(imported_modules(name)) for name in PACKAGE}
    assert sum(map(len, graph.values())) > 500
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def functions(name: str) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(read(name))) if isinstance(node, Function))


def length(function: Function) -> int:
    """Return its lines: the signature counts, the docstring does not."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is not None:
        text = function.body[0]
        assert text.end_lineno is not None
        lines -= text.end_lineno - text.lineno + 1
    return lines


def part_of(name: str) -> str:
    """Return the folder or module right below `pipeline/`."""
    return name.split("/")[1].removesuffix(".py")


def module_of(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported_modules(name: str) -> Iterator[str]:
    """Yield every module of the package that a module imports, also for its types alone."""
    ours = {module_of(other) for other in PACKAGE}
    for node in ast.walk(ast.parse(read(name))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in ours)
        if isinstance(node, ast.ImportFrom) and node.module in ours:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from inside & ours or {node.module}


def imported(name: str) -> Iterator[str]:
    """Yield every other part of the package that a module imports."""
    parts = (module.split(".")[1] for module in imported_modules(name) if "." in module)
    return (part for part in parts if part != part_of(name))
