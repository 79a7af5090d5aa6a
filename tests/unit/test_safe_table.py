"""A published table: what it shows, what its hash covers, and that its file is what was written."""

from dataclasses import replace
from datetime import date

import duckdb
import pandas as pd
import pytest

from pipeline.disclosure.publication import write_file
from pipeline.disclosure.safe_table import (
    Edition,
    Publication,
    SafeTable,
    content_hash,
    open_publication,
)
from pipeline.errors import DisclosureError
from pipeline.schema.tables import Label

TITLE = Label("zaken", "cases")
COUNTS = SafeTable(
    "zaken",
    "vrijgave",
    "counts",
    TITLE,
    ("uitkomst", "periode"),
    ("aantal", "is_verborgen"),
    {"uitkomst": "fijn", "periode": "jaar"},
    [["5B", "2024-2025", 12, False], ["5A", "2024-2025", None, True], ["5B", "b", None, True]],
    (Label("een", "one"), Label("twee", "two")),
    {"west": ["S1", "S2"]},
    {"2024-2025": "r1"},
)
REGISTER = SafeTable(
    "levering",
    "vrijgave",
    "register",
    TITLE,
    ("school_id",),
    ("peildatum", "aandeel", "rijen", "is_heel"),
    {},
    [["S1", date(2025, 8, 31), 0.5, 3, True], ["S2", None, None, None, None]],
)


def publication(*tables: SafeTable, withheld: dict[str, Label] | None = None) -> Publication:
    by_name = {table.name: table for table in tables}
    day = date(2025, 9, 1)
    edition = Edition(
        "r2", "vrijgave", "b", None, day, "basisonderwijs", day, content_hash(by_name)
    )
    return Publication(edition, by_name, withheld or {})


def test_the_marker_is_counted_where_there_is_one():
    assert (COUNTS.hidden, REGISTER.hidden) == (2, 0)


def test_codes_stand_once_in_the_order_of_the_table():
    assert COUNTS.codes("uitkomst") == ("5B", "5A")
    assert COUNTS.codes("periode") == ("2024-2025", "b")


def test_a_hidden_count_is_no_number_in_a_frame():
    frame = COUNTS.frame()
    assert str(frame["aantal"].dtype) == "Int64"
    assert frame["aantal"].isna().tolist() == [False, True, True]
    assert frame["aantal"].sum() == 12
    assert pd.api.types.is_integer_dtype(REGISTER.frame()["rijen"])


def test_a_code_is_said_in_words_when_there_are_words_for_it():
    assert COUNTS.label("uitkomst", "elders") == Label("elders", "elders")
    assert COUNTS.label("geen_dimensie", "x") == Label("x", "x")
    assert COUNTS.label("uitkomst", "5B") != Label("5B", "5B")


def test_a_table_cannot_be_changed():
    for mapping in (COUNTS.levels, COUNTS.units, COUNTS.as_of):
        with pytest.raises(TypeError):
            mapping["x"] = "y"
    assert COUNTS.units["west"] == ("S1", "S2")
    assert {type(row) for row in COUNTS.cells} == {tuple}


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "z"}, {"tier": "t"}, {"kind": "k"}, {"levels": {}}, {"units": {}}, {"as_of": {}},
        {"cells": COUNTS.cells[::-1]}, {"dimensions": ("periode", "uitkomst")},
        {"measures": ("is_verborgen", "aantal")},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_the_hash_covers_all_that_readers_see(changed):
    assert replace(COUNTS, **changed).sha256 != COUNTS.sha256


def test_the_hash_does_not_depend_on_the_order_in_which_it_is_said():
    levels = dict(reversed(COUNTS.levels.items()))
    assert replace(COUNTS, levels=levels).sha256 == COUNTS.sha256
    both = {"zaken": COUNTS, "levering": REGISTER}
    assert content_hash(both) == content_hash(dict(reversed(both.items())))
    assert content_hash(both) != content_hash({"zaken": COUNTS})


def test_the_line_that_is_hashed_is_plain_json():
    """By hand, so that another program can check a publication."""
    table = SafeTable("t", "v", "register", TITLE, ("d",), ("m",), {}, [["é", date(2025, 8, 31)]])
    assert table.canonical_json() == (
        '{"as_of":{},"cells":[["é","2025-08-31"]],"dimensions":["d"],"kind":"register",'
        '"levels":{},"measures":["m"],"name":"t","tier":"v","units":{}}'
    )


def test_a_table_is_found_by_name_or_said_to_be_held_back():
    made = publication(COUNTS, withheld={"stilstand": Label("te weinig zaken", "too few")})
    assert made.table("zaken") is COUNTS and made.names == ("zaken",)
    with pytest.raises(DisclosureError, match="stilstand was held back: te weinig zaken"):
        made.table("stilstand")
    with pytest.raises(DisclosureError, match="not in this publication; there are: zaken"):
        made.table("elders")


def test_a_file_gives_back_what_was_written(tmp_path):
    made = publication(COUNTS, REGISTER, withheld={"stilstand": Label("te weinig", "too few")})
    write_file(tmp_path / "p.duckdb", made)
    found = open_publication(str(tmp_path / "p.duckdb"))
    assert found.edition == made.edition
    assert dict(found.tables) == dict(made.tables)
    assert list(found.tables) == ["zaken", "levering"]
    assert dict(found.withheld) == made.withheld


def test_a_file_may_be_read_by_several_at_once(tmp_path):
    write_file(tmp_path / "p.duckdb", publication(COUNTS))
    with duckdb.connect(str(tmp_path / "p.duckdb"), read_only=True):
        assert open_publication(tmp_path / "p.duckdb").names == ("zaken",)


def test_a_file_that_was_changed_is_absent_or_is_none_is_refused(tmp_path):
    path = tmp_path / "p.duckdb"
    with pytest.raises(DisclosureError, match="does not exist"):
        open_publication(path)
    write_file(path, publication(COUNTS))
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE report_zaken SET aantal = 11 WHERE aantal = 12")
    with pytest.raises(DisclosureError, match="was changed after the gate wrote it"):
        open_publication(path)
    (tmp_path / "q.duckdb").write_bytes(b"no database")
    with pytest.raises(DisclosureError, match="cannot be read"):
        open_publication(tmp_path / "q.duckdb")
