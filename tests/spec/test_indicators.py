"""Every indicator does what its own examples say; and counts as drawn by hand."""

import pytest

from pipeline.marts.compile import compile_indicators, rows_sql
from pipeline.schema.measures import Indicator, indicators, thresholds
from tests.spec.drawn_marts import build

EXAMPLES = [
    (indicator, example) for indicator in indicators().values() for example in indicator.examples
]


class Empty:
    """Built marts without a case: what remains is their columns."""

    def __init__(self) -> None:
        self.connection = build().connection
        described = self.connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns()"
            " WHERE database_name = current_database()"
        )
        self.columns: dict[str, dict[str, str]] = {}
        for mart, name, kind in described.fetchall():
            self.columns.setdefault(mart, {})[name] = kind

    def judge(self, indicator: Indicator, given: dict) -> str:
        """Return the role of one row of the indicator's mart that holds only what is given."""
        columns = self.columns[indicator.mart]
        row = {"school_id": "S1", "schooljaar": "2025-2026", **given}
        assert set(row) <= set(columns), f"{set(row) - set(columns)} are not in {indicator.mart}"
        cells = ", ".join(f"CAST(? AS {columns[name]}) AS {name}" for name in row)
        found = self.connection.execute(
            f"WITH {indicator.mart} AS (SELECT * FROM main.{indicator.mart} WHERE false"
            f" UNION ALL BY NAME SELECT {cells}) {rows_sql(indicator.mart, [indicator])}",
            list(row.values()),
        ).fetchall()
        assert len(found) == 1
        return found[0][2]


@pytest.fixture(scope="module")
def empty() -> Empty:
    return Empty()


@pytest.mark.parametrize(
    ("indicator", "example"),
    EXAMPLES,
    ids=[f"{one.name}: {example.name}" for one, example in EXAMPLES],
)
def test_an_example_gets_the_role_it_declares(empty, indicator, example):
    assert empty.judge(indicator, dict(example.given)) == example.expect


def test_all_27_indicators_are_declared():
    declared = {indicator.id[:4] for indicator in indicators().values()}
    assert declared == {f"I-{number:02}" for number in range(1, 28)}
    assert len({indicator.id for indicator in indicators().values()}) == len(indicators())


def test_a_share_shows_what_counts_and_what_does_not():
    for indicator in indicators().values():
        if indicator.kind == "share":
            roles = {example.expect for example in indicator.examples}
            assert {"telt", "telt_niet"} <= roles, indicator.name


def test_every_threshold_is_used():
    used = compile_indicators(indicators().values())
    in_marts = {
        "stap_1_naar_2",
        "stap_2_naar_3",
        "stap_3_naar_4",
        "stap_4_naar_5",
        "stap_5a",
        "stap_5b",
        "afsluiten_na_stoppen",
        "acuut",
        "geplande_datum",
        "melding_na_besluit",
        "melding_na_besluit_acuut",
        "evaluatie_op_tijd",
    }
    for name in thresholds():
        assert name in in_marts or f"drempel_{name}" in used


def test_a_school_year_is_counted_as_drawn():
    # Ended year 2024-2025: advice in time (a), too late (b), not at all (c), stopped in step 1 (d),
    # acute (e). Running year: f has been in step 2 for long, g has not.
    marts = build(
        peildatum="2026-02-02",
        chosen=("veilig_thuis_geraadpleegd",),
        zaak="""
            zaak | datum_signalering | acuut | status     | datum_status
            a    | 2024-10-07        | nee   | lopend     |
            b    | 2024-10-07        | nee   | lopend     |
            c    | 2024-10-07        | nee   | afgesloten | 2024-12-02
            d    | 2024-10-07        | nee   | afgesloten | 2024-12-02
            e    | 2024-10-07        | ja    | lopend     |
            f    | 2025-10-06        | nee   | lopend     |
            g    | 2026-01-26        | nee   | lopend     |
        """,
        gebeurtenis="""
            zaak | soort               | datum      | stap
            a    | groepsbespreking    | 2024-10-08 | 2
            a    | advies_veilig_thuis | 2024-10-09 | 2
            b    | groepsbespreking    | 2024-10-08 | 2
            b    | advies_veilig_thuis | 2024-11-14 | 2
            c    | groepsbespreking    | 2024-10-08 | 2
            d    | overleg_ib          | 2024-10-08 | 1
            e    | groepsbespreking    | 2024-10-08 | 2
            f    | groepsbespreking    | 2025-10-07 | 2
            g    | groepsbespreking    | 2026-01-27 | 2
        """,
        besluit="""
            zaak | datum      | uitkomst
            a    | 2024-10-09 | 5A
            b    | 2024-11-13 | 5A
        """,
    )
    columns = "teller, noemer, aantal_open, is_afgelopen, aandeel"
    name = "veilig_thuis_geraadpleegd"
    ended = marts.one("mart_indicator", columns, indicator=name, schooljaar="2024-2025")
    running = marts.one("mart_indicator", columns, indicator=name, schooljaar="2025-2026")
    assert ended == (1, 3, 0, True, pytest.approx(1 / 3))
    # The year has not ended: the counts are there, the share is not.
    assert running == (0, 1, 1, False, None)


