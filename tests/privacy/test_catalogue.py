"""What the catalogue of releases may and may not name."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from pipeline.errors import DeclarationError
from pipeline.schema.releases import RELEASES, catalogue, read_catalogue
from pipeline.schema.tables import tables


def changed(tmp_path: Path, file: str, **changes: object) -> Path:
    """Return a copy of the catalogue in which keys of one file have other values."""
    root = tmp_path / "releases"
    shutil.copytree(RELEASES, root)
    content = yaml.safe_load((root / file).read_text(encoding="utf-8"))
    for key, value in changes.items():
        place = content
        *above, last = key.split("__")
        for part in above:
            place = place[part]
        place[last] = value
    (root / file).write_text(yaml.safe_dump(content), encoding="utf-8")
    return root


def test_no_case_key_and_no_day_in_a_case_stands_in_the_catalogue() -> None:
    days = {
        column.name
        for table in tables().values()
        for column in table.columns
        if column.type == "date" and table.name not in ("levering", "organisatie_maatregel")
    }
    tokens = {
        column.name for table in tables().values() for column in table.columns if column.token
    }
    forbidden = days | tokens | {"zaak_nr", "gebeurtenis_nr", "besluit_nr", "evaluatie_nr"}
    text = " ".join(
        " ".join((*table.columns, table.select or "", *(table.dimensions or ())))
        for table in catalogue().tables
    )
    text += " ".join(
        " ".join((*population.dimensions.values(), population.where or ""))
        for population in catalogue().populations.values()
    )
    words = set(re.findall(r"\w+", text)) - {"school_id", "bestuur_id"}
    assert words & forbidden == set()


@pytest.mark.parametrize(
    "column", ["zaak_nr", "zaak_id", "datum_signalering", "eerste_melding", "gehouden_datum"]
)
def test_a_column_about_one_case_is_refused(tmp_path: Path, column: str) -> None:
    root = changed(tmp_path, "vertrouwelijk/stroom.yml", columns=["school_id", column])
    with pytest.raises(DeclarationError, match=column):
        read_catalogue(root)


def test_a_mart_of_cases_is_refused_as_a_source(tmp_path: Path) -> None:
    root = changed(tmp_path, "vertrouwelijk/stroom.yml", source="mart_zaak")
    with pytest.raises(DeclarationError, match="rows of cases"):
        read_catalogue(root)


def test_threshold_five_with_base_five_is_refused_with_the_reason(tmp_path: Path) -> None:
    root = changed(tmp_path, "tiers/vrijgave.yml", rules__base=5)
    with pytest.raises(DeclarationError, match="went from 2 to 3"):
        read_catalogue(root)


def test_a_threshold_that_shows_what_must_stay_unknown_is_refused(tmp_path: Path) -> None:
    root = changed(tmp_path, "tiers/vrijgave.yml", rules__threshold__school=4)
    with pytest.raises(DeclarationError, match="choose 5 or more"):
        read_catalogue(root)


def test_whole_percents_of_a_small_group_are_refused(tmp_path: Path) -> None:
    root = changed(tmp_path, "tiers/vrijgave.yml", rules__percent__whole_from=12)
    with pytest.raises(DeclarationError, match="give the count back"):
        read_catalogue(root)


def test_every_declared_dimension_and_population_is_used() -> None:
    known = catalogue()
    used = {name for population in known.populations.values() for name in population.dimensions}
    # the one column of the tables of classes
    assert used | {"aandeel"} == set(known.dimensions)
    assert {table.population for table in known.tables if table.population} == set(
        known.populations
    )
