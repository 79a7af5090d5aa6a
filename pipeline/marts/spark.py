"""Runs the queries of a build on Apache Spark: the same SQL, carried over by sqlglot.

Tables go there and back as Parquet, in a folder that DuckDB and Spark both reach. That Parquet is
plain: Spark cannot open the encrypted case database. SCALE.md says what that asks of a cluster.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.engine import replace_by_view
from pipeline.errors import BuildError, UsageError, WorkspaceError
from pipeline.warehouse import Connection
from pipeline.workspace import Workspace

LOCAL = "local[*]"
"""Spark on this machine, on all its cores."""


@dataclass(frozen=True)
class Cluster:
    """Where Spark runs (`master`), and the folder through which tables go there and back.

    No `exchange` is the workspace's own temporary folder, which Spark on this machine can reach.
    `memory` is for Spark on this machine; a cluster has its own settings.
    """

    master: str = LOCAL
    exchange: Path | None = None
    memory: str | None = None

    @property
    def is_local(self) -> bool:
        return self.master.startswith("local")


def require_spark(cluster: Cluster) -> None:
    """Raise UsageError, with what to do, when Spark cannot be started from here."""
    try:
        import pyspark  # noqa: F401
        import sqlglot  # noqa: F401
    except ImportError:
        raise UsageError(
            "--engine spark needs PySpark; next: pip install 'meldcode-evaluatie[spark]'"
        ) from None
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{home}/bin" if home else None) is None:
        raise UsageError("--engine spark needs Java 17 or newer; next: install it or set JAVA_HOME")
    if not cluster.is_local and cluster.exchange is None:
        raise UsageError(
            f"--master {cluster.master} needs --exchange DIR: a folder that this machine and the"
            " cluster both reach under that name"
        )
    if cluster.exchange is not None and not cluster.exchange.is_dir():
        raise UsageError(f"--exchange {cluster.exchange} is no folder; make it first")


@contextmanager
def exchange_folder(workspace: Workspace, cluster: Cluster) -> Iterator[Path]:
    """Yield a new folder that its owner alone can enter; gone afterwards, with all that is in it.

    Raises UsageError when Spark cannot be started, or could not reach the folder.
    """
    require_spark(cluster)
    place = cluster.exchange or workspace.temp
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_prefix(workspace), dir=place.resolve()))
    except OSError as problem:
        raise WorkspaceError(f"cannot write in {place}: {problem.strerror}") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(workspace: Workspace, cluster: Cluster | None, used: Path | None) -> None:
    """Delete what a build that was killed left behind; only who holds the database may do so."""
    places = {workspace.temp, cluster.exchange if cluster and cluster.exchange else workspace.temp}
    for place in places:
        for folder in place.glob(f"{_prefix(workspace)}*"):
            if folder.resolve() != used:
                shutil.rmtree(folder, ignore_errors=True)


def _prefix(workspace: Workspace) -> str:
    """Return how folders of this workspace begin, so that two may share one exchange."""
    return f"spark-{hashlib.sha256(str(workspace.root.resolve()).encode()).hexdigest()[:12]}-"


@contextmanager
def open_spark(connection: Connection, cluster: Cluster, folder: Path) -> Iterator["Spark"]:
    """Yield the engine; Spark is stopped afterwards."""
    session = _start(cluster, folder)
    try:
        yield Spark(connection, session, folder)
    finally:
        session.stop()


def _start(cluster: Cluster, folder: Path) -> Any:
    """Return a Spark session. What is not set here comes from the user's spark-defaults.conf."""
    from pyspark.logger import PySparkLogger
    from pyspark.sql import SparkSession

    PySparkLogger.getLogger("SQLQueryContextLogger").disabled = True  # it prints values of rows
    builder = SparkSession.builder.appName("meldcode").master(cluster.master)
    for name, value in _settings(cluster, folder).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except _spark_errors() as problem:
        raise WorkspaceError(
            f"Spark did not start on {cluster.master} ({type(problem).__name__});"
            " is the cluster there, and Java 17 or newer?"
        ) from None


def _spark_errors() -> tuple[type[Exception], ...]:
    """Return what may go wrong there; its text is never shown: it may hold a value of a row."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from sqlglot.errors import SqlglotError

    return PySparkException, Py4JError, SqlglotError, OSError


def _settings(cluster: Cluster, folder: Path) -> dict[str, str]:
    """Return the settings on which the figures depend, and those that keep a local run private.

    Not ANSI: a division by zero is NULL, as in DuckDB and as sqlglot takes it to be.
    """
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "false",
        "spark.sql.caseSensitive": "false",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
        "spark.io.encryption.enabled": "true",
    }
    if cluster.is_local:
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.local.dir": str(folder / "spill"),
        }
        if cluster.memory:
            settings["spark.driver.memory"] = cluster.memory.lower().removesuffix("b")
    return settings


class Spark:
    """An engine beside DuckDB. A table of the case database goes over when a query first reads it.

    Every mart comes back into a table that DuckDB declared for the same query, so that it has the
    same columns and types whichever engine made it.
    """

    def __init__(self, connection: Connection, session: Any, folder: Path) -> None:
        self.connection = connection
        self._session, self._folder = session, folder
        self._there: set[str] = set()

    def make_table(self, name: str, query: str) -> None:
        self._declare("TABLE", name, query)
        self._run(name, query)
        self._bring_back(name)

    def make_temporary(self, name: str, query: str) -> None:
        self._declare("TEMP TABLE", name, query)
        self._run(name, query)

    def make_view(self, name: str, query: str) -> None:
        replace_by_view(self.connection, name, query)
        self._select(name, query).createOrReplaceTempView(name)
        self._there.add(name)

    def _declare(self, kind: str, name: str, query: str) -> None:
        """Make an empty table with the columns that the query has in DuckDB."""
        described = self.connection.execute(f"DESCRIBE {query}").fetchall()
        columns = ", ".join(f'"{column}" {type_}' for column, type_, *_ in described)
        self.connection.execute(f"CREATE OR REPLACE {kind} {name} ({columns})")

    def _run(self, name: str, query: str) -> None:
        """Write the rows of a query as Parquet, which later queries read under its name."""
        frame = self._select(name, query)
        try:
            frame.write.mode("overwrite").parquet(self._place(name))
        except _spark_errors() as problem:
            raise BuildError(f"{name} was not built on Spark ({type(problem).__name__})") from None
        self._show(name)

    def _select(self, name: str, query: str) -> Any:
        """Return the query as a Spark frame, after the tables that it reads went over."""
        import sqlglot
        from sqlglot import exp

        tree = sqlglot.parse_one(query, read="duckdb")
        named = {str(cte.alias) for cte in tree.find_all(exp.CTE)}
        for table in sorted({str(one.name) for one in tree.find_all(exp.Table)} - named):
            if table not in self._there:
                self._hand_over(table)
        try:
            return self._session.sql(tree.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE))
        except _spark_errors() as problem:
            raise BuildError(f"Spark cannot run {name} ({type(problem).__name__})") from None

    def _hand_over(self, table: str) -> None:
        self.connection.execute(f"COPY {table} TO '{self._place(table)}' (FORMAT parquet)")
        self._show(table)

    def _show(self, name: str) -> None:
        """Let Spark read a table's Parquet under the table's own name."""
        self._session.read.parquet(self._place(name)).createOrReplaceTempView(name)
        self._there.add(name)

    def _bring_back(self, name: str) -> None:
        files = f"{self._place(name)}/*.parquet"
        self.connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM read_parquet('{files}')")

    def _place(self, name: str) -> str:
        return str(self._folder / name).replace("'", "''")
