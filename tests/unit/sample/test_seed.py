"""What the seed and the peildatum change in made-up deliveries, and what they do not."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from pipeline.sample import make_sample
from tests.support.sample_reader import read_all


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample of six schools with the default seed."""
    return make_sample(tmp_path_factory.mktemp("small") / "out", schools=6).folder


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_the_same_seed_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    make_sample(tmp_path / "again", schools=6)
    assert hashes(small) == hashes(tmp_path / "again")


def test_another_seed_gives_other_schools_and_other_cases(small: Path, tmp_path: Path) -> None:
    make_sample(tmp_path / "two", schools=6, seed=2)
    keyed = ("levering", "zaak", "gebeurtenis")
    one, two = read_all(small, keyed), read_all(tmp_path / "two", keyed)
    assert not set(one["levering"].school_id) & set(two["levering"].school_id)
    assert not set(one["zaak"].zaak_id) & set(two["zaak"].zaak_id)
    assert not set(one["gebeurtenis"].gebeurtenis_id) & set(two["gebeurtenis"].gebeurtenis_id)


def test_an_earlier_delivery_holds_the_same_cases_as_known_then(tmp_path: Path) -> None:
    drawn = {"schools": 6, "cases_per_1000": 120}
    make_sample(tmp_path / "june", peildatum=date(2025, 6, 26), years=2, **drawn)
    make_sample(tmp_path / "january", peildatum=date(2026, 1, 31), years=3, **drawn)
    june, january = (
        read_all(tmp_path / name, ("zaak", "gebeurtenis")) for name in ("june", "january")
    )
    later = january["zaak"][january["zaak"].datum_signalering <= "2025-06-26"]
    assert set(june["zaak"].zaak_id) == set(later.zaak_id)
    columns = ["gebeurtenis_id", "zaak_id", "soort", "stap", "datum"]
    known = january["gebeurtenis"][january["gebeurtenis"].datum <= "2025-06-26"]
    got = june["gebeurtenis"][columns].sort_values("gebeurtenis_id", ignore_index=True)
    assert got.equals(known[columns].sort_values("gebeurtenis_id", ignore_index=True))
    assert (june["zaak"].status == "lopend").sum() > (later.status == "lopend").sum()
    both = june["gebeurtenis"].merge(january["gebeurtenis"], on="gebeurtenis_id")
    filled = both[both.document_bijgewerkt_x.isin(["ja", "nee"])]
    assert (filled.document_bijgewerkt_x == filled.document_bijgewerkt_y).all()
