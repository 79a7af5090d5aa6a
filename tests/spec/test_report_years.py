"""Which school year a directie report is about, and what it says of the year that still runs."""

import pytest

from pipeline.disclosure.safe_table import Edition, Publication
from pipeline.language import Language
from pipeline.present.directie import (
    directie_opening,
    first_decisions,
    flow_part,
    lessons,
    lessons_part,
    shares,
)
from pipeline.present.norms import exceptions, met_and_recorded, verdicts
from pipeline.present.plausible import plausible_part
from pipeline.present.school_year import default_year
from pipeline.present.shares import changes_part, shares_part
from pipeline.present.source import Source
from pipeline.present.summary import STANDS_OUT, UNCERTAIN, claims, summary_part
from tests.notebooks.published import (
    ENDED,
    PEILDATUM,
    RUNNING,
    aggregate,
    confidential_tables,
)

SCHOOL = "school_01"
ADVICE = ("veilig_thuis_geraadpleegd",)


def source(schooljaar=ENDED, **tables):
    edition = Edition(
        "uitgave-1", "vertrouwelijk", "b", SCHOOL, PEILDATUM, "basisonderwijs", PEILDATUM, "x"
    )
    shown = {**confidential_tables(SCHOOL), **tables}
    return Source(Publication(edition, shown, {}), Language("nl"), schooljaar, "De Vlieger")


@pytest.mark.parametrize(
    ("years", "about"),
    [
        ([("2023-2024", True, 4), ("2024-2025", True, 3), ("2025-2026", False, 2)], "2024-2025"),
        ([("2025-2026", False, 2), ("2024-2025", True, 0)], "2024-2025"),
        ([("2025-2026", False, 2)], "2025-2026"),  # the first delivery, half-way the year
        ([("2025-2026", False, 0)], "2024-2025"),  # a school without any case
        ([("2024-2025", True, 5)], "2024-2025"),
        ([], ""),
    ],
)
def test_a_report_is_about_the_last_year_that_is_over(years, about):
    assert default_year(years) == about


def test_the_running_year_is_named_and_gets_no_percentage():
    text = directie_opening(source()).plain
    assert f"Schooljaar {RUNNING} loopt nog, met tot nu toe 3 zaken" in text
    assert "17 zaken begonnen in 2024-2025" in text and "18 zaken open op de peildatum" in text


def test_the_end_of_the_year_and_the_peildatum_are_two_days():
    text = flow_part(source()).plain
    assert "Aan het eind van het schooljaar waren er 16 open." in text
    assert "Op de peildatum (31 januari 2026) zijn er **18 open**." in text
    assert "2025-2026\u00a0(loopt\u00a0nog)" in text


def test_a_share_is_of_the_years_that_are_over_alone():
    (row,) = shares(source(), ADVICE).to_dict("records")
    assert (row["ja"], row["noemer"]) == (6, 9)  # the 2 of 2 of the running year are not in it
    assert (row["jaar_ja"], row["jaar_noemer"]) == (6, 9)


def test_a_report_on_the_running_year_shows_no_share_of_it():
    text = shares_part(source(RUNNING), "veilig_thuis", ADVICE).html
    assert "2025-2026 loopt nog" in text and "2 van 2" not in text


def test_a_school_with_a_running_year_alone_gets_counts_and_no_range():
    only = {
        name: table
        for name, table in confidential_tables(SCHOOL).items()
        if name in ("stroom", "indicator")
    }
    running = {
        name: type(table)(
            table.name,
            table.tier,
            table.kind,
            table.title,
            table.dimensions,
            table.measures,
            table.levels,
            tuple(row for row in table.cells if RUNNING in row),
        )
        for name, table in only.items()
    }
    here = source(RUNNING, **running)
    found = shares(here, ADVICE)
    assert found[["ja", "noemer"]].to_numpy().tolist() == [[2, 2]]
    assert found[["onder", "boven"]].isna().all(axis=None)
    (text,) = [claim.text for claim in claims(here, STANDS_OUT) if "advies van" in claim.text]
    assert text.startswith("Bij **2 van de 2** zaken is advies")


