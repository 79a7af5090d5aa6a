"""Changes the SQL of a mart in one place at a time and tells which changes no test notices.

    python -m tests.mutation [--seed 1] [--most 40] [MART ...]

Each mutant is written in a copy of the checkout, where the tests of that mart then run.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import sqlglot
from sqlglot import exp

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("pipeline", "data_schema", "notebooks", "tests", "pyproject.toml")
CURVES = ["tests/property/test_life_tables.py", "tests/spec/test_methods.py"]
TESTS = {
    "mart_overleving": CURVES,
    "mart_duur": [*CURVES, "tests/spec/test_durations_mart.py"],
    "mart_uitkomst": [*CURVES, "tests/spec/test_outcomes_mart.py"],
    "mart_doorlooptijd": ["tests/spec/test_durations_mart.py", "tests/spec/test_real_timing.py"],
    "mart_stroom": ["tests/spec/test_flow_mart.py", "tests/spec/test_purged_years_mart.py"],
    "mart_stilstand": ["tests/spec/test_stalled_mart.py"],
    "mart_evaluatie": ["tests/spec/test_evaluations_mart.py"],
}
SWAPPED: dict[type[exp.Expression], type[exp.Expression]] = {
    exp.LT: exp.LTE, exp.LTE: exp.LT, exp.GT: exp.GTE, exp.GTE: exp.GT,
    exp.EQ: exp.NEQ, exp.NEQ: exp.EQ, exp.And: exp.Or, exp.Or: exp.And,
    exp.Add: exp.Sub, exp.Sub: exp.Add, exp.Mul: exp.Div, exp.Div: exp.Mul,
    exp.Min: exp.Max, exp.Max: exp.Min,
}  # fmt: skip
EXTREMES = (exp.Min, exp.Max)


def mutants(sql: str) -> Iterator[tuple[str, str]]:
    """Yield (what was changed, the changed query) for every place that can be changed."""
    places = len(list(sqlglot.parse_one(sql, read="duckdb").walk()))
    for place in range(places):
        tree = sqlglot.parse_one(sql, read="duckdb")
        node = list(tree.walk())[place]
        before = node.sql("duckdb")
        if isinstance(node, exp.Where):
            node.set("this", exp.true())
        elif isinstance(node, exp.Not):
            node.replace(node.this)
        elif type(node) in SWAPPED and ("expression" in node.args or type(node) in EXTREMES):
            node.replace(SWAPPED[type(node)](**node.args))
        else:
            continue
        yield " ".join(before.split())[:100], tree.sql("duckdb", pretty=True)


def survives(checkout: Path, tests: list[str]) -> bool:
    """Return whether every test passes in the copy."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests],
        cwd=checkout,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def examine(mart: str, checkout: Path, most: int, seed: int) -> None:
    """Print how many mutants of a mart were noticed, and each one that was not."""
    path = checkout / "pipeline" / "sql" / f"{mart}.sql"
    original = path.read_text("utf-8")
    found = list(mutants(original))
    chosen = random.Random(seed).sample(found, min(most, len(found)))
    survivors = []
    for what, query in chosen:
        path.write_text(query, "utf-8")
        if survives(checkout, TESTS[mart]):
            survivors.append(what)
    path.write_text(original, "utf-8")
    print(f"{mart}: {len(chosen) - len(survivors)} of {len(chosen)} noticed ({len(found)} places)")
    for what in survivors:
        print(f"  not noticed: {what}", flush=True)


def main() -> None:
    """Examine the marts that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("marts", nargs="*", metavar="MART", help=", ".join(TESTS))
    parser.add_argument("--most", type=int, default=40, help="mutants per mart")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            source, target = ROOT / name, Path(folder) / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        for mart in given.marts or TESTS:
            examine(mart, Path(folder), given.most, given.seed)


if __name__ == "__main__":
    main()