def test_a_school_without_a_case_has_noughts_and_no_share():
    marts = build(
        schools={"S1": "2026-02-02", "S2": "2026-02-02"},
        chosen=("aantal_zaken",),
        zaak="""
            zaak | datum_signalering | school_id
            a    | 2025-10-07        | S1
        """,
    )
    row = marts.one(
        "mart_indicator", "teller, noemer, aandeel", indicator="aantal_zaken", school_id="S2"
    )
    assert row == (0, None, None)


def test_what_was_not_delivered_lowers_the_registratiegraad_and_not_the_share():
    drawn = {
        "zaak": """
            zaak | datum_signalering | status
            a    | 2024-10-07        | lopend
            b    | 2024-10-07        | lopend
        """,
        "besluit": """
            zaak | datum      | uitkomst | directie_betrokken
            a    | 2024-12-02 | 5A       | ja
            b    | 2024-12-02 | 5A       | onbekend
        """,
        "gebeurtenis": """
            zaak | soort  | datum      | stap
            a    | weging | 2024-12-02 | 4
            b    | weging | 2024-12-02 | 4
        """,
    }
    marts = build(**drawn, chosen=("directie_beslist_mee",))
    row = marts.one(
        "mart_indicator",
        "teller, noemer, aantal_onbekend, registratiegraad, aandeel",
        indicator="directie_beslist_mee",
        schooljaar="2024-2025",
    )
    assert row == (1, 1, 1, 0.5, 1.0)


def test_a_training_counts_when_it_was_in_the_year_up_to_the_end():
    # End of 2023-2024: 31 July 2024. Trained that day; the school says no; trained only afterwards;
    # twelve months before, of 366 days; a day earlier.
    marts = build(
        chosen=("I-26c",),
        schools={f"S{n}": "2026-02-02" for n in range(1, 6)},
        organisatie_maatregel="""
            school_id | schooljaar | norm_id | status | datum
            S1        | 2023-2024  | O-D03   | ja     | 2024-07-31
            S2        | 2023-2024  | O-D03   | nee    |
            S3        | 2023-2024  | O-D03   | ja     | 2024-09-02
            S4        | 2023-2024  | O-D03   | ja     | 2023-07-31
            S5        | 2023-2024  | O-D03   | ja     | 2023-07-30
        """,
    )
    found = {
        row["school_id"]: (row["teller"], row["noemer"], row["aantal_onbekend"])
        for row in marts.rows(
            "SELECT school_id, teller, noemer, aantal_onbekend FROM mart_indicator"
            " WHERE id = 'I-26c' AND schooljaar = '2023-2024'"
        )
    }
    assert found == {
        "S1": (1, 1, 0),
        "S2": (0, 1, 0),
        "S3": (0, 0, 1),
        "S4": (1, 1, 0),
        "S5": (0, 1, 0),
    }


def test_pupils_of_a_year_without_a_case_count_per_1000():
    """S1: 3 cases of 200 pupils in 2024-2025, none the year before. S2: never a case.

    Per 1000 over both ended years: 3 of 200 + 200 + 100 + 100 pupils, so 5.
    """
    marts = build(
        schools={"S1": "2026-02-02", "S2": "2026-02-02"},
        zaak="""
            zaak | datum_signalering | school_id
            a    | 2024-10-07        | S1
            b    | 2024-11-04        | S1
            c    | 2025-01-13        | S1
        """,
        school_jaar="""
            school_id | schooljaar | leerlingen
            S1        | 2023-2024  | 200
            S1        | 2024-2025  | 200
            S2        | 2023-2024  | 100
            S2        | 2024-2025  | 100
        """,
    )
    row = marts.one("mart_omvang", "per_1000", school_id="alle", schooljaar="alle")
    assert row[0] == pytest.approx(5)
    assert marts.one("mart_stroom", "nieuw, eind", school_id="S2", schooljaar="2023-2024") == (0, 0)
