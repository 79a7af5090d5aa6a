"""One line of truth per case: when each moment truly comes, also after the peildatum."""

import numpy as np

from pipeline.sample.block import Block, Rows
from pipeline.sample.codes import code, code_names
from pipeline.sample.days import NEVER, Flags, Ints
from pipeline.sample.schools import Schools
from pipeline.sample.start import schooljaar
from pipeline.sample.write import Texts, date_texts, token_texts

ISO = "%Y-%m-%d"
FURTHEST = ("stop_na_1", "stop_bij_3", "vraag1_nee", "5A", "5B")
SECOND = ("", "vraag5_nee", "signaal", "hermelding", "herweging")
CASE_COLUMNS = (
    *("zaak_id", "school_id", "schooljaar", "buiten_stappenplan", "acuut", "verste_stap"),
    *("tweede_besluit_door", "datum_signalering", "datum_overleg_ib", "datum_advies_vt"),
    *("datum_gesprek_ouders", "datum_weging", "datum_eerste_besluit", "datum_eerste_5a"),
    *("datum_eerste_5b", "datum_eerste_melding", "datum_laatste_melding", "datum_einde"),
    *("eerste_besluit", "reden_einde"),
)


def first_days(rows: Rows, chosen: Flags, n: int) -> Ints:
    """Return the first `datum` of the chosen rows per case, NEVER without one."""
    return _extreme_days(rows, chosen, n, 1)


def last_days(rows: Rows, chosen: Flags, n: int) -> Ints:
    """Return the last `datum` of the chosen rows per case, NEVER without one."""
    return _extreme_days(rows, chosen, n, -1)


def _extreme_days(rows: Rows, chosen: Flags, n: int, sign: int) -> Ints:
    found = np.full(n, NEVER, np.int32)
    cases, days = rows["zaak"][chosen], rows["datum"][chosen]
    order = np.argsort(sign * days, kind="stable")[::-1]  # the wanted one is written last
    found[cases[order]] = days[order]
    return found


def true_cases(block: Block, tables: dict[str, Rows], year: int, schools: Schools) -> list[Texts]:
    """Return the columns of `zaken.csv`; dates are those of what is recorded in the full course."""
    n, start, course = len(block), block.start, block.course
    dates = _moments(tables, n)
    choice = [code("uitkomst", name) for name in ("stoppen", "5A", "5B")]
    outcome = np.select([_decided(tables, n) == c for c in choice], [1, 2, 3], 0)
    reden = np.where(course.einde < NEVER, course.reden, 0)
    return [
        token_texts(block.zaak_id),
        token_texts(schools.school_id[start.school]),
        [schooljaar(year)] * n,
        _name(start.medewerker, ("nee", "medewerker")),
        _name(start.acuut, ("nee", "ja")),
        _name(start.furthest, FURTHEST),
        _name(course.second, SECOND),
        *(date_texts(day, ISO) for day in (start.signalering, *dates, course.einde)),
        _name(outcome, ("", "stoppen", "5A", "5B")),
        _name(reden, code_names("reden_afsluiting")),
    ]


def _moments(tables: dict[str, Rows], n: int) -> list[Ints]:
    """Return the days of the columns datum_overleg_ib up to datum_laatste_melding."""
    events, decisions, reports = tables["gebeurtenis"], tables["besluit"], tables["melding"]
    kinds = {
        name: events["soort"] == code("soort_gebeurtenis", name)
        for name in (
            "overleg_ib",
            "advies_veilig_thuis",
            "spoedadvies_veilig_thuis",
            "gesprek_ouders",
        )
    }
    advice = kinds["advies_veilig_thuis"] | kinds["spoedadvies_veilig_thuis"]
    is_a, is_b = (decisions["uitkomst"] == code("uitkomst", name) for name in ("5A", "5B"))
    every = np.ones(len(decisions["zaak"]), bool)
    weighed = np.ones(len(tables["weging"]["zaak"]), bool)
    reported = np.ones(len(reports["zaak"]), bool)
    return [
        first_days(events, kinds["overleg_ib"], n),
        first_days(events, advice, n),
        first_days(events, kinds["gesprek_ouders"], n),
        first_days(tables["weging"], weighed, n),
        first_days(decisions, every, n),
        first_days(decisions, is_a, n),
        first_days(decisions, is_b, n),
        first_days(reports, reported, n),
        last_days(reports, reported, n),
    ]


def _decided(tables: dict[str, Rows], n: int) -> Ints:
    """Return the outcome of the first decision per case, 0 without one."""
    rows = tables["besluit"]
    outcome = np.zeros(n, np.int32)
    order = np.argsort(rows["datum"], kind="stable")[::-1]
    outcome[rows["zaak"][order]] = rows["uitkomst"][order]
    return outcome


def _name(numbers: Ints | Flags, names: tuple[str, ...]) -> Texts:
    texts: Texts = np.array(names, dtype=object)[numbers.astype(int)].tolist()
    return texts
