"""How often the intervals hold the truth, by drawing worlds whose truth is known.

`simulate()` gives the rows of `data_schema/methods/dekking.csv`; run this module to write it.
Every row has its own fixed seed, so the test draws the same worlds again.
"""

import csv
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.comparison import (
    compare_schools,
    newcombe_interval,
    pool_shares,
    wilson_interval,
)
from pipeline.paths import DATA_SCHEMA
from tests.property.life_tables import life_tables, outcomes

TABLE = DATA_SCHEMA / "methods" / "dekking.csv"
WORLDS = 250
BESTUREN = 120


@dataclass(frozen=True)
class Row:
    """One line of the table: what was drawn, what should come out, what did."""

    wat: str
    zaken: str
    herhalingen: int
    verwacht: str
    gevonden: float

    def cells(self) -> tuple[str, ...]:
        return (self.wat, self.zaken, str(self.herhalingen), self.verwacht, f"{self.gevonden:.3f}")


def _waits(rng: np.random.Generator, size: int, median: float) -> np.ndarray:
    """Whole days, lognormal with this median and a ninth decile of about four times it."""
    return np.floor(rng.lognormal(math.log(median), 1.1, size)).astype(int)


def _true_quantile(median: float) -> int:
    """The first whole day on which half of all waits have ended."""
    return math.floor(median)


def _waiting_worlds(seed: int, cases: int, median: float) -> tuple[list, list[dict]]:
    """Worlds in which a case begins on a random day of the last forty before the peildatum."""
    rng = np.random.default_rng(seed)
    groups = []
    for _ in range(WORLDS):
        waits, until = _waits(rng, cases, median), rng.integers(0, 40, cases)
        ended = waits <= until
        groups.append((np.minimum(waits, until), np.where(ended, "bereikt", "open")))
    return groups, [summary for _, summary in life_tables(groups, horizon=20)]


def simulate_durations(cases: int) -> Iterator[Row]:
    """Median and restricted mean of a curve with open cases, and the completed-only median."""
    median = 8.5
    _, summaries = _waiting_worlds(100 + cases, cases, median)
    truth = _true_quantile(median)
    waits = np.minimum(_waits(np.random.default_rng(1), 1_000_000, median), 20)
    mean = float(waits.mean())
    lower = np.array([s["mediaan_onder"] or 0 for s in summaries])
    upper = np.array(
        [math.inf if s["mediaan_boven"] is None else s["mediaan_boven"] for s in summaries]
    )
    yield Row(
        "mediaan: 95%-interval bevat de ware mediaan",
        str(cases),
        WORLDS,
        "0.95",
        float(((lower <= truth) & (truth <= upper)).mean()),
    )
    known = [s for s in summaries if s["rmst"] is not None]
    yield Row(
        "gemiddelde tot 20 dagen: 95%-interval bevat de waarheid",
        str(cases),
        len(known),
        "0.95",
        float(np.mean([s["rmst_onder"] <= mean <= s["rmst_boven"] for s in known])),
    )
    found = [s["mediaan"] for s in summaries if s["mediaan"] is not None]
    yield Row(
        "mediaan gedeeld door de ware mediaan",
        str(cases),
        WORLDS,
        "1",
        float(np.mean(found)) / truth,
    )
    yield Row(
        "mediaan van alleen de voltooide, gedeeld door de ware",
        str(cases),
        WORLDS,
        "onder 1",
        float(np.mean([s["mediaan_naief"] for s in summaries])) / truth,
    )


