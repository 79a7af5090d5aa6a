"""Counts per quarter and gaps between rare events, counted by hand."""

import pytest

from tests.spec.drawn_marts import Marts, at_schools, build


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build(
        peildatum="2026-02-02",
        zaak="""
            zaak | datum_signalering
            a    | 2025-08-01
            b    | 2025-10-31
            c    | 2025-11-01
            d    | 2025-11-01
            e    | 2026-02-01
        """,
        besluit="""
            zaak | datum      | uitkomst
            a    | 2026-01-31 | 5B
        """,
        melding="""
            zaak | datum
            a    | 2026-02-01
            b    | 2026-02-02
        """,
    )


def test_a_quarter_runs_from_its_first_to_its_last_day(marts):
    rows = marts.rows(
        "SELECT kwartaal, nieuw, eerste_besluiten, meldingen, is_afgelopen FROM mart_kwartaal"
        " ORDER BY kwartaal"
    )
    assert [tuple(row.values()) for row in rows] == [
        (1, 2, 0, 0, True),
        (2, 2, 1, 0, True),
        (3, 1, 0, 2, False),
    ]


def test_gaps_between_new_cases_and_between_reports(marts):
    rows = marts.rows(
        "SELECT soort, volgnr, dagen FROM mart_tussentijd WHERE school_id = 'S1' ORDER BY ALL"
    )
    gaps = {}
    for row in rows:
        gaps.setdefault(row["soort"], []).append(row["dagen"])
    # 1 August to 31 October: 91 days; to 1 November 1, the same day 0, to 1 February 92.
    assert gaps == {"nieuw": [91, 1, 0, 92], "melding": [1]}


def test_the_order_in_which_rows_are_delivered_changes_nothing():
    drawn = {
        "zaak": ["a | 2025-09-01 | lopend", "b | 2025-10-01 | afgesloten"],
        "gebeurtenis": [
            "a | overleg_ib          | 2025-09-03 | 1 | 1",
            "a | advies_veilig_thuis | 2025-09-10 | 2 | 1",
            "a | gesprek_ouders      | 2025-09-17 | 3 | 1",
            "a | kind_ingelicht      | 2025-09-16 | 3 | 1",
            "a | gesprek_ouders      | 2025-09-24 | 3 | 2",
            "b | observatie          | 2025-10-03 | 1 | 1",
            "b | overleg_ib          | 2025-10-02 | 1 | 1",
        ],
        "besluit": [
            "a | 2025-09-25 | 1 | 5A",
            "a | 2025-10-25 | 2 | 5B",
            "b | 2025-10-06 | 1 | stoppen",
        ],
    }
    headings = {
        "zaak": "zaak | datum_signalering | status | school_id",
        "gebeurtenis": "zaak | soort | datum | stap | ronde",
        "besluit": "zaak | datum | ronde | uitkomst",
    }
    marts = build(
        schools={"voor": "2026-02-02", "achter": "2026-02-02"},
        **{
            name: at_schools(headings[name], {"voor": rows, "achter": rows[::-1]})
            for name, rows in drawn.items()
        },
    )
    for mart in ("mart_stroom", "mart_duur", "mart_uitkomst_stand", "mart_indicator"):
        one, other = (
            marts.rows(
                f"SELECT * EXCLUDE school_id FROM {mart} WHERE school_id = '{school}' ORDER BY ALL"
            )
            for school in ("voor", "achter")
        )
        assert one
        assert one == other
