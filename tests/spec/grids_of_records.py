"""All that a school can deliver about what was answered, noted, reported or evaluated, combined."""

from datetime import date
from itertools import product

from tests.spec import second_reading as read
from tests.spec.grid import AROUND, DAY, JN, Grid


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
