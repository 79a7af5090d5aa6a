"""One notebook, one set of parameters → the parts of one page, through papermill."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import papermill
from papermill.exceptions import PapermillExecutionError

from pipeline.errors import MeldcodeError, ReportError
from pipeline.paths import NOTEBOOKS
from pipeline.present.part import MARK, TABLES
from pipeline.report.kernel import ENGINE, WarmKernel
from pipeline.report.where import where_told

_OWN_ERRORS = {MeldcodeError.__name__, *(kind.__name__ for kind in MeldcodeError.__subclasses__())}


@dataclass(frozen=True)
class Outcome:
    """What a run gave: pieces of HTML in the order of the cells, and the tables in them."""

    parts: tuple[str, ...]
    tables: tuple[dict[str, Any], ...]


def notebook_path(name: str) -> Path:
    """Return the notebook `name`; raises ReportError when it is not there."""
    path = NOTEBOOKS / f"{name}.ipynb"
    if not path.is_file():
        raise ReportError(f"there is no notebook {name}.ipynb in {NOTEBOOKS.name}/")
    return path


@cache
def declared_parameters(path: Path) -> frozenset[str]:
    """Return the names in the parameters cell of a notebook."""
    return frozenset(papermill.inspect_notebook(str(path)))


def check_parameters(path: Path, given: dict[str, str]) -> None:
    """Raise ReportError for a parameter the notebook does not declare; papermill only warns."""
    unknown = sorted(set(given) - declared_parameters(path))
    if unknown:
        raise ReportError(
            f"{path.name} has no parameter {', '.join(unknown)};"
            f" it has {', '.join(sorted(declared_parameters(path)))}"
        )


def run_notebook(path: Path, parameters: dict[str, str], kernel: WarmKernel) -> Outcome:
    """Run the notebook in `kernel`, wipe the kernel, return what is for the page.

    The executed notebook is not kept. A failure names the cell, the kind of error and its place in
    this package; its message only when the error is one of ours, which never holds a value from a
    record.
    """
    check_parameters(path, parameters)
    try:
        notebook = papermill.execute_notebook(
            str(path),
            None,
            parameters=parameters,
            engine_name=ENGINE,
            kernel_name="python3",
            kernel=kernel,
            progress_bar=False,
            log_output=False,
        )
    except PapermillExecutionError as problem:
        raise ReportError(_reason(problem)) from None
    finally:
        kernel.wipe()
    return _outcome(notebook)


def _reason(problem: PapermillExecutionError) -> str:
    kind = problem.ename.rpartition(".")[2]
    text = f": {problem.evalue}" if kind in _OWN_ERRORS else where_told(problem.traceback)
    return f"cell {problem.cell_index} stopped with {kind}{text}"


def _outcome(notebook: Any) -> Outcome:
    outputs = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.get("metadata", {}).get(MARK, {}).get("part")
    ]
    return Outcome(
        tuple("".join(output["data"]["text/html"]) for output in outputs),
        tuple(table for output in outputs for table in output["data"].get(TABLES, ())),
    )
