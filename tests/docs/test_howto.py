"""Each how-to page works when it is followed to the letter, in a copy of the checkout."""

import shutil

import pytest

from tests.docs.howto import follow, is_printed, run
from tests.docs.repository import ROOT, read, tracked

PAGES = [name for name in tracked() if "HOWTO" in name]
COPIED = ("pipeline", "data_schema", "notebooks", "tests")
REFUSED = {"meldcode norms --language xx"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A copy of the checkout in which a small demo has run as far as a release."""
    folder = tmp_path_factory.mktemp("howto") / "checkout"
    for name in COPIED:
        # with what is compiled already; a file that is just being compiled has a number at its end
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc.*"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MELDCODE_KEY_FILE", str(folder.parent / "sleutel"))
        for command in (
            "meldcode sample werkmap/voorbeeld --schools 3 --years 1",
            "meldcode load werkmap/voorbeeld/b* werkmap/voorbeeld/k*",
            "meldcode build",
            "meldcode release",
        ):
            done = run(command, folder)
            assert done.code in (0, 3), done.printed
        yield folder


@pytest.mark.parametrize("name", PAGES)
def test_a_how_to_works_when_it_is_followed(name, template, tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(template.parent / "sleutel"))
    checkout = shutil.copytree(template, tmp_path / "checkout")
    monkeypatch.setenv("MELDCODE_VOORBEELD", str(checkout / "werkmap"))  # what notebooks run on
    for command, expected, done in follow(read(name), checkout):
        assert (done.code != 0) == (command in REFUSED), f"{command}\n{done.printed}"
        assert is_printed(expected, done.printed), f"{command}\n{done.printed}"