def test_a_sentence_on_page_one_says_of_which_years_its_number_is():
    texts = [claim.text for claim in claims(source(), STANDS_OUT)]
    (advice,) = [text for text in texts if "advies van Veilig Thuis vastgelegd" in text]
    assert advice.startswith("Bij **6 van de 9** zaken uit de schooljaren die voorbij zijn is")
    (slowest,) = [text for text in texts if text.startswith("De meeste tijd")]
    assert "zaken uit alle geleverde jaren deed de helft" in slowest


def test_a_difference_that_chance_may_give_is_said_to_be_so():
    here = source()
    (text,) = [claim.text for claim in claims(here, UNCERTAIN) if "verschilt" in claim.text]
    assert text.startswith("Geen van de vergeleken vragen verschilt van 2023-2024")
    last = changes_part(here).plain.splitlines()[-1]
    assert last.endswith("3 van 8    6 van 9    kan toeval zijn")


def test_every_claim_with_a_number_leads_to_its_section_and_its_definition():
    html = summary_part(source()).html
    assert 'href="#veilig-thuis"' in html and 'href="#def-veilig_thuis_geraadpleegd"' in html


def test_last_years_lessons_are_said_to_have_come_back():
    here = source()
    text = lessons_part(here, lessons(here)).plain
    came_back = (
        "Van de punten uit zaken van 2023-2024 kwam bij zaken van 2024-2025 terug: tijdigheid."
    )
    assert came_back in text


def test_a_norm_shows_how_often_it_was_met_of_what_is_known_and_how_much_is_recorded():
    found = met_and_recorded(verdicts(source()))["S2-03"]
    # 6 met and 2 not met are known; with 1 exception 9 of the 12 that were due are recorded
    assert (found.met, found.known, found.recorded) == (6, 8, 9 / 12)


def test_the_exceptions_that_were_used_are_counted_per_agreement():
    found = exceptions(source())
    assert found[["uitzondering", "norm_id", "aantal"]].to_numpy().tolist() == [["U4", "S2-03", 1]]


def test_a_year_that_runs_is_not_a_year_without_pupils():
    years = [(ENDED, 17, 400, 42.5), (RUNNING, 3, 410, None)]
    rows = [
        {"school_id": SCHOOL, "schooljaar": year, "zaken": cases, "leerlingen": pupils}
        | {"per_1000": per, "onder": per and 25.0, "boven": per and 67.0}
        for year, cases, pupils, per in years
    ]
    here = source(omvang=aggregate("omvang", rows))
    html = plausible_part(here, here.frame("omvang")).html
    assert "schooljaar loopt nog" in html and "leerlingen niet geleverd" not in html
    # No rate is worked out yet; the dot would say that one is hidden.
    running = html.split(f'<th scope="row">{RUNNING}</th>')[1].split("</tr>")[0]
    assert running.count("–") == 3 and "·" not in running


def test_a_table_of_shares_says_which_columns_are_of_which_years():
    note = "De kolom 2024-2025 is van dat schooljaar alleen; de andere kolommen zijn van alle"
    assert note in shares_part(source(), "veilig_thuis", ADVICE).html


@pytest.mark.parametrize(
    ("longest", "after_60"),
    [([], ["–", "–", "–"]), ([(61, "5A", 0, 0.4, 0.4), (61, "5B", 0, 0.2, 0.4)], [0.4, 0.2, 0.4])],
)
def test_the_first_decisions_are_those_of_the_last_day_as_far_as_cases_were_followed(
    longest, after_60
):
    days = [(10, "5A", 3, 0.3, 0.7), (10, "5B", 0, 0.0, 0.7), (35, "5A", 0, 0.3, 0.5)]
    days += [(35, "5B", 2, 0.2, 0.5), (50, "5A", 1, 0.4, 0.4), (50, "5B", 0, 0.2, 0.4)]
    days += longest
    rows = [
        {"eenheid": "schooldagen", "school_id": SCHOOL, "schooljaar": "alle", "t": day}
        | {"uitkomst": what, "aantal": count, "incidentie": share, "wachtend": waiting}
        for day, what, count, share, waiting in days
    ]
    found = first_decisions(source(uitkomst=aggregate("uitkomst", rows)))
    assert found[["dagen", "5A", "5B", "wachtend"]].to_numpy().tolist() == [
        [20, 0.3, 0.0, 0.7],
        [40, 0.3, 0.2, 0.5],
        [60, *after_60],
    ]
    few = source(uitkomst=aggregate("uitkomst", rows[:2]))
    assert len(first_decisions(few)) == 0
