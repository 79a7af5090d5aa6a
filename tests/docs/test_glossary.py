"""The glossary is complete and holds nothing that is not there."""

from pipeline.reference.made import made_tables, unexplained
from pipeline.schema.glossary import glossary
from pipeline.schema.tables import code_lists, tables
from tests.docs.names import NORM_ID, names, words

ENGLISH = {"attested", "events", "organisation", "unchecked", "esis", "parnassys"}
"""Codes that are English (how a norm is checked) or the name of a product."""


def known_words() -> set[str]:
    terms = {part for term in glossary().terms for part in term.split("_")}
    return terms | set(glossary().words)


def test_every_word_in_a_name_has_its_english():
    missing = {word: min(found) for word, found in words().items() if word not in known_words()}
    left = {word: name for word, name in missing.items() if not NORM_ID.match(word)}
    assert {word: name for word, name in left.items() if word not in ENGLISH} == {}


def test_every_word_of_the_glossary_stands_in_a_name():
    assert set(glossary().words) - set(words()) == set()


def test_every_term_stands_in_a_name_or_is_one():
    in_names = " ".join(f"_{name.lower()}_" for name in names())
    tiers = {"intern", "vertrouwelijk", "vrijgave"}
    others = tiers | {"afwegingskader", "stappenplan", "lezing", "stilstand"}
    assert {t for t in glossary().terms if f"_{t}_" not in in_names} - others == set()


def test_no_word_is_explained_twice():
    assert set(glossary().terms) & set(glossary().words) == set()


def test_every_table_and_column_that_the_program_makes_is_explained():
    assert unexplained() == []


def test_the_glossary_explains_no_column_that_is_not_there():
    made = {f"{one.name}.{column}" for one in made_tables().values() for column in one.columns}
    plain = {column.partition(".")[2] for column in made}
    assert {c for c in glossary().columns if c not in made | plain} == set()


def test_the_glossary_explains_no_table_that_is_not_there():
    assert set(glossary().tables) - set(made_tables()) == set()


def test_a_column_made_per_kind_of_event_is_not_explained_once_more():
    kinds = code_lists()["soort_gebeurtenis"].codes
    made = {prefix + kind for prefix in glossary().per_kind for kind in kinds}
    assert made & set(glossary().columns) == set()


def test_no_delivered_column_is_explained_again_with_the_same_words():
    again = {
        column.name
        for table in tables().values()
        for column in table.columns
        if glossary().columns.get(column.name) == column.title
    }
    assert again == set()
