"""Numbers, dates and words as a Dutch or English reader expects them."""

from datetime import date

import pandas as pd
import pytest

from pipeline.errors import DeclarationError, UsageError
from pipeline.language import HIDDEN, Language
from pipeline.schema.labels import labels, read_labels

NL, EN = Language("nl"), Language("en")


@pytest.mark.parametrize(
    ("number", "nl", "en"),
    [(1234.5, "1.234,5", "1,234.5"), (1000, "1.000", "1,000"), (0, "0", "0"), (2.0, "2", "2")],
)
def test_a_number_has_the_separators_of_the_language(number, nl, en):
    assert (NL.number(number), EN.number(number)) == (nl, en)


def test_a_date_is_written_out():
    assert NL.date(date(2026, 1, 31)) == "31 januari 2026"
    assert EN.date(date(2026, 1, 31)) == "31 January 2026"


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, pd.NaT])
def test_what_may_not_be_shown_is_one_marker_and_never_0(nothing):
    assert NL.value(nothing) == NL.number(nothing) == NL.percent(nothing) == HIDDEN


def test_a_text_picks_the_word_for_one_and_for_more():
    texts = [NL.say("stand.rechts", n=n) for n in (0, 1, 2)]
    assert texts == ["0 zaken", "1 zaak", "2 zaken"]


def test_a_list_is_joined_as_in_a_sentence():
    assert [NL.join(["a"]), NL.join(["a", "b", "c"])] == ["a", "a, b en c"]


def test_an_unknown_language_is_refused_with_the_choices():
    with pytest.raises(UsageError, match="nl, en"):
        Language("de")


def test_an_unknown_text_is_an_error_and_not_an_empty_line():
    with pytest.raises(KeyError):
        NL.say("stand.bestaat_niet")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('texts: {a: {nl: "x"}}', "key 'en' is missing"),
        ('texts: {a: {nl: "x", en: ""}}', "empty"),
        ('texts: {a: {nl: "{n} x", en: "x"}}', "same values"),
    ],
)
def test_a_text_that_misses_a_language_or_a_value_is_refused(tmp_path, content, complaint):
    path = tmp_path / "proef.yml"
    path.write_text(f"name: proef\n{content}\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match=complaint):
        read_labels(path)


def test_no_text_is_the_same_in_both_languages_by_mistake():
    same = {key for key, label in labels().items() if label.nl == label.en}
    assert same <= {"opening.meldcode", "vrijgave.as_school_id", "werkboek.teken_leeg"}, (
        "is this text untranslated?"
    )


@pytest.mark.parametrize(
    ("share", "written"),
    [
        # To the nearest, a half upwards: 57 of 200 is 28.5%, though 100 * 0.285 is a hair less.
        (0, "0%"),
        (1 / 8, "13%"),
        (3 / 8, "38%"),
        (5 / 8, "63%"),
        (57 / 200, "29%"),
        (0.124999, "12%"),
        (2 / 3, "67%"),
        (0.995, "100%"),
        (1, "100%"),
    ],
)
def test_a_percentage_is_rounded_as_people_and_spreadsheets_do(share, written):
    assert NL.percent(share) == written
