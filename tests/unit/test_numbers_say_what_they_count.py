"""A number on a page counts what the words beside it say, and rows add up to what they split.

The expectations are added up by hand from the rows that each test draws.
"""

import json
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from pipeline.disclosure.safe_table import Edition, Publication, content_hash
from pipeline.disclosure.scan import allow, scan_files
from pipeline.intake import Quality
from pipeline.language import Language
from pipeline.present.bestuur import conditions_part
from pipeline.present.desk import Desk
from pipeline.present.durations import duration_chart, duration_table, step_times
from pipeline.present.first_decision import first_decision_part, first_decisions
from pipeline.present.plausible import plausible_part, sizes
from pipeline.present.quality import findings_part, quality_opening
from pipeline.present.registration import registration, registration_part, registration_table
from pipeline.present.shares import changes_part
from pipeline.present.source import Source
from pipeline.present.summary import summary_part
from pipeline.present.worklist import worklist_table
from pipeline.workspace import Workspace
from tests.notebooks.published import (
    PEILDATUM,
    aggregate,
    confidential_tables,
    released_tables,
)

YEAR, SCHOOL = "2024-2025", "school_01"


def publication(tier, tables):
    school = SCHOOL if tier == "vertrouwelijk" else None
    about = Edition(
        "u1", tier, "b", school, PEILDATUM, "basisonderwijs", PEILDATUM, content_hash(tables)
    )
    return Publication(about, tables, {})


def own_pages(**more):
    tables = {**confidential_tables(SCHOOL), **more}
    return Source(publication("vertrouwelijk", tables), Language("nl"), YEAR)


def overview(**more):
    tables = {**released_tables(), **more}
    return Source(publication("vrijgave", tables), Language("nl"), YEAR)


def fields(*rows):
    names = ("tabel", "kolom", "rijen", "ingevuld", "onbekend", "leeg", "is_geleverd")
    given = [dict(zip(names, (*row, True)[:7], strict=True)) for row in rows]
    return aggregate("registratie", [{**row, "school_id": SCHOOL} for row in given])


QUESTIONS = fields(
    ("zaak", "acuut", 22, 21, 1, 0),  # an empty yes/no cell is stored as unknown
    ("evaluatie", "verbeterpunt", 38, 21, 0, 17),
    ("organisatie_maatregel", "status", 48, 40, 1, 7),
    ("zaak", "datum_dossier", 22, 15, 0, 7),  # a date that need not be there is no question
    ("mdo", "ouders_uitgenodigd", 9, 0, 0, 9, False),  # a column that was not delivered
)


def test_unknown_and_empty_stand_together_in_the_table_of_fields():
    source = own_pages(registratie=QUESTIONS)
    table = registration_table(source, registration(source))
    assert {row[1:4] for row in table.rows} == {(38, 21, 17), (48, 40, 8), (22, 21, 1)}


def test_the_first_page_says_how_many_questions_the_section_below_leaves_unanswered():
    # 22 + 38 + 48 = 108 questions, of which 1 + 17 + 8 = 26 have no answer.
    source = own_pages(registratie=QUESTIONS)
    assert "Op de vragen in de levering ontbreekt **26 keer** een antwoord" in (
        summary_part(source).plain
    )
    section = registration_part(source, registration(source)).plain
    assert "Van de 108 vragen in de levering zijn er 26 niet beantwoord" in section


def test_a_school_may_read_its_own_unanswered_questions_and_no_other_sum_of_them():
    allowed = allow(publication("vertrouwelijk", {"registratie": QUESTIONS}))
    assert allowed.has(108) and allowed.has(26)
    assert not allowed.has(117)  # with the column that was not delivered


