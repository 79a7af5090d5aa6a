"""Planted faults: one for every rule, each exactly where `truth/faults.csv` says, nothing else."""

import csv
import hashlib
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.sample import make_sample
from pipeline.sample.fault_plan import read_fault_plan
from pipeline.schema.rules import rules
from tests.support.sample_reader import read_csv

Faults = pd.DataFrame


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("faults") / "out"
    make_sample(out, faults=True)
    return out


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("clean") / "out"
    make_sample(out)
    return out


@pytest.fixture(scope="module")
def faults(folder: Path) -> Faults:
    return pd.read_csv(folder / "truth" / "faults.csv", sep=";", dtype=str, keep_default_na=False)


def test_every_rule_has_a_fault_or_a_reason_why_not(faults: Faults) -> None:
    reasons = read_fault_plan().not_planted
    assert set(faults.regel[faults.geplant == "ja"]) | set(reasons) == set(rules())
    assert not set(faults.regel) & set(reasons)
    assert all(len(reason) > 20 for reason in reasons.values())


def test_the_rows_of_the_clean_sample_are_all_there_unchanged(folder: Path, clean: Path) -> None:
    for path in clean.rglob("*.csv"):
        if path.parent.name != "truth":
            with_faults = (folder / path.relative_to(clean)).read_bytes()
            assert with_faults.startswith(path.read_bytes())


def test_a_workbook_gets_no_fault(folder: Path, clean: Path) -> None:
    (book,) = clean.glob("*.xlsx")
    again = folder / book.name
    assert hashlib.sha256(book.read_bytes()).digest() == hashlib.sha256(again.read_bytes()).digest()


def test_a_planted_row_stands_below_the_clean_ones(
    folder: Path, clean: Path, faults: Faults
) -> None:
    rows = faults[(faults.geplant == "ja") & (faults.rij != "")]
    in_schools = rows[[(clean / name).exists() for name in rows.levering]]
    assert len(in_schools) > 70
    for fault in in_schools.itertuples():
        before = len((clean / fault.levering / fault.bestand).read_bytes().splitlines())
        after = len((folder / fault.levering / fault.bestand).read_bytes().splitlines())
        assert before < int(fault.rij) <= after


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("burgerservicenummer", "111222333"),
        ("datum_jaartal_kort", "05-09-25"),
        ("getal_buiten_bereik", "100"),
        ("token_te_kort", "z0123456789"),
    ],
)
def test_the_row_number_counts_the_header_as_row_one(
    folder: Path, faults: Faults, rule: str, text: str
) -> None:
    fault = next(faults[faults.regel == rule].itertuples())
    row = read_csv(folder / fault.levering / fault.bestand).iloc[int(fault.rij) - 2]
    assert text in row.tolist()


def test_a_fault_that_refuses_a_delivery_stands_in_a_delivery_of_its_own(
    faults: Faults, clean: Path
) -> None:
    refusing = faults[[rules()[rule].severity == "levering" for rule in faults.regel]]
    assert len(refusing) > 25
    assert not any((clean / name).exists() for name in refusing.levering)
    per_delivery = refusing.groupby("levering").regel.nunique()
    assert (per_delivery == 1).all()


def test_a_shared_token_stands_in_two_schools(folder: Path, faults: Faults) -> None:
    shared = faults[faults.regel == "token_gedeeld"]
    assert shared.levering.nunique() == 2
    tokens = [
        (folder / fault.levering / "zaak.csv").read_text().splitlines()[int(fault.rij) - 1]
        for fault in shared.itertuples()
    ]
    assert tokens[0].split(";")[0] == tokens[1].split(";")[0]


def test_findings_that_a_clean_sample_rightly_gives_are_named_too(tmp_path: Path) -> None:
    make_sample(tmp_path / "out", schools=6, cases_per_1000=400, seed=7)
    with (tmp_path / "out" / "truth" / "faults.csv").open(encoding="utf-8") as file:
        found = list(csv.DictReader(file, delimiter=";"))
    assert {each["geplant"] for each in found} == {"nee"}
    assert {each["regel"] for each in found} == {"melding_ontbreekt", "besluit_5a_bij_onveilig"}


def test_the_names_of_all_schools_are_in_the_truth(folder: Path) -> None:
    names = pd.read_csv(folder / "truth" / "scholen.csv")
    deliveries = [path for path in folder.iterdir() if path.name != "truth"]
    assert names.school_id.is_unique and len(names) == len(deliveries) - 1  # one is an older copy


def test_the_same_seed_plants_the_same_faults(folder: Path, tmp_path: Path) -> None:
    make_sample(tmp_path / "again", faults=True)
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "again" / path.relative_to(folder)).read_bytes()


def test_a_fault_for_an_unknown_rule_is_refused(tmp_path: Path) -> None:
    text = (DATA_SCHEMA / "sample_faults.yml").read_text(encoding="utf-8")
    changed = text.replace("rule: verplicht_leeg", "rule: bestaat_niet")
    (tmp_path / "sample_faults.yml").write_text(changed, encoding="utf-8")
    with pytest.raises(DeclarationError, match="bestaat_niet"):
        read_fault_plan(tmp_path / "sample_faults.yml")
