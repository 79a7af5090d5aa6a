"""Two years beside each other: when a difference is said to be more than chance.

Limits of the difference by Newcombe's method 10, worked out by hand in methods/verandering.yml for
5 of 5 after 0 of 5. How often chance alone gives 1 of 1 after 0 of 3: with one yes in four, in
0.25 · 0.75³ = 0.105 of the times, and the mirror image in 0.012.
"""

import duckdb
import pytest

from pipeline.paths import SQL

SITUATIONS = {
    # (yes, known) of the year before and of the year: more than chance?
    "alles na niets": ((0, 5), (5, 5), True),
    "een van een na niets van drie": ((0, 3), (1, 1), None),
    "vier jaar tegen veel": ((0, 20), (4, 4), None),
    "veel tegen vier": ((4, 4), (0, 20), None),
    "vijf tegen veel": ((0, 20), (5, 5), True),
    "gelijk": ((2, 8), (2, 8), False),
    "niemand het jaar ervoor": ((0, 0), (5, 5), None),
    "niemand dit jaar": ((3, 5), (0, 0), None),
}


@pytest.fixture(scope="module")
def told_apart() -> dict[str, bool | None]:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE mart_indicator (indicator VARCHAR, bestuur_id VARCHAR, school_id VARCHAR,"
            " schooljaar VARCHAR, soort VARCHAR, is_heel BOOLEAN, teller INTEGER, noemer INTEGER,"
            " aantal_open INTEGER)"
        )
        rows = [
            (name, "b", "s", year, "share", True, yes, known, 0)
            for name, (before, now, _) in SITUATIONS.items()
            for year, (yes, known) in (("2023-2024", before), ("2024-2025", now))
        ]
        connection.executemany(f"INSERT INTO mart_indicator VALUES ({', '.join('?' * 9)})", rows)
        changes = (SQL / "mart_verandering.sql").read_text("utf-8")
        return dict(
            connection.execute(
                f"SELECT indicator, is_onderscheidbaar FROM ({changes}) WHERE school_id = 's'"
            ).fetchall()
        )


@pytest.mark.parametrize("situation", SITUATIONS)
def test_whether_a_difference_is_chance_is_said_only_with_five_known_in_both_years(
    told_apart, situation
):
    assert told_apart[situation] is SITUATIONS[situation][2]
