"""The notebooks themselves: thin, told in prose, parameters first, run as they are."""

import nbformat
import papermill
import pytest

from pipeline.paths import NOTEBOOKS
from pipeline.schema.editions import editions

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
BY_NAME = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def test_every_edition_has_its_notebook_and_every_notebook_an_edition():
    assert {edition.notebook for edition in editions().values()} == {path.stem for path in PATHS}


@BY_NAME
def test_a_cell_of_code_has_one_to_three_lines_after_the_parameters(path):
    lines = [[line for line in cell.source.splitlines() if line] for cell in code_cells(path)[1:]]
    assert all(1 <= len(found) <= 3 for found in lines)


@BY_NAME
def test_the_parameters_come_first_and_each_is_typed_and_explained(path):
    first = code_cells(path)[0]
    assert first.metadata.tags == ["parameters"]
    found = papermill.inspect_notebook(str(path))
    assert found and len(found) == len(first.source.splitlines())
    assert all(one["inferred_type_name"] == "str" and one["help"] for one in found.values())


@BY_NAME
def test_each_question_has_prose_before_it(path):
    cells = nbformat.read(path, 4).cells
    assert cells[0].cell_type == "markdown" and cells[0].source.startswith("# ")
    prose = sum(cell.cell_type == "markdown" for cell in cells)
    assert prose >= len(code_cells(path)) // 3


@BY_NAME
def test_a_notebook_holds_no_path_and_no_error(path):
    text = path.read_text(encoding="utf-8")
    assert '"output_type": "error"' not in text
    assert "/home/" not in text and "/tmp/" not in text and "/work/" not in text


@BY_NAME
def test_a_notebook_is_saved_run_with_a_checked_cell_that_has_its_output(path):
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    checked = [cell for cell in cells if "NBVAL_CHECK_OUTPUT" in cell.source]
    assert checked and all(cell.outputs for cell in checked)
