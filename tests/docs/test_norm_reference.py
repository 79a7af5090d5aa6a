"""The reference page of the norms is what the declarations say now."""

import pytest

from pipeline.norms.__main__ import write_pages
from pipeline.norms.reference import PAGES
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.meldcode import DEFAULT, read_meldcode


@pytest.mark.parametrize("language", PAGES)
def test_the_committed_page_is_current(language, tmp_path):
    write_pages(folder=tmp_path)
    committed = DATA_SCHEMA / "meldcodes" / DEFAULT / PAGES[language]
    made = tmp_path / PAGES[language]
    assert committed.read_text("utf-8") == made.read_text("utf-8"), "next: python -m pipeline.norms"


@pytest.mark.parametrize("language", PAGES)
def test_the_page_shows_every_norm_and_every_reading(language):
    code = read_meldcode()
    page = (DATA_SCHEMA / "meldcodes" / DEFAULT / PAGES[language]).read_text("utf-8")
    for norm in code.norms:
        assert f"### {norm.id} · {norm.label[language]}" in page
    for reading in code.readings.values():
        assert reading.sentence[language] in page
