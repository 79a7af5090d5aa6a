"""Writes requirements.lock and environment.yml from pyproject.toml.

    .venv/bin/python .ci/lock.py [--upgrade]

The lock has one section per group: `setup` (what installs the rest), `run`, then what `lab` adds,
then what `test` adds to those.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / "environment.yml"
PROJECT = "pyproject.toml"
GROUPS = {
    "setup": [],
    "run": [PROJECT],
    "lab": [PROJECT, "--extra=lab"],
    "test": [PROJECT, "--extra=lab", "--extra=test"],
}
COMPILE = [sys.executable, "-m", "uv", "pip", "compile", "-", "--universal", "--no-emit-index-url"]
CONDA_NAMES = {"duckdb": "python-duckdb", "frictionless": "frictionless-py"}
# conda-forge's package of this name is not the Python package that the pipeline loads it from
NOT_ON_CONDA = {"duckdb-extension-httpfs", "axe-playwright-python"}
HEADER = """\
# Exact versions and hashes for Linux, macOS and Windows; made by `python .ci/lock.py`.
# start.py installs the sections down to the one that a command needs: run, lab or test.
"""


def load_project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def run_compile(*options: str) -> str:
    # with the build backend in the lock, installing the project needs no network of its own
    setup = [*load_project()["build-system"]["requires"], "uv>=0.9"]
    python = load_project()["project"]["requires-python"].lstrip(">=")
    done = subprocess.run(
        [*COMPILE, f"--python-version={python}", *options],
        cwd=ROOT, input="\n".join(setup), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def read_names(text: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9][\w.-]*)==", text, re.M))


def split_entries(text: str) -> list[tuple[str, str]]:
    """One (name, block) per requirement, hashes and `# via` lines with it."""
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M)
    return [(block.partition("==")[0], block) for block in blocks if "==" in block]


def render_lock(upgrade: bool) -> str:
    # uv takes the versions of an existing output file as its preference, unless told to upgrade
    everything = run_compile(
        *GROUPS["test"], "--generate-hashes", "--no-header", "--annotation-style=line",
        f"--output-file={LOCK.name}", *(["--upgrade"] if upgrade else []),
    )  # fmt: skip
    entries, seen, text = split_entries(everything), set(), HEADER
    for group, extras in GROUPS.items():
        names = read_names(run_compile(*extras, "--no-header", f"--constraint={LOCK.name}")) - seen
        text += f"\n# group: {group}\n" + "".join(block for name, block in entries if name in names)
        seen |= names
    return text


def render_environment() -> str:
    project = load_project()["project"]
    extras = project["optional-dependencies"]
    lines = [
        "# For conda; made by `python .ci/lock.py` from pyproject.toml.",
        f"name: {project['name']}",
        "channels: [conda-forge]",
        "dependencies:",
        f"  - python{project['requires-python']}",
        "  - pip",
        *(f"  - {line}" for line in load_project()["build-system"]["requires"]),
    ]
    for group, requirements in (("run", project["dependencies"]), *extras.items()):
        if group in ("run", "lab", "test"):
            lines += [f"  # {group}", *(f"  - {line}" for line in rename_for_conda(requirements))]
    lines += ["  - pip:", *(f"      - {line}" for line in keep_for_pip(project))]
    return "\n".join([*lines, "      - -e .", ""])


def name_of(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0]


def rename_for_conda(requirements: list[str]) -> list[str]:
    renamed = []
    for line in requirements:
        name = name_of(line)
        if name not in NOT_ON_CONDA:
            # conda knows no markers and no extras
            bounds = re.sub(r"^\[.*?\]", "", line.removeprefix(name).partition(";")[0])
            renamed.append(CONDA_NAMES.get(name, name).lower() + bounds)
    return renamed


def keep_for_pip(project: dict) -> list[str]:
    requirements = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    return [line for line in requirements if name_of(line) in NOT_ON_CONDA]


if __name__ == "__main__":
    LOCK.write_text(render_lock("--upgrade" in sys.argv), "utf-8", newline="\n")
    ENVIRONMENT.write_text(render_environment(), "utf-8", newline="\n")
