"""A warm kernel: what one report leaves behind is gone before the next one starts."""

import nbformat
import pytest

from pipeline.errors import ReportError
from pipeline.present.part import MARK
from pipeline.report.kernel import WarmKernel, kernel_folder
from pipeline.report.run import run_notebook
from pipeline.report.worker import Worker
from tests.notebooks.published import make_workspace

PARAMETERS = 'publicatie: str = ""\nwat: str = ""'
PROBE = """
import gc
from pipeline.present.part import paragraph
from pipeline.disclosure.safe_table import Publication, SafeTable
kinds = (SafeTable, Publication)
found = sum(type(thing) in kinds for thing in gc.get_objects())
names = sorted(name for name in globals() if name in ("publication", "secret"))
paragraph(f"{found} {names} {len(In)} {[v for v in Out.values()]}")
"""
KEEP = """
from pipeline.disclosure.safe_table import open_publication
publication = open_publication(publicatie)
secret = publication.table("stroom").frame()
secret
"""


def notebook(folder, *cells):
    content = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "p", "language": "python"}},
        cells=[nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
        + [nbformat.v4.new_code_cell(cell) for cell in cells],
    )
    path = folder / f"{len(list(folder.glob('*.ipynb')))}.ipynb"
    nbformat.write(content, path)
    return path


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    with kernel_folder(tmp_path_factory.mktemp("k")) as folder:
        warm = WarmKernel(folder)
        yield warm
        warm.close()


def test_nothing_of_one_school_is_left_for_the_next(kernel, tmp_path):
    workspace = make_workspace(tmp_path / "w")
    first = notebook(tmp_path, KEEP)
    run_notebook(first, {"publicatie": str(workspace.confidential("school_01"))}, kernel)
    outcome = run_notebook(notebook(tmp_path, PROBE), {}, kernel)
    assert outcome.parts == ("<p>0 [] 3 []</p>",)


def test_only_a_part_reaches_the_page(kernel, tmp_path):
    path = notebook(
        tmp_path,
        "import pandas as pd\npd.DataFrame({'zaak': ['geheim']})",
        "print('geheim')",
        "from pipeline.present.part import paragraph\nparagraph('zichtbaar')",
    )
    assert run_notebook(path, {}, kernel).parts == ("<p>zichtbaar</p>",)
    assert MARK == "meldcode"


def test_a_failure_names_the_cell_and_the_kind_but_never_the_value(kernel, tmp_path):
    path = notebook(tmp_path, "raise ValueError('NL91 geheim')")
    with pytest.raises(ReportError, match="stopped with ValueError") as caught:
        run_notebook(path, {}, kernel)
    assert "geheim" not in str(caught.value)


def test_a_failure_inside_the_package_names_its_place_and_not_the_value(kernel, tmp_path):
    code = "from pipeline.language import Language\nLanguage('nl').number('NL91 geheim')"
    with pytest.raises(ReportError, match=r"ValueError \(pipeline/language\.py:\d+\)") as caught:
        run_notebook(notebook(tmp_path, code), {}, kernel)
    assert "geheim" not in str(caught.value)


def test_a_failure_of_our_own_says_what_it_says(kernel, tmp_path):
    code = "from pipeline.errors import UsageError\nraise UsageError('x is unknown; choices: y')"
    with pytest.raises(ReportError, match="choices: y"):
        run_notebook(notebook(tmp_path, code), {}, kernel)


def test_no_kernel_and_no_file_stay_behind(tmp_path):
    with kernel_folder(tmp_path / "k") as folder:
        with Worker(folder, 1) as worker:
            worker._ready_kernel()
            process = worker.kernel.manager.provisioner.process
        assert process.poll() is not None
    assert list((tmp_path / "k").iterdir()) == []


def test_the_kernel_listens_on_no_network_port(kernel):
    assert kernel.manager.transport == "ipc"
