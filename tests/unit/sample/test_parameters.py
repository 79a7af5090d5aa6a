"""What a sample is made with: arguments that can be, declared parameters, invented names."""

import re
from pathlib import Path

import pytest

import pipeline.sample
from pipeline.errors import DeclarationError, UsageError
from pipeline.sample import make_sample
from pipeline.sample.parameters import MARKS, read_parameters
from pipeline.sample.schools import invent_names, slug


def test_school_names_are_invented_and_all_different() -> None:
    names = invent_names(read_parameters(), seed=1, n=7_000)
    assert len(set(names)) == len(set(map(slug, names))) == 7_000
    assert all(re.fullmatch(r"[a-z0-9-]+", slug(name)) for name in names)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("x")
    with pytest.raises(UsageError, match="not empty"):
        make_sample(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["keep.txt"]


@pytest.mark.parametrize(
    "wrong", [{"schools": 0}, {"years": 0}, {"years": 30}, {"cases_per_1000": -1.0}]
)
def test_arguments_that_cannot_be_are_refused_before_anything_is_written(
    tmp_path: Path, wrong: dict[str, int]
) -> None:
    with pytest.raises(UsageError):
        make_sample(tmp_path / "out", **wrong)
    assert not (tmp_path / "out").exists()


def test_every_parameter_says_whether_it_is_a_guess() -> None:
    parameters = read_parameters()
    names = {"start_months", *parameters.numbers, *parameters.shares, *parameters.mixes}
    assert names | set(parameters.durations) == set(parameters.marks)
    assert set(parameters.marks.values()) <= set(MARKS)


def test_a_share_above_one_is_refused(tmp_path: Path) -> None:
    from pipeline.paths import DATA_SCHEMA

    text = (DATA_SCHEMA / "sample.yml").read_text(encoding="utf-8")
    assert text.count("acuut: {value: 0.04") == 1
    changed = tmp_path / "sample.yml"
    changed.write_text(text.replace("acuut: {value: 0.04", "acuut: {value: 4"), encoding="utf-8")
    with pytest.raises(DeclarationError, match="acuut"):
        read_parameters(changed)


def test_every_declared_rate_is_used() -> None:
    parameters = read_parameters()
    folder = Path(pipeline.sample.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    code += " ".join(f'"{who}_betrokken"' for who in ("leerkracht", "ib", "directie", "vt"))
    rates = (parameters.numbers, parameters.shares, parameters.mixes, parameters.durations)
    assert [name for part in rates for name in part if f'"{name}"' not in code] == []
