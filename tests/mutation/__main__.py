"""Changes a module or query in one place at a time and tells which changes no test notices.

    python -m tests.mutation [--seed 1] [--most 40] [--only PATTERN] [SUBJECT ...]

Each mutant is written in a copy of the checkout, where the tests of that subject then run.
"""

import argparse
import random
import re
import shutil
import tempfile
from pathlib import Path

from tests.mutation import python, sql
from tests.mutation.subjects import SUBJECTS
from tests.mutation.trial import FAILED, PASSED, Trial

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("pipeline", "data_schema", "notebooks", "tests", "pyproject.toml", "start.py")


def copy_checkout(folder: Path) -> None:
    """Copy what the tests need."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)


def find_file(checkout: Path, subject: str) -> Path:
    """Return the file of a subject: a query, else a module."""
    query = checkout / "pipeline" / f"{subject}.sql"
    return query if query.exists() else query.with_suffix(".py")


def examine(subject: str, checkout: Path, given: argparse.Namespace) -> None:
    """Print how many mutants of a subject were noticed, and each one that was not."""
    path = find_file(checkout, subject)
    original, is_query = path.read_text("utf-8"), path.suffix == ".sql"
    found = list((sql if is_query else python).mutants(original))
    chosen = random.Random(given.seed).sample(found, min(given.most, len(found)))
    chosen = [one for one in chosen if re.search(given.only, one[0])]
    ends = []
    with Trial(checkout, SUBJECTS[subject], is_query=is_query) as trial:
        print(f"{subject}: {trial.seconds:.1f} s", flush=True)
        for what, changed in chosen:
            path.write_text(changed, "utf-8")
            ends.append(trial.run())
            if ends[-1] != FAILED:
                print(f"  {subject}: {ends[-1]}: {what}", flush=True)
    path.write_text(original, "utf-8")
    noticed = len(ends) - ends.count(PASSED)
    print(f"{subject}: {noticed} of {len(ends)} noticed ({len(found)} places)", flush=True)


def main() -> None:
    """Examine the subjects that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=", ".join(SUBJECTS))
    parser.add_argument("--most", type=int, default=40, help="mutants per subject")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="of those, the ones that fit it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy_checkout(Path(folder))
        for subject in given.subjects or SUBJECTS:
            examine(subject, Path(folder), given)


if __name__ == "__main__":
    main()
