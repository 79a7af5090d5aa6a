"""What a school may read of its own numbers: added up per step and over years, and nothing else."""

from datetime import date

from pipeline.disclosure.safe_table import Edition, Publication, SafeTable
from pipeline.disclosure.scan import allow, scan_files
from pipeline.disclosure.scan.own import group_tables, own_sums
from pipeline.present.norms import step_table
from pipeline.present.table import Table
from pipeline.report.workbook import sheet_names
from tests.privacy.planted import NO_LABEL, SCHOOL, found, page, workbook


def own(name: str, columns: tuple[str, ...], rows: tuple[tuple[object, ...], ...]) -> SafeTable:
    cells = tuple((SCHOOL, *row) for row in rows)
    return SafeTable(
        name,
        "vertrouwelijk",
        "exact",
        NO_LABEL,
        ("school_id",),
        columns,
        {},
        cells,  # type: ignore[arg-type]
    )


def own_publication() -> Publication:
    """Draw the verdicts of one school: two norms of step 1, two of step 2, a year still runs."""
    years = ("2023-2024", True), ("2024-2025", True), ("2025-2026", False)
    verdicts = {
        ("S1-01", "voldaan"): (310, 220, 35),
        ("S2-01", "voldaan"): (401, 430, 13),
        ("S2-03", "voldaan"): (611, 660, 14),
        ("S2-03", "niet_voldaan"): (97, 0, 0),
        ("S2-03", "niet_geregistreerd"): (11, 21, 700),
        ("S2-01", "niet_van_toepassing"): (5, 3, 0),
        ("S2-07", "niet_van_toepassing"): (900, 1000, 1100),
    }
    rows = tuple(
        (year, norm, verdict, number)
        for (norm, verdict), numbers in verdicts.items()
        for (year, _), number in zip(years, numbers, strict=True)
    )
    tables = {
        "stroom": own("stroom", ("schooljaar", "is_afgelopen"), years),
        "norm_telling": own("norm_telling", ("schooljaar", "norm_id", "verdict", "aantal"), rows),
    }
    day, code = date(2026, 1, 31), "basisonderwijs"
    edition = Edition("2026-01-31-0123456789ab", "vertrouwelijk", "b1", SCHOOL, day, code, day, "")
    return Publication(edition, tables, {})


def test_a_school_reads_its_norms_added_up_per_step_over_the_years_that_are_over() -> None:
    # Step 2, 2023-2024 and 2024-2025: 401 + 430 + 611 + 660 met; 5 + 3 did not apply, for S2-07
    # never applied and is not on the page. Recorded of S2-03: 611 + 660 + 97 of 1400.
    allowed = allow(own_publication())
    said = "2.102 keer zoals afgesproken, 97 keer anders, 8 keer niet van toepassing."
    assert scan_files({"a.html": page(said)}, allowed) == []
    assert allowed.has_percent(97.7143)
    for strange in ("2.103", "1.909", "2.801"):
        leaks = scan_files({"a.html": page(f"{strange} keer zoals afgesproken")}, allowed)
        assert [leak.kind for leak in leaks] == ["number"]


def test_a_sheet_about_a_step_has_the_step_in_its_name_and_no_bare_number() -> None:
    steps = ("alg", "1", "2", "3", "4", "5", "5A", "5B")
    tables = [Table(step_table("normen", step), "", (), ()) for step in steps]
    names = sheet_names(tables)
    assert names[:2] == ["1. normen alg", "2. normen stap 1"]
    for name in names:
        sheet = workbook("", lambda book, name=name: book.add_worksheet(name))  # type: ignore[misc]
        assert found("rapport.xlsx", sheet) == set()


def test_two_years_with_the_same_number_add_up_to_twice_that_number() -> None:
    rows = (("2023-2024", "gestopt", 301), ("2024-2025", "gestopt", 301))
    table = own("zaken", ("schooljaar", "uitkomst", "aantal"), rows)
    other = own("zaken", ("schooljaar", "uitkomst", "aantal"), (*rows, ("2025-2026", "beide", 40)))
    assert {602, 301, 2} <= set(own_sums(group_tables([table])))
    sums = set(own_sums(group_tables([other])))
    assert 602 in sums and 903 not in sums