def test_a_case_that_was_handed_over_has_no_first_decision():
    # After 40 days: 30% 5A, 15% 5B, 25% stopped, 5% handed over, 25% still waits.
    chances = {"5A": 0.3, "5B": 0.15, "gestopt": 0.25, "overgedragen": 0.05}
    rows = [
        {"eenheid": "schooldagen", "schooljaar": "alle", "school_id": SCHOOL, "t": t}
        | {"uitkomst": code, "aantal": 2, "incidentie": chance, "wachtend": 0.25}
        for t in (30, 80)
        for code, chance in chances.items()
    ]
    source = own_pages(uitkomst=aggregate("uitkomst", rows))
    plain = first_decision_part(source, first_decisions(source)).plain
    assert "had **70% van de zaken** een eerste besluit: 30% 5A, 15% 5B en 25% stoppen" in plain


def test_the_cases_of_a_step_are_those_that_took_it_stopped_left_or_wait():
    numbers = {"interval": "signalering_advies_vt", "selectie": "eerste", "p90": None}
    numbers |= {"eenheid": "schooldagen", "school_id": SCHOOL, "schooljaar": "alle"}
    numbers |= {"n": 20, "n_bereikt": 12, "n_gestopt": 4, "n_overgedragen": 3, "n_open": 1}
    numbers |= {"n_negatief": 2, "mediaan": 6, "mediaan_onder": 4, "mediaan_boven": 9}
    source = own_pages(duur=aggregate("duur", [{**numbers, "mediaan_naief": 5}]))
    table = duration_table(source, step_times(source))
    heads = [column.heading for column in table.columns]
    (row,) = (dict(zip(heads, row, strict=True)) for row in table.rows)
    parts = ("Stap gezet", "Gestopt vóór de stap", "Overgedragen vóór de stap", "Nog open")
    assert [row[part] for part in parts] == [12, 4, 3, 1]
    assert row["Zaken"] == sum(row[part] for part in parts)


def test_times_of_which_no_upper_limit_is_known_are_drawn_apart_from_each_other():
    source = own_pages()  # one median of 12 days, its limit unknown
    (row,) = step_times(source)[lambda frame: frame["mediaan"].notna()].to_dict("records")
    medians = pd.DataFrame([row, {**row, "label": "tweede", "mediaan": 6.0}])
    assert medians["mediaan_boven"].isna().all()
    domains = re.findall(r'"domain": \[0, ([^\]]+)\]', json.dumps(duration_chart(source, medians)))
    assert {round(float(top), 6) for top in domains} == {12.6}  # 5% past 12


def test_two_years_with_too_few_known_are_called_neither_chance_nor_more_than_chance():
    row = {"indicator": "kind_vooraf_ingelicht", "school_id": SCHOOL, "schooljaar": YEAR}
    row |= {"teller_vorig": 0, "noemer_vorig": 3, "teller": 1, "noemer": 1, "verschil": 1.0}
    source = own_pages(verandering=aggregate("verandering", [{**row, "is_onderscheidbaar": None}]))
    page = changes_part(source).html
    assert "te weinig om te vergelijken" in page
    assert "kan toeval zijn" not in page and "meer dan toeval" not in page
    assert "dan toeval" not in summary_part(source).plain.partition("Vergeleken met")[0]


def test_pupils_that_were_not_delivered_are_a_dash_and_no_hidden_number():
    row = {"school_id": SCHOOL, "schooljaar": YEAR, "zaken": 9, "leerlingen": None}
    size = aggregate("omvang", [{**row, "per_1000": None, "onder": None, "boven": None}])
    source = own_pages(omvang=size)
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", plausible_part(source, sizes(source)).html)
    assert cells == ["9", "–", "–", "–", "–"]


def test_a_school_without_any_precondition_stands_among_those_that_filled_in_nothing():
    # Five schools delivered; two say yes, one left the cell empty, two have no row for it.
    register = replace(
        released_tables()["leveringen"],
        name="organisatie",
        dimensions=(),
        measures=("schooljaar", "norm_id", "status", "aantal_scholen"),
        cells=((YEAR, "O-D01", "ja", 2), (YEAR, "O-D01", None, 1)),
    )
    first = released_tables()["leveringen"]
    five = replace(first, cells=first.cells[:1] * 5)
    page = conditions_part(overview(organisatie=register, leveringen=five)).html
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", page)
    assert cells == ["2", "0", "0", "0", "3"]


