"""A second engine gives the same marts: `build --engine spark`, row for row beside DuckDB.

Runs where PySpark and Java are installed: pip install 'meldcode-evaluatie[spark]'.
"""

import math
import shutil
from pathlib import Path

import pytest

from pipeline.__main__ import run
from pipeline.sample import make_sample
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

pytest.importorskip("pyspark", reason="PySpark is not installed (the extra 'spark')")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java, which Spark needs, is not here"),
]

ROOT = Path(__file__).resolve().parents[2]
WABO = ROOT.parent / "shared" / "testdata" / "wabo" / "2026-01-31"
ONE_SCHOOL = ROOT / "tests" / "data" / "wabo_school_09"
# A handful of rows: compiling each query to Java would take longer than running it.
SETTINGS = """
spark.sql.shuffle.partitions 1
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.adaptive.enabled false
spark.default.parallelism 1
"""


@pytest.fixture(autouse=True)
def spark_and_key(tmp_path, monkeypatch):
    (tmp_path / "spark-defaults.conf").write_text(SETTINGS, "utf-8")
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))


def test_every_mart_and_every_verdict_is_the_same_row_for_row(tmp_path):
    """On made-up schools and on real timings, together in one workspace."""
    root = tmp_path / "werkmap"
    real = sorted(WABO.iterdir()) if WABO.is_dir() else [ONE_SCHOOL]
    deliveries = [*make_sample(tmp_path / "in", schools=4, years=3).deliveries, *real]
    assert run(["load", *map(str, deliveries), "--workspace", str(root)]) in (0, 3)
    assert run(["build", "--workspace", str(root)]) == 0
    ours = read_marts(root)
    assert run(["build", "--engine", "spark", "--workspace", str(root)]) == 0
    theirs = read_marts(root)
    assert set(ours) == set(theirs) and len(ours) > 40
    assert [name for name in ours if not same(ours[name], theirs[name])] == []
    assert list((root / "tmp").iterdir()) == []


def read_marts(root):
    """Return name → columns with types, and rows in an order of their own, of all that is built."""
    found = {}
    with open_cases(Workspace(root), read_only=True) as connection:
        names = [row[0] for row in connection.execute("SHOW TABLES").fetchall()]
        for name in names:
            if name.startswith(("mart_", "oordeel_")):
                columns = connection.execute(f"DESCRIBE {name}").fetchall()
                rows = connection.execute(f"SELECT * FROM {name}").fetchall()
                found[name] = columns, sorted(rows, key=repr_of_row)
    return found


def repr_of_row(row):
    """The last digits of a sum of fractions may differ between engines: nine are compared."""
    return repr(tuple(round(value, 9) if isinstance(value, float) else value for value in row))


def same(one, other):
    columns, rows = one
    other_columns, other_rows = other
    return (
        columns == other_columns
        and len(rows) == len(other_rows)
        and all(map(same_row, rows, other_rows))
    )


def same_row(one, other):
    return all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) if isinstance(a, float) and b else a == b
        for a, b in zip(one, other, strict=True)
    )
