"""The pages that are made from the declarations say what the declarations say."""

import pytest

from pipeline.reference import PAGES

REMEDY = "run: python -m pipeline.reference"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_made_page_is_what_the_program_makes_of_it_now(path):
    same = path.exists() and path.read_text("utf-8") == PAGES[path]()
    assert same, f"{path.name} is out of date; {REMEDY}"
