"""One page: nothing loads, ids are unique, only parts and their words are on it."""

import pytest

from pipeline.errors import ReportError
from pipeline.language import Language
from pipeline.present.part import aside, paragraph, rich, section
from pipeline.report.page import check_page, contents, make_page

NL = Language("nl")


@pytest.mark.parametrize(
    "loading",
    [
        '<img src="a.png">',
        '<script>fetch("x")</script>',
        '<link rel="stylesheet" href="a.css">',
        '<a href="https://elders.example">x</a>',
        '<a href="//elders.example/x.html">x</a>',
        '<p style="background:url(a.png)">x</p>',
        "<style>@import 'a.css';</style>",
        "<style>p { background: url('data:x') }</style>",
        '<svg><image href="a.png"/></svg>',
        '<svg><use xlink:href="a.svg#b"/></svg>',
        '<button onclick="x()">x</button>',
        '<form action="x.html"></form>',
    ],
)
def test_a_page_that_would_ask_for_a_file_is_refused(loading):
    with pytest.raises(ReportError, match="would load"):
        make_page("t", "intern", loading, NL)


@pytest.mark.parametrize(
    "still",
    [
        '<a href="#tijd">x</a>',
        '<a href="evaluaties.ics">x</a>',
        '<a href="../school/rapport.html#a">x</a>',
        '<svg><g clip-path="url(#c1)"></g></svg>',
        "<p>a sentence with url(https://x) and src= in it</p>",
    ],
)
def test_what_stays_on_the_page_or_beside_it_is_allowed(still):
    check_page(still)


def test_an_id_that_stands_twice_is_refused():
    with pytest.raises(ReportError, match="twice"):
        check_page('<p id="a"></p><p id="a"></p>')


def test_the_contents_are_the_headings_of_the_second_level():
    page = section("a", "Eén & **twee**", [section("b", "drie", [], level=3)]).html
    assert contents(page) == [("a", "Eén & twee")]


def test_words_from_data_cannot_become_html():
    assert rich("<script>**a**</script>") == "&lt;script&gt;<strong>a</strong>&lt;/script&gt;"


def test_a_link_goes_to_a_place_on_the_page_or_a_file_beside_it_and_nowhere_else():
    assert rich("[x](#a)") == '<a href="#a">x</a>'
    assert rich("[x](https://a.nl)") == "[x](https://a.nl)"
    assert rich("[x](javascript:a)") == "[x](javascript:a)"


def test_an_empty_part_leaves_nothing_on_the_page():
    assert paragraph("").html == "" and aside("t", [], "unknown").html == ""


def test_what_is_not_known_travels_up_to_the_section():
    from pipeline.present.part import not_known

    inner = section("b", "b", [paragraph("x"), not_known(["niet geteld"])], level=3)
    assert section("a", "a", [inner]).unknown == ("niet geteld",)
