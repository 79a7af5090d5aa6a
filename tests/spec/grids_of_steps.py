"""All that a school can deliver about what was done in each step, and when, combined."""

from datetime import date
from itertools import product

from tests.spec import second_reading as read
from tests.spec.grid import AROUND, DAY, ELEVEN_DAYS_AGO, TEN_DAYS_AGO, Grid


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
