"""Runs the notebooks on the made-up sample and saves them run: `python -m pipeline.report.saved`.

What a person sees on opening one, and what nbval compares the marked cells with.
"""

from pathlib import Path
from typing import Any

import nbformat
import papermill

from pipeline.example import sample_workspace
from pipeline.paths import NOTEBOOKS
from pipeline.present.part import TABLES
from pipeline.report.kernel import ENGINE, WarmKernel, close_loop, kernel_folder

_KEPT = {"kernelspec", "language_info"}


def save_notebooks(folder: Path = NOTEBOOKS) -> list[Path]:
    """Run every notebook with its own defaults and write it back with its outputs."""
    paths = sorted(folder.glob("*.ipynb"))
    with kernel_folder(sample_workspace().temp) as place:
        kernel = WarmKernel(place)
        try:
            for path in paths:
                save_notebook(path, kernel)
        finally:
            kernel.close()
            close_loop()
    return paths


def save_notebook(path: Path, kernel: WarmKernel) -> None:
    """Run one notebook and keep its outputs, without times or papermill's notes."""
    run = papermill.execute_notebook(
        str(path),
        None,
        engine_name=ENGINE,
        kernel_name="python3",
        kernel=kernel,
        progress_bar=False,
    )
    kernel.wipe()
    code = [cell for cell in run.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, 1):
        _number(cell, number)
    for cell in run.cells:
        cell.metadata = {key: cell.metadata[key] for key in ("tags",) if cell.metadata.get(key)}
    run.metadata = {key: value for key, value in run.metadata.items() if key in _KEPT}
    run.metadata["language_info"] = {"name": "python"}
    nbformat.validate(run)
    text: str = nbformat.writes(run)  # type: ignore[no-untyped-call]
    path.write_text(text + "\n", encoding="utf-8")


def _number(cell: Any, number: int) -> None:
    """Give a cell its place as the number of its run, and drop what only the workbook needs."""
    cell.execution_count = number
    for output in cell.outputs:
        output.get("data", {}).pop(TABLES, None)
        if "execution_count" in output:
            output["execution_count"] = number


if __name__ == "__main__":
    save_notebooks()
