"""What a reader's browser makes of the pages: access, network, width, print."""

import io
import posixpath
import re
from itertools import pairwise

import pypdf
import pytest

from pipeline.report.pdf import _weasyprint, make_pdf
from tests.browser.chromium import axe, console_of

DIRECTIE = "vertrouwelijk/de-vlieger/jaarevaluatie-2024-2025.html"


def read(path):
    return path.read_text(encoding="utf-8")


def test_axe_finds_no_violation_on_any_page(facts):
    if axe() is None:
        pytest.skip("axe-core is not installed; next: python start.py test")
    assert {name: found["violations"] for name, found in facts.items() if found["violations"]} == {}


def test_no_page_asks_for_anything_even_when_it_might(facts):
    assert {name: found["resources"] for name, found in facts.items() if found["resources"]} == {}


def test_no_page_writes_to_the_console(made):
    assert console_of(made / DIRECTIE) == ""


def test_the_index_leads_to_every_report(facts):
    links = {link for link in facts["index.html"]["links"] if link.endswith(".html")}
    intern = {name for name in facts if name.startswith("intern/")}  # of another workspace
    assert links == set(facts) - {"index.html"} - intern


def test_the_pages_of_a_school_and_of_all_lead_to_each_other(facts):
    """Follow each link between pages; those about cases lie in another workspace."""
    for name, found in facts.items():
        for link in found["pages"]:
            place = posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
            known = place in facts or place.startswith("intern/") or name.startswith("intern/")
            assert known or (name.endswith("-en.html") and place.endswith("-en.html"))


def test_headings_go_down_one_level_at_a_time_and_there_is_one_title(facts):
    for found in facts.values():
        levels = found["levels"]
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_headings_with_scope(facts):
    assert [found["bare_tables"] for found in facts.values()] == [0] * len(facts)


def test_the_page_itself_does_not_scroll_sideways_on_a_narrow_screen(facts):
    assert {name: found["narrow"] for name, found in facts.items() if found["narrow"] > 320} == {}


def test_no_text_in_a_chart_is_cut_off_or_runs_into_another_also_in_a_wide_font(facts):
    assert {
        name: found["badly_drawn"] for name, found in facts.items() if found["badly_drawn"]
    } == {}


def test_each_claim_on_the_first_page_leads_to_a_place_that_is_there(facts):
    assert facts[DIRECTIE]["claims"] and all(facts[DIRECTIE]["claims"])


def test_the_first_tab_stop_is_the_way_to_the_contents(facts):
    assert {(found["first_stop"], found["main"]) for found in facts.values()} == {
        ("#inhoud", "MAIN")
    }


@pytest.fixture(scope="module")
def pdf(made):
    return pypdf.PdfReader(io.BytesIO(make_pdf(read(made / DIRECTIE))))


def test_the_pdf_is_tagged_says_its_language_and_has_its_alternative_texts(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "nl"
    assert pdf.metadata.title.startswith("Jaarevaluatie")


def test_the_twelve_questions_take_six_pages_at_most(pdf):
    texts = [page.extract_text() for page in pdf.pages]
    first = next(i for i, text in enumerate(texts) if "Gespreksblad" in text)
    assert first <= 6
    numbers = [
        n for n in range(1, 13) if any(re.search(rf"^{n}\. ", t, re.M) for t in texts[:first])
    ]
    assert numbers == list(range(1, 13))


def test_the_numbers_under_the_figures_are_printed_in_the_appendix(pdf):
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "Bijlage: de getallen onder de figuren" in text


def test_without_a_browser_the_pdf_is_tagged_as_well(made):
    page = read(made / "vrijgave" / "begin-hier.html")
    reader = pypdf.PdfReader(io.BytesIO(_weasyprint(page)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Begin hier" in reader.pages[0].extract_text()