def simulate_outcomes(cases: int) -> Iterator[Row]:
    """Share of 5A within 30 days, with 5B and stopping competing and late cases open."""
    rng = np.random.default_rng(200 + cases)
    shares = np.array([0.5, 0.2, 0.3])
    causes = np.array(["5A", "5B", "gestopt"])
    big = _waits(np.random.default_rng(2), 1_000_000, 12)
    truth = shares[0] * float((big <= 30).mean())
    groups = []
    for _ in range(WORLDS):
        waits, until = _waits(rng, cases, 12), rng.integers(0, 80, cases)
        which = rng.choice(causes, cases, p=shares)
        groups.append((np.minimum(waits, until), np.where(waits <= until, which, "open")))
    inside = []
    for table in outcomes(groups):
        row = table[(table["uitkomst"] == "5A") & (table["t"] <= 30)].sort_values("t").iloc[-1]
        inside.append(row["onder"] <= truth <= row["boven"])
    yield Row(
        "kans op 5A binnen 30 dagen: 95%-interval bevat de waarheid",
        str(cases),
        WORLDS,
        "0.95",
        float(np.mean(inside)),
    )


def simulate_shares(cases: int) -> Iterator[Row]:
    """A share and the change of a share from one year to the next."""
    rng = np.random.default_rng(300 + cases)
    now = rng.binomial(cases, 0.7, 4000)
    before = rng.binomial(cases, 0.5, 4000)
    found = wilson_interval(now, cases)
    yield Row(
        "aandeel: 95%-interval (Wilson) bevat de waarheid",
        str(cases),
        4000,
        "0.95",
        float(((found.lower <= 0.7) & (found.upper >= 0.7)).mean()),
    )
    change = newcombe_interval(now, cases, before, cases)
    yield Row(
        "verandering van een aandeel: 95%-interval (Newcombe) bevat de waarheid",
        f"{cases} en {cases}",
        4000,
        "0.95",
        float(((change.lower <= 0.2) & (change.upper >= 0.2)).mean()),
    )


def simulate_schools(schools: int) -> Iterator[Row]:
    """Schools that do differ, pooled against raw; and schools that do not, for false alarms."""
    rng = np.random.default_rng(400 + schools)
    raw, pooled, inside = [], [], []
    alarms = []
    for _ in range(BESTUREN):
        sizes = rng.integers(3, 31, schools)
        truth = rng.beta(6, 4, schools)
        counts = rng.binomial(sizes, truth)
        result = pool_shares(counts, sizes)
        raw.append(((counts / sizes - truth) ** 2).mean())
        pooled.append(((result.share - truth) ** 2).mean())
        inside.append(((result.interval.lower <= truth) & (truth <= result.interval.upper)).mean())
        alike = compare_schools(
            [f"{n:03}" for n in range(schools)], rng.binomial(sizes, 0.6), sizes
        )
        alarms.append(alike.told_apart)
    size = "3 tot 30 per school"
    yield Row(
        f"{schools} scholen: fout van het samengenomen aandeel gedeeld door die van het ruwe",
        size,
        BESTUREN,
        "onder 1",
        float(np.mean(pooled) / np.mean(raw)),
    )
    yield Row(
        f"{schools} scholen: 95%-interval van het samengenomen aandeel bevat de waarheid",
        size,
        BESTUREN,
        "0.95",
        float(np.mean(inside)),
    )
    yield Row(
        f"{schools} gelijke scholen: ten onrechte een school onderscheiden (99,8%)",
        size,
        BESTUREN,
        f"hooguit {min(1, schools * 0.002):.3f}",
        float(np.mean(alarms)),
    )


SIMULATIONS: list[tuple[Callable[[int], Iterator[Row]], tuple[int, ...]]] = [
    (simulate_durations, (15, 50)),
    (simulate_outcomes, (20, 60)),
    (simulate_shares, (10, 40)),
    (simulate_schools, (12, 60)),
]


def simulate() -> list[Row]:
    """Return every row of the table."""
    return [row for make, sizes in SIMULATIONS for size in sizes for row in make(size)]


def write(path: Path = TABLE) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("wat", "zaken", "herhalingen", "verwacht", "gevonden"))
        writer.writerows(row.cells() for row in simulate())


if __name__ == "__main__":
    write()