def test_the_top_of_the_quality_report_counts_the_places_that_the_section_below_counts(tmp_path):
    # Two rules do not hold: one in 154 places, one in 8.
    places = {"bestand": "zaak.csv", "blad": None, "kolom": "status", "rijen": "2-9"}
    texts = {f"{part}_{code}": "-" for part in ("tekst", "herstel") for code in ("nl", "en")}
    rows = [{**places, **texts, "ernst": "waarschuwing", "aantal": count} for count in (154, 8)]
    none = pd.DataFrame()
    quality = Quality(SCHOOL, date(2026, 1, 31), none, none, pd.DataFrame(rows), none, none)
    desk = Desk(Workspace(tmp_path), SCHOOL, "De Vlieger", Language("nl"))
    assert "Plekken waar iets niet klopt: 162" in quality_opening(desk, quality).plain
    assert "Op **162 plekken** klopt iets niet" in findings_part(desk, quality).plain


@pytest.mark.parametrize(
    ("days", "words", "why"),
    [
        (1, "Wacht 1 schooldag op: advies van Veilig Thuis.", "Binnen de eigen drempel."),
        (12, "Wacht 12 schooldagen op: advies van Veilig Thuis.", "Binnen de eigen drempel."),
        # The first signal lies before the school calendar: nobody can count the days.
        (None, "Wacht op: advies van Veilig Thuis.", "De schooldagen zijn niet te tellen"),
    ],
)
def test_the_worklist_says_for_how_long_a_case_waits_when_that_can_be_counted(
    tmp_path, days, words, why
):
    case = {"token": "z1", "stap": "1", "wacht_op": "advies_vt", "schooldagen_in_stap": days}
    case |= {"reden": None, "uiterste_datum": None, "plek_op_curve": None, "acuut": "nee"}
    case |= {"aantal_op_curve": None, "is_nieuw": None, "gezien_tot": None}
    rows = pd.DataFrame([{**case, "schooldagen_stil": days}])
    rows = rows.astype({"schooldagen_in_stap": "Int64", "schooldagen_stil": "Int64"})
    desk = Desk(Workspace(tmp_path), SCHOOL, "De Vlieger", Language("nl"))
    (row,) = worklist_table(desk, "loopt", rows).rows
    assert row[1] == f"Stap 1: signalen in kaart. {words}"
    assert row[2].startswith(why)


def schools_table():
    """Return five schools with both counts, 100 of 429 together, and one with its total alone."""
    shown = ((17, 75), (27, 95), (13, 73), (24, 96), (19, 90), (None, 87))
    cells = [
        (f"school_{n:02d}", "2023-2026", outcome, count, count is None)
        for n, pair in enumerate(shown, 1)
        for outcome, count in zip(("met_5B", "totaal"), pair, strict=True)
    ]
    return replace(
        released_tables()["zaken_per_jaar"],
        name="zaken_per_school",
        dimensions=("school_id", "periode", "uitkomst"),
        cells=tuple(cells),
    )


def findings_of(text):
    published = publication("vrijgave", {"zaken_per_school": schools_table()})
    html = f'<!doctype html><html lang="nl"><body>{text}</body></html>'.encode()
    return {found.kind for found in scan_files({"pagina.html": html}, allow(published))}


def test_the_share_of_the_schools_shown_together_may_be_said_and_another_may_not():
    assert findings_of("<p>rond 23%</p>") == set()  # 100 of 429
    assert findings_of("<p>rond 24%</p>") == {"percentage"}


def test_the_scale_of_a_picture_of_shares_may_be_drawn_and_a_share_beside_it_may_not():
    scale = "".join(f"<text>{share}%</text>" for share in (0, 20, 40, 60, 80, 100))
    assert findings_of(f"<svg>{scale}</svg>") == set()
    assert findings_of("<svg><text>45%</text></svg>") == {"percentage"}
    assert findings_of("<p>40%</p>") == {"percentage"}
