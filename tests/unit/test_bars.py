"""Bars of counts: widths are counts, nothing is drawn for a hidden one, labels fit."""

import json
import re

import altair as alt
import pandas as pd
import pytest

from pipeline.language import Language
from pipeline.present import bars, curves, durations, funnel, lanes, theme
from pipeline.present.bars import Category, stacked_bars, wrap_label
from pipeline.present.drawing import fill
from pipeline.present.svg import accessible_svg

JA, NEE = Category("ja", "ja", theme.BLUE), Category("nee", "nee", theme.SKY)


def drawn(rows, **options):
    frame = pd.DataFrame(rows, columns=["rij", "soort", "aantal"])
    return stacked_bars(frame, [JA, NEE], **options)["datasets"]["stukken"]


def test_pieces_stand_behind_each_other_in_the_order_of_the_categories():
    pieces = drawn([("a", "nee", 3), ("a", "ja", 2)])
    assert [(p["van"], p["tot"], p["kleur"]) for p in pieces] == [
        (0, 2, theme.BLUE),
        (2, 5, theme.SKY),
    ]


def test_a_row_without_any_count_keeps_its_place_and_has_no_width():
    pieces = drawn([("a", "ja", 2), ("b", "ja", 0)])
    assert {p["rij"]: p["tot"] - p["van"] for p in pieces} == {"a": 2, "b": 0}


def test_one_case_does_not_fill_the_picture():
    frame = pd.DataFrame([("a", "ja", 1)], columns=["rij", "soort", "aantal"])
    spec = stacked_bars(frame, [JA])
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 10]


@pytest.mark.parametrize(
    "words", ["kort", "een lange zin die op twee regels moet, en niet op drie regels"]
)
def test_a_label_takes_two_lines_at_most(words):
    assert wrap_label(words, 200).count("|") <= 1


def test_a_picture_says_what_it_shows_and_its_ids_are_its_own():
    frame = pd.DataFrame([("a", "ja", 4)], columns=["rij", "soort", "aantal"])
    svg = accessible_svg(
        stacked_bars(frame, [JA]), "fig-x", "Titel <1>", "Vier keer ja.", Language()
    )
    assert 'role="img"' in svg and 'aria-labelledby="fig-x-t fig-x-d"' in svg
    assert '<title id="fig-x-t">Titel &lt;1&gt;</title>' in svg and "Vier keer ja." in svg
    assert all(name.startswith("fig-x") for name in re.findall(r'\bid="([^"]+)"', svg))
    assert "http" not in svg and "<script" not in svg


def test_the_same_chart_is_the_same_text():
    frame = pd.DataFrame([("a", "ja", 4)], columns=["rij", "soort", "aantal"])
    one, two = (accessible_svg(stacked_bars(frame, [JA]), "f", "t", "d", Language()) for _ in "ab")
    assert one == two


FORMS = {
    "bars": bars,
    "durations": durations,
    "curves": curves,
    "lanes": lanes,
    "funnel": funnel,
}


@pytest.mark.parametrize("module", FORMS.values(), ids=FORMS)
def test_every_form_is_a_chart_that_altair_itself_accepts(module):
    spec = fill(module._form(), most=10, n=10, top=10, width=300, left=-100, order=["a"])
    alt.LayerChart.from_dict({**spec, "$schema": alt.SCHEMA_URL}, validate=True)


@pytest.mark.parametrize("module", FORMS.values(), ids=FORMS)
def test_a_form_holds_no_row(module):
    assert "datasets" not in json.loads(module._form())


@pytest.mark.parametrize(
    "colours",
    [theme.STATES, theme.EVALUATION, theme.VERDICTS],
    ids=["states", "evaluation", "verdicts"],
)
def test_text_on_every_colour_can_be_read(colours):
    for colour in colours.values():
        light, dark = sorted([luminance(colour), luminance(theme.ink_on(colour))], reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, colour


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
