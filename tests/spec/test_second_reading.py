"""The norms agree with a second reading in plain Python, on every small case of each kind of rule.

The grids are exhaustive: all combinations of what a school can deliver about the rule. They start
from delivered rows, so the wide tables are tested along with the conditions.
"""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from tests.spec import second_reading as read
from tests.support.stg import judge_norms

DAY = read.DECISION
BEFORE, SAME, AFTER = DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)
AROUND = (None, BEFORE, SAME, AFTER)
TEN_DAYS_AGO, ELEVEN_DAYS_AGO = date(2025, 9, 26), date(2025, 9, 25)
JN = ("ja", "nee", "onbekend", "nvt", None)


class Grid:
    """Rows of many small cases, and the verdict that each unit must get."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.expected: dict[str, dict[int, str]] = {}
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return self.number

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def case(self, **row: Any) -> int:
        number = self.next()
        self.add("zaak", zaak_nr=number, **{"datum_signalering": date(2025, 9, 1), **row})
        return number

    def event(self, zaak: int, stap: str, soort: str, day: date | None, **row: Any) -> int:
        number = self.next()
        if day is not None:
            self.add(
                "gebeurtenis",
                gebeurtenis_nr=number,
                zaak_nr=zaak,
                stap=stap,
                soort=soort,
                datum=day,
                **{"ronde": 1, **row},
            )
        return number

    def expect(self, norm_id: str, unit: int, verdict: str) -> None:
        self.expected.setdefault(norm_id, {})[unit] = verdict


def fill_existence(grid: Grid) -> None:
    """S1-01: observation × other event × age × status × decision × employee."""
    statuses = (
        {"status": "lopend"},
        {"status": "afgesloten", "einde": date(2025, 9, 30), "reden": "anders"},
        {"status": "afgesloten", "einde": date(2025, 9, 30), "reden": "leerling_vertrokken"},
        {"status": "overgedragen", "einde": date(2025, 10, 9)},
    )
    yes_no, ages = (True, False), (TEN_DAYS_AGO, ELEVEN_DAYS_AGO)
    for seen, talked, signal, status, decided, employee in product(
        yes_no, yes_no, ages, statuses, yes_no, yes_no
    ):
        zaak = grid.case(
            datum_signalering=signal,
            status=status["status"],
            datum_status=status.get("einde"),
            reden_afsluiting=status.get("reden"),
            buiten_stappenplan="medewerker" if employee else "nee",
        )
        grid.event(zaak, "1", "observatie", signal if seen else None)
        grid.event(zaak, "1", "overleg_ib", signal if talked else None)
        if decided:
            grid.add("besluit", besluit_nr=grid.next(), zaak_nr=zaak, datum=signal, uitkomst="5A")
        case = {
            **status,
            "signaal": signal,
            "observatie": seen,
            "overleg": talked,
            "besluit": decided,
            "medewerker": employee,
        }
        grid.expect("S1-01", zaak, read.observed(case))


def fill_before_decision(grid: Grid) -> None:
    """S2-03: advice × other step 2 event × talk × decision × acute."""
    other_days = (None, TEN_DAYS_AGO, ELEVEN_DAYS_AGO)
    for advice, other, talk, outcome, acute in product(
        AROUND, other_days, (None, *other_days[1:]), (None, "stoppen", "5A"), ("ja", "nee", None)
    ):
        zaak = grid.case(acuut=acute)
        grid.event(zaak, "2", "advies_veilig_thuis", advice)
        grid.event(zaak, "2", "bilateraal_overleg", other)
        grid.event(zaak, "3", "gesprek_ouders", talk)
        if outcome:
            grid.add("besluit", besluit_nr=grid.next(), zaak_nr=zaak, datum=DAY, uitkomst=outcome)
        case = {
            "advies": advice,
            "overleg_2": other,
            "gesprek": talk,
            "besluit": outcome,
            "acuut": acute,
        }
        grid.expect("S2-03", zaak, read.consulted(case))


def fill_all_steps(grid: Grid) -> None:
    """G-02: four steps around the decision × how the weighing is recorded × acute × reason."""
    yes_no = (True, False)
    for days in product(AROUND, repeat=4):
        for how, acute, reason in product(("weging", "gebeurtenis", "afweging"), yes_no, yes_no):
            zaak = grid.case(acuut="ja" if acute else "nee")
            grid.event(zaak, "1", "signalen_in_kaart", days[0])
            grid.event(zaak, "2", "groepsbespreking", days[1])
            grid.event(zaak, "3", "gesprek_ouders", days[2])
            _weigh(grid, zaak, how, days[3])
            besluit = grid.next()
            grid.add("besluit", besluit_nr=besluit, zaak_nr=zaak, datum=DAY, uitkomst="5B")
            if reason:
                grid.add(
                    "melding",
                    melding_nr=grid.next(),
                    zaak_nr=zaak,
                    datum=DAY,
                    reden_geen_oudergesprek="veiligheid",
                )
            steps = dict(zip(("stap_1", "stap_2", "stap_3", "weging"), days, strict=True))
            case = {**steps, "acuut": acute, "reden": reason}
            grid.expect("G-02", besluit, read.all_steps(case))


def _weigh(grid: Grid, zaak: int, how: str, day: date | None) -> None:
    if how == "gebeurtenis":
        grid.event(zaak, "4", "weging", day)
    elif day is not None and how == "weging":
        grid.add("weging", zaak_nr=zaak, ronde=1, datum=day)
    elif day is not None:
        for vraag in (1, 2):
            grid.add("afweging", zaak_nr=zaak, ronde=1, vraag=vraag, antwoord="ja", datum=day)


def fill_answers(grid: Grid) -> None:
    """G-07 and S3-20: one answer, and two answers at once; also no row at all."""
    for answer in (*JN, "geen rij"):
        zaak = grid.case()
        talk = grid.event(zaak, "3", "gesprek_ouders", DAY)
        if answer != "geen rij":
            grid.add("oudergesprek", gebeurtenis_nr=talk, apart_gevoerd=answer)
        grid.expect("G-07", talk, read.answered(answer))
    for teacher, ib in product(JN, JN):
        besluit, zaak = grid.next(), grid.case()
        grid.event(zaak, "3", "gesprek_ouders", DAY)
        grid.add(
            "besluit",
            besluit_nr=besluit,
            zaak_nr=zaak,
            datum=DAY,
            uitkomst="stoppen",
            leerkracht_betrokken=teacher,
            ib_betrokken=ib,
        )
        grid.expect("S3-20", besluit, read.both_involved({"leerkracht": teacher, "ib": ib}))


def fill_documents(grid: Grid) -> None:
    """S1-06 and S2-14: per step no event, or one that was written up, was not, or is unknown."""
    kinds = {
        "1": "observatie",
        "2": "groepsbespreking",
        "3": "gesprek_ouders",
        "4": "risicotaxatie",
    }
    for given in product((None, "ja", "nee", "onbekend"), repeat=4):
        docs = dict(zip(kinds, given, strict=True))
        zaak = grid.case()
        for step, doc in docs.items():
            grid.event(zaak, step, kinds[step], DAY if doc else None, document_bijgewerkt=doc)
        grid.expect("S1-06", zaak, read.updated_after_each(docs))
        grid.expect("S2-14", zaak, read.updated_in_step_2(docs))


def fill_permission(grid: Grid) -> None:
    """S2-07: form × permission × its day."""
    permissions = ("gegeven", "geweigerd", "niet_gevraagd", "nvt_anoniem", "onbekend", None)
    for form, given, day in product(("regulier", "anoniem", None), permissions, AROUND):
        zaak = grid.case()
        mdo = grid.event(zaak, "2", "mdo", DAY, vorm=form)
        if given is not None:
            grid.add("mdo", gebeurtenis_nr=mdo, toestemming_ouders=given, toestemming_datum=day)
        case = {"vorm": form, "toestemming": given, "dag": day if given else None}
        grid.expect("S2-07", mdo, read.permitted(case))


def fill_reports(grid: Grid) -> None:
    """S3-23 and B-04: talk × told beforehand × reason × acute."""
    reasons = ("nvt", "veiligheid", "contact_verbroken", "onbekend", None)
    for talk, told, reason, acute in product(AROUND, AROUND, reasons, ("ja", "nee", "onbekend")):
        zaak, melding = grid.case(acuut=acute), grid.next()
        grid.event(zaak, "3", "gesprek_ouders", talk)
        grid.add(
            "melding",
            melding_nr=melding,
            zaak_nr=zaak,
            datum=DAY,
            ouders_vooraf_datum=told,
            reden_geen_oudergesprek=reason,
        )
        case = {"gesprek": talk, "vooraf": told, "reden": reason, "acuut": acute}
        grid.expect("S3-23", melding, read.reason_given(case))
        grid.expect("B-04", melding, read.told_beforehand(case))


def fill_notes(grid: Grid) -> None:
    """D-01: the tick × nought to two notes."""
    marks = ("ja", "nee", "onbekend")
    notes = [(), *((mark,) for mark in marks), *product(marks, marks)]
    for tick, given in product(JN, notes):
        zaak = grid.case()
        if tick:
            grid.add("dossier_toets", zaak_nr=zaak, norm_id="D-01", antwoord=tick)
        for mark in given:
            grid.add(
                "dossiernotitie",
                notitie_nr=grid.next(),
                zaak_nr=zaak,
                datum=DAY,
                soort="feit",
                heeft_datum="ja",
                heeft_plaats=mark,
                heeft_situatie="ja",
                heeft_aanwezigen="nvt",
            )
        grid.expect("D-01", zaak, read.complete_notes({"vink": tick, "notities": given}))


def fill_decisions_to_report(grid: Grid) -> None:
    """B-11: one to two decisions × nought to two reports × age × status."""
    days = (date(2025, 10, 3), date(2025, 10, 2))  # five and six school days before the peildatum
    for amount, reports, day, closed in product((1, 2), (0, 1, 2), days, (True, False)):
        zaak = grid.case(
            status="afgesloten" if closed else "lopend",
            datum_status=day if closed else None,
            reden_afsluiting="anders" if closed else None,
        )
        for _ in range(reports):
            grid.add("melding", melding_nr=grid.next(), zaak_nr=zaak, datum=day)
        for rank in range(1, amount + 1):
            besluit = grid.next()
            grid.add("besluit", besluit_nr=besluit, zaak_nr=zaak, datum=day, uitkomst="5B")
            case = {
                "meldingen": reports,
                "rang": rank,
                "dag": day,
                "status": "afgesloten" if closed else "lopend",
                "einde": day,
            }
            grid.expect("B-11", besluit, read.reported(case))


def fill_evaluations(grid: Grid) -> None:
    """E-02: kind × planned day × held × lesson."""
    days = (None, date(2025, 10, 3), date(2025, 10, 2), date(2025, 12, 1))
    lessons = ("geen", "kennis", "onbekend", None)
    for kind, planned, was_held, lesson in product(
        ("proces", "hulp_effect"), days, (True, False), lessons
    ):
        evaluatie = grid.next()
        grid.add(
            "evaluatie",
            evaluatie_nr=evaluatie,
            zaak_nr=grid.case(),
            soort=kind,
            gepland_datum=planned,
            gehouden_datum=DAY if was_held else None,
            verbeterpunt=lesson,
        )
        case = {"soort": kind, "gepland": planned, "gehouden": was_held, "verbeterpunt": lesson}
        grid.expect("E-02", evaluatie, read.held(case))


def fill_employees(grid: Grid) -> None:
    """G-06: employee or not × handed over × age."""
    ages = (date(2025, 10, 9), date(2025, 10, 8))  # one and two school days
    for employee, handed, signal in product((True, False), (True, False), ages):
        zaak = grid.case(
            datum_signalering=signal, buiten_stappenplan="medewerker" if employee else "nee"
        )
        day = signal if handed else None
        grid.event(zaak, "1", "overdracht_directie_vertrouwenspersoon", day)
        case = {"medewerker": employee, "overdracht": handed, "signaal": signal, "status": "lopend"}
        grid.expect("G-06", zaak, read.handed_over(case))


def fill_allowed(grid: Grid) -> None:
    """S2-04: no advice, by name, anonymous, form unknown."""
    for form in (None, "regulier", "anoniem", ""):
        zaak = grid.case()
        day = None if form is None else DAY
        grid.event(zaak, "2", "advies_veilig_thuis", day, vorm=form or None)
        grid.expect("S2-04", zaak, read.asked_anonymously(form))


GRIDS = (
    fill_existence,
    fill_before_decision,
    fill_all_steps,
    fill_answers,
    fill_documents,
    fill_permission,
    fill_reports,
    fill_notes,
    fill_decisions_to_report,
    fill_evaluations,
    fill_employees,
    fill_allowed,
)


@pytest.fixture(scope="module")
def judged() -> tuple[Grid, dict[str, dict[int, str]]]:
    """Return the grid of all kinds of rules, and what the database says of its units."""
    grid = Grid()
    for fill in GRIDS:
        fill(grid)
    connection = judge_norms(grid.rows, *grid.expected, peildatum=read.PEILDATUM.isoformat())
    found: dict[str, dict[int, str]] = {norm_id: {} for norm_id in grid.expected}
    for norm_id, unit, verdict in connection.execute(
        "SELECT norm_id, eenheid_nr, coalesce(uitzondering, verdict) FROM mart_norm"
    ).fetchall():
        if unit in grid.expected.get(norm_id, {}):
            found[norm_id][unit] = verdict
    return grid, found


NORMS = (
    "S1-01", "S2-03", "G-02", "G-07", "S3-20", "S1-06", "S2-14", "S2-07",
    "S3-23", "B-04", "D-01", "B-11", "E-02", "G-06", "S2-04",
)  # fmt: skip


@pytest.mark.parametrize("norm_id", NORMS)
def test_every_small_case_gets_the_verdict_of_the_second_reading(judged, norm_id):
    grid, found = judged
    expected = grid.expected[norm_id]
    wrong = {
        unit: (found[norm_id].get(unit), verdict)
        for unit, verdict in expected.items()
        if found[norm_id].get(unit) != verdict
    }
    assert wrong == {}, f"{len(wrong)} of {len(expected)}"


def test_the_grids_show_every_verdict():
    grid = Grid()
    for fill in GRIDS:
        fill(grid)
    shown = {verdict for verdicts in grid.expected.values() for verdict in verdicts.values()}
    assert shown >= {read.MET, read.NOT, read.OPEN, read.OUT, read.UNKNOWN, "U4", "U5", "U7", "U8"}
    assert set(grid.expected) == set(NORMS)
