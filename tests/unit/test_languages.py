"""A further language is one file: its words for the Dutch ones, and what stands in for the rest."""

import pytest

from pipeline.errors import DeclarationError
from pipeline.schema import languages as module
from pipeline.schema.languages import languages, read_language, text_in
from pipeline.schema.tables import Label

FRISIAN = """\
name: fy
title: Frysk
months: [jan, feb, mrt, apr, mai, jun, jul, aug, sep, okt, nov, des]
and: en
thousands: "."
decimal: ","
charts: nl-NL
instead: en
texts:
  "{n} zaken": "{n} saken"
"""


@pytest.fixture
def frisian(tmp_path, monkeypatch):
    path = tmp_path / "fy.yml"
    path.write_text(FRISIAN, "utf-8")
    found = languages() | {"fy": read_language(path)}
    monkeypatch.setattr(module, "languages", lambda: found)
    return path


def test_dutch_comes_first_and_english_second():
    assert list(languages())[:2] == ["nl", "en"]


def test_a_text_without_a_translation_is_the_one_that_stands_in_for_it(frisian):
    assert Label("{n} zaken", "{n} cases")["fy"] == "{n} saken"
    assert Label("Begin hier", "Start here")["fy"] == "Start here"
    assert text_in("nl", "Begin hier", "Start here") == "Begin hier"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("{n} saken", "saken", "use other values"),
        ("feb, ", "", "11 months; give twelve"),
        ("instead: en", "instead: de", "choices: en, nl"),
        ("title: Frysk\n", "", "key 'title' is missing"),
    ],
)
def test_a_mistake_in_a_language_names_the_file(frisian, old, new, complaint):
    frisian.write_text(FRISIAN.replace(old, new), "utf-8")
    with pytest.raises(DeclarationError, match=rf"fy.yml.*{complaint}"):
        read_language(frisian)
