"""Rows that belong to a school rather than to a case."""

from datetime import date

import numpy as np

from pipeline.sample.block import Rows
from pipeline.sample.codes import EMPTY, code
from pipeline.sample.days import NEVER, Ints, day_number
from pipeline.sample.dice import Dice
from pipeline.sample.schools import Schools
from pipeline.sample.start import schooljaar

ORGANISATION_NORMS = (
    *(f"O-D{number:02d}" for number in range(1, 12)),
    *("O-I01", "O-I02", "O-I05", "O-I10", "O-L01"),
)
TRAINING = "O-D03"
PUPILS_PER_STAFF = 14


def make_levering(schools: Schools, peildatum: int) -> Rows:
    """Return one row per school: its delivery."""
    n = len(schools)
    return {
        "school": np.arange(n),
        "school_id": schools.school_id,
        "bestuur_id": np.full(n, schools.bestuur_id),
        "vakantieregio": (1 + schools.region).astype(np.int8),
        "peildatum": np.full(n, peildatum, np.int32),
        "bron": np.full(n, code("bron", "synthetisch"), np.int8),
        "schema_versie": np.full(n, b"1"),
    }


def make_school_jaar(schools: Schools, pupils: dict[int, Ints], peildatum: int) -> Rows:
    """Return one row per school × schooljaar whose 1 October has come."""
    years = [year for year in pupils if day_number(date(year, 10, 1)) <= peildatum]
    n = len(schools)
    return {
        "school": np.repeat(np.arange(n), len(years)),
        "school_id": np.repeat(schools.school_id, len(years)),
        "schooljaar": np.tile(np.array([schooljaar(y) for y in years], "S9"), n),
        "leerlingen": np.stack([pupils[y] for y in years], axis=1).reshape(-1),
    }


def make_organisatie_maatregel(
    dice: Dice, schools: Schools, year: int, pupils: Ints, peildatum: int
) -> Rows:
    """Return one row per school × norm of one school year: self-declared, no case behind it."""
    n, k = len(schools), len(ORGANISATION_NORMS)
    status = dice.code("maatregel_status", "maatregel_status", n * k)
    begin = day_number(date(year, 9, 1))
    day = begin + np.floor(300 * dice.uniform(n * k)).astype(np.int32)
    done = (status == code("maatregel_status", "ja")) | (
        status == code("maatregel_status", "deels")
    )
    known = done & (day <= peildatum) & (dice.uniform(n * k) < 0.8)
    norm = np.tile(np.array(ORGANISATION_NORMS, "S5"), n)
    team = np.repeat(np.maximum(pupils // PUPILS_PER_STAFF, 4), k)
    present = np.floor(team * (0.6 + 0.4 * dice.uniform(n * k))).astype(np.int32)
    trained = known & (norm == TRAINING.encode())
    late = done & ~(day <= peildatum)
    return {
        "school": np.repeat(np.arange(n), k),
        "school_id": np.repeat(schools.school_id, k),
        "schooljaar": np.full(n * k, schooljaar(year).encode()),
        "norm_id": norm,
        "status": np.where(late, EMPTY, status).astype(np.int8),
        "datum": np.where(known, day, NEVER).astype(np.int32),
        "n_aanwezig": np.where(trained, present, -1).astype(np.int32),
        "n_team": np.where(trained, team, -1).astype(np.int32),
    }
