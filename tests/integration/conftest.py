"""What tests of several modules copy is made once."""

import pytest

from pipeline.intake import load_deliveries
from pipeline.workspace import Workspace
from tests.integration.six_cases import write_delivery


@pytest.fixture(scope="session")
def six_cases(tmp_path_factory):
    """A folder with a key and a workspace into which six cases were loaded once."""
    folder = tmp_path_factory.mktemp("geladen")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        delivery = write_delivery(folder / "levering")
        (check,) = load_deliveries(Workspace(folder / "werkmap"), [delivery])
    assert check.refused_rows == 0
    return folder
