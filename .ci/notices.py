"""Writes THIRD_PARTY.md: every package that start.py installs, with its licence.

    .venv/bin/python .ci/notices.py

Names and versions come from requirements.lock, licences from the packages that are installed; run
it in a full .venv (`python start.py test`).
"""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "THIRD_PARTY.md"
GROUPS = {
    "setup": "To install the others",
    "run": "To run `meldcode`",
    "lab": "For `meldcode lab`",
    "test": "For the tests",
}
HEADER = """\
# What others made

<!-- This page is made by `python .ci/notices.py` from requirements.lock. -->

None of these packages is in this repository; `start.py` and pip fetch them. Their licences are as
they state them themselves.

Data that others made: the school holidays and public holidays of
[data_schema/calendar](data_schema/calendar/README.md), with their sources, and the timings in
`tests/data/wabo_school_09` ([its README](tests/data/wabo_school_09/README.md) says whose).
"""


def read_lock() -> dict[str, list[tuple[str, str]]]:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    parts = re.split(r"^# group: (\w+)$", text, flags=re.M)
    pinned = re.compile(r"^([a-z0-9][\w.-]*)==([\w.!+]+)", re.M)
    return {
        group: sorted(set(pinned.findall(section)))
        for group, section in zip(parts[1::2], parts[2::2], strict=True)
    }


def find_licence(name: str) -> str:
    try:
        return shorten(metadata(name)) or "see the package"
    except PackageNotFoundError:
        return "not for this machine"


def shorten(found: PackageMetadata) -> str:
    if expression := found.get("License-Expression"):
        return expression
    stated = found.get("License") or ""
    if stated and len(stated) < 60 and stated.upper() not in ("UNKNOWN", "DUAL LICENSE"):
        return stated  # else the text of a licence, or nothing
    classifiers = [c for c in found.get_all("Classifier") or [] if c.startswith("License ::")]
    return ", ".join(c.rpartition(":: ")[2] for c in classifiers if "Approved" not in c[-14:])


def render() -> str:
    parts = [HEADER]
    for group, packages in read_lock().items():
        rows = [f"| {name} | {version} | {find_licence(name)} |" for name, version in packages]
        parts.append("\n".join([f"## {GROUPS[group]}", "", "| package | version | licence |",
                                "| --- | --- | --- |", *rows, ""]))  # fmt: skip
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
