"""What is installed: the lock, the conda environment, pyproject.toml and the wheel."""

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
GROUPS = {
    "run": PROJECT["dependencies"],
    "lab": PROJECT["optional-dependencies"]["lab"],
    "test": PROJECT["optional-dependencies"]["test"],
}
FOLDERS = ["pipeline", "data_schema", "notebooks"]  # in the wheel the first holds the others
MACHINES = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}


def read_sections() -> dict[str, list[Requirement]]:
    parts = re.split(r"^# group: (\w+)$", LOCK, flags=re.M)
    lines = (re.findall(r"^[a-z0-9].*?(?= \\$)", part, re.M) for part in parts[2::2])
    return {
        group: [Requirement(line) for line in found]
        for group, found in zip(parts[1::2], lines, strict=True)
    }


SECTIONS = read_sections()


# requirements.lock


def test_the_lock_names_no_address_and_no_folder():
    assert not re.findall(r"://|\bwww\.|^-|file:|[ =]/\w+", LOCK, re.M)


def test_every_line_of_the_lock_is_an_exact_version_with_hashes():
    blocks = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.M)[1:]
    exact = re.compile(
        r"[a-z0-9.-]+==[\w.!+]+( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+"
    )
    assert [block.splitlines()[0] for block in blocks if not exact.match(block)] == []


def is_for(requirement: Requirement, machine: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(machine)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("machine", MACHINES)
def test_the_lock_holds_each_dependency_once_on_every_machine(machine, python):
    here = MACHINES[machine] | {"python_version": python, "python_full_version": f"{python}.9"}
    held: dict[str, list[str]] = {}
    for group, declared in GROUPS.items():
        for pinned in SECTIONS[group]:
            if is_for(pinned, here):
                held.setdefault(pinned.name, []).append(str(pinned.specifier).removeprefix("=="))
        asked = [one for one in map(Requirement, declared) if is_for(one, here)]
        for wanted in asked:
            (version,) = held[canonicalize_name(wanted.name)]
            assert wanted.specifier.contains(version), f"{wanted} is locked at {version}"
    assert {name: versions for name, versions in held.items() if len(versions) > 1} == {}


def test_a_demo_installs_nothing_that_only_the_lab_or_the_tests_need():
    run = {pinned.name for pinned in SECTIONS["run"]}
    assert run & {"jupyterlab", "pytest", "mypy", "pyspark"} == set()


def test_the_uri_check_that_slows_every_kernel_is_left_out():
    assert "rfc3987-syntax" not in LOCK


# environment.yml


def test_conda_gets_the_same_names_and_bounds():
    entries = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    *conda, python_only = entries
    assert python_only["pip"][-1] == "-e ."
    other_names = {"python-duckdb": "duckdb", "frictionless-py": "frictionless"}
    given = {
        (other_names.get(wanted.name, wanted.name), str(wanted.specifier))
        for wanted in map(Requirement, [*conda, *python_only["pip"][:-1]])
    }
    declared = {
        (canonicalize_name(wanted.name), str(wanted.specifier))
        for group in GROUPS.values()
        for wanted in map(Requirement, group)
    }
    python = ("python", PROJECT["requires-python"])
    assert given - {("pip", ""), ("setuptools", ">=77"), python} == declared
    assert python in given


def test_the_conda_environment_is_what_the_script_makes_of_pyproject():
    spec = importlib.util.spec_from_file_location("lock", ROOT / ".ci" / "lock.py")
    lock = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lock)
    assert (ROOT / "environment.yml").read_text("utf-8") == lock.render_environment()


# pyproject.toml


def test_every_package_that_the_pipeline_imports_is_declared():
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    owners = packages_distributions()
    imported = set().union(*(list_imports(path) for path in ROOT.glob("pipeline/**/*.py")))
    foreign = {name for name in imported - sys.stdlib_module_names if name != "pipeline"}
    undeclared = {
        name
        for name in foreign
        if not {canonicalize_name(owner) for owner in owners.get(name, [])} & declared
    }
    assert undeclared <= {"pyspark", "py4j", "sqlglot"}  # the optional second engine


def list_imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The wheel of a copy of this checkout, unpacked in a folder beside the copy."""
    folder = tmp_path_factory.mktemp("wheel")
    checkout, wheels = folder / "checkout", folder / "wheels"
    caches = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, checkout / name, ignore=caches)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout)
    build = ["uv", "build", "--quiet", "--offline", "--no-build-isolation", "--wheel"]
    subprocess.run([sys.executable, "-m", *build, "-o", wheels, checkout], check=True)
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def list_files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_an_installed_wheel_holds_every_file(site):
    checkout = site.parent / "checkout"
    beside = {f"{name}/{file}" for name in FOLDERS[1:] for file in list_files(checkout / name)}
    assert list_files(site / "pipeline") == list_files(checkout / "pipeline") | beside


def test_an_installed_wheel_finds_its_folders(site):
    code = "from pipeline.paths import *; print(DATA_SCHEMA, NOTEBOOKS, SQL, sep='\\n')"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=site, capture_output=True, text=True, check=True
    )
    inside = [str(site / "pipeline" / name) for name in ("data_schema", "notebooks", "sql")]
    assert found.stdout.splitlines() == inside
