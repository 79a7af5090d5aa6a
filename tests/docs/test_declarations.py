"""Everything declared is named in both languages, and used somewhere."""

import re
from collections.abc import Iterator

import pytest

from pipeline.paths import SQL
from pipeline.reference.made import made_tables
from pipeline.reference.use import OVERVIEWS, uses
from pipeline.schema.editions import editions
from pipeline.schema.labels import labels
from pipeline.schema.measures import indicators, intervals, thresholds
from pipeline.schema.meldcode import meldcode_names, read_meldcode
from pipeline.schema.methods import methods
from pipeline.schema.releases import catalogue
from pipeline.schema.rules import rules
from pipeline.schema.sources import sources
from pipeline.schema.tables import Label, code_lists, tables
from pipeline.schema.toets import grains

PIPELINE = "\n".join(
    path.read_text("utf-8")
    for kind in ("py", "sql", "j2")
    for path in SQL.parent.rglob(f"*.{kind}")
)
OUTSIDE_THE_READERS = {
    ("levering", "schema_versie"),  # which form of the delivery it is; there is one form so far
    ("zaak", "verwijderen_na"),  # meldcode purge
}
"""Delivered columns that something else than a norm, indicator, overview or rule needs."""

WAITING = {
    ("zaak", "eerdere_zaak"),
    ("attest", "datum"),
    ("dossier_toets", "datum"),
    ("hulp", "ronde"),
    ("melding", "vervolg_vt"),
}
"""Delivered columns that nothing needs yet: find a use, or ask for them no longer."""

FOR_SHOW = {
    "mart_evaluatie_ritme",
    "mart_kwartaal",
    "mart_maatregel_open",
    "mart_mijlpaal",
    "mart_route",
    "mart_tussentijd",
}
"""Marts that are built for `meldcode show`: nothing counts or publishes them yet."""


def labelled() -> Iterator[tuple[str, Label]]:
    """Yield every declared label with the name of what it names."""
    for table in tables().values():
        yield table.name, table.title
        for column in table.columns:
            yield f"{table.name}.{column.name}", column.title
            if column.description:
                yield f"{table.name}.{column.name}", column.description
    for code_list in code_lists().values():
        yield code_list.name, code_list.title
        yield from ((f"{code_list.name}.{code}", one) for code, one in code_list.codes.items())
    for grain in grains().values():
        yield from ((f"{grain.name}.{one.name}", one.label) for one in grain.all_columns.values())
    for kind in (indicators(), intervals(), thresholds()):
        yield from ((one.name, one.label) for one in kind.values())
    yield from ((one.name, one.caveat) for one in indicators().values())
    for rule in rules().values():
        yield from ((rule.name, one) for one in (rule.text, rule.mend))
    for edition in editions().values():
        yield from ((edition.name, one) for one in (edition.label, edition.reader))
    for one in (*catalogue().tables, *catalogue().dimensions.values()):
        yield one.name, one.title
    for method in methods().values():
        yield from ((method.name, one) for one in (method.title, method.text, method.unit))
    for name in meldcode_names():
        for norm in read_meldcode(name).norms:
            yield norm.id, norm.label
            yield from ((norm.id, example.name) for example in norm.examples)


def test_every_declared_thing_has_a_dutch_and_an_english_text():
    assert [name for name, one in labelled() if not (one.nl.strip() and one.en.strip())] == []


def test_no_sentence_is_left_in_the_other_language():
    same = {
        name: one.nl for name, one in labelled() if one.nl == one.en and len(one.nl.split()) > 3
    }
    assert same == {}


def test_every_delivered_column_is_needed_by_something():
    asked = {(table.name, c.name) for table in tables().values() for c in table.columns}
    keys = {(table.name, key) for table in tables().values() for key in table.key}
    tokens = {(t.name, c.name) for t in tables().values() for c in t.columns if c.token}
    assert asked - set(uses()) - keys - tokens - OUTSIDE_THE_READERS <= WAITING


def test_every_code_list_is_used():
    used = {column.codes for table in tables().values() for column in table.columns}
    in_grains = {c.codes for grain in grains().values() for c in grain.all_columns.values()}
    unused = {
        one.name
        for one in code_lists().values()
        if one.name not in used
        and tuple(one.codes) not in in_grains
        and f'"{one.name}"' not in PIPELINE
    }
    assert unused == set()


@pytest.mark.parametrize("name", thresholds())
def test_every_threshold_is_used(name):
    in_norms = {c for grain in grains().values() for c in grain.all_columns}
    conditions = " ".join(
        f"{one.applies} {one.mature} {one.counts}" for one in indicators().values()
    )
    assert (
        f"drempel_{name}" in in_norms
        or f"drempel_{name}" in conditions
        or re.search(rf"['_]{name}\b", PIPELINE)
    )


def test_every_interval_has_its_words_on_a_chart():
    assert {key for key in labels() if key.startswith("interval.")} == {
        f"interval.{name}" for name in intervals()
    }


def test_every_source_of_deliveries_is_a_code_that_a_delivery_can_give():
    assert set(sources()) <= set(code_lists()["bron"].codes)


def test_every_mart_is_read_by_something():
    read_by_sql = set(re.findall(r"\b(?:FROM|JOIN)\s+(mart_\w+)", PIPELINE))
    released = {one.source for one in catalogue().tables} | {
        one.source for one in catalogue().populations.values()
    }
    counted = {one.mart for one in indicators().values()}
    marts = {name for name in made_tables() if name.startswith("mart_")}
    assert marts - read_by_sql - released - counted <= FOR_SHOW


def test_every_overview_of_the_dpia_list_is_a_mart():
    assert set(OVERVIEWS) <= set(made_tables())


def test_the_default_meldcode_declares_no_role_step_or_term_that_no_norm_uses():
    code = read_meldcode()
    norms = code.norms
    text = " ".join(t for norm in norms for rule in norm.rules for t in rule.conditions.values())
    unused = {
        "roles": set(code.roles) - {role for norm in norms for role in norm.who},
        "steps": set(code.steps) - {norm.step for norm in norms},
        "terms": {term for term in code.terms if "{" + term + "}" not in text},
        "documents": set(code.documents) - {norm.source.document for norm in norms},
    }
    assert {part: found for part, found in unused.items() if found} == {}
