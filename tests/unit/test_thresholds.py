"""A school's own thresholds: what `drempels.csv` may hold, and the message when it does not fit."""

from datetime import date

import pytest

from pipeline.errors import DeclarationError
from pipeline.marts.reference import read_own_thresholds
from pipeline.schema.measures import read_interval, read_threshold

HEADER = "school_id,drempel,waarde,vastgesteld_door,vastgesteld_op\n"


def written(tmp_path, text):
    path = tmp_path / "drempels.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_commas_and_semicolons_are_read_alike(tmp_path, delimiter, mark):
    text = (HEADER + "S1,stap_5a,20,directie en IB,2025-09-01\n").replace(",", delimiter)
    rows = read_own_thresholds(written(tmp_path, mark + text))
    assert rows == [("S1", "stap_5a", 20, "directie en IB", date(2025, 9, 1))]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("S1,stap_9,20,directie,2025-09-01", "row 2: unknown drempel; choices: acuut, "),
        ("S1,stap_5a,tien,directie,2025-09-01", "row 2: waarde is no whole number"),
        ("S1,stap_5a,-1,directie,2025-09-01", "row 2: waarde is no whole number"),
        ("S1,stap_5a,20,,2025-09-01", "row 2: vastgesteld_door needs"),
        ("S1,stap_5a,20,a@b.nl,2025-09-01", "row 2: vastgesteld_door needs"),
        ("S1,stap_5a,20,directie,01-09-2025", "row 2: vastgesteld_op is no date"),
        ("S1,stap_5a,20", "row 2: 3 cells, expected 5"),
        ("S1,acuut,1,IB,2025-09-01\nS1,acuut,2,IB,2025-09-01", "stand twice"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_with_its_row(tmp_path, line, message):
    with pytest.raises(DeclarationError, match=message):
        read_own_thresholds(written(tmp_path, HEADER + line + "\n"))


def test_other_columns_are_refused(tmp_path):
    with pytest.raises(DeclarationError, match="expected the columns school_id,drempel"):
        read_own_thresholds(written(tmp_path, "school,drempel\nS1,acuut\n"))


THRESHOLD = """name: stap
label: {nl: a, en: b}
description: {nl: a, en: b}
value: 5
unit: schooldagen
set_by: wie
set_on: 2026-11-23
source: {document: domain, section: "E.2"}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("value: 5", "value: vijf", "value is no whole number"),
        ("unit: schooldagen", "unit: uren", "unit is 'uren'; choices: dagen, schooldagen"),
        ("set_on: 2026-11-23", "set_on: gisteren", "set_on is no date"),
        ("set_by: wie\n", "", "key 'set_by' is missing"),
    ],
)
def test_a_faulty_threshold_is_refused(tmp_path, old, new, message):
    path = tmp_path / "stap.yml"
    path.write_text(THRESHOLD.replace(old, new), "utf-8")
    with pytest.raises(DeclarationError, match=message):
        read_threshold(path)


def test_an_interval_starts_and_ends_on_a_moment_that_is_known(tmp_path):
    path = tmp_path / "a_b.yml"
    path.write_text(
        "name: a_b\norder: 1\nlabel: {nl: a, en: b}\nbegin: ontbijt\nend: weging\n"
        "unit: schooldagen\nhorizon: 20\nsource: {document: meldcode, section: Stap 1}\n",
        "utf-8",
    )
    with pytest.raises(DeclarationError, match="begin is 'ontbijt'; choices: advies_vt"):
        read_interval(path)
