"""What `build --engine spark` says before Spark starts, and what it may leave behind: nothing."""

import stat
import sys

import pytest

from pipeline.__main__ import run
from pipeline.errors import UsageError
from pipeline.marts.spark import Cluster, exchange_folder, remove_leftovers, require_spark
from pipeline.workspace import Workspace


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """PySpark and Java, as far as can be seen from outside."""
    java = tmp_path / "jre" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.touch(mode=0o755)
    monkeypatch.setitem(sys.modules, "pyspark", sys)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jre"))


def test_without_pyspark_a_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(UsageError, match=r"pip install 'meldcode-evaluatie\[spark\]'"):
        require_spark(Cluster())


@pytest.mark.skipif(sys.platform == "win32", reason="what runs there ends in .exe")
def test_without_java_a_line_says_so(installed, monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nergens"))
    with pytest.raises(UsageError, match="needs Java 17 or newer"):
        require_spark(Cluster())


@pytest.mark.skipif(sys.platform == "win32", reason="what runs there ends in .exe")
def test_a_cluster_needs_a_folder_that_both_reach(installed, tmp_path):
    require_spark(Cluster())
    with pytest.raises(UsageError, match="needs --exchange DIR"):
        require_spark(Cluster("spark://cluster:7077"))
    with pytest.raises(UsageError, match="is no folder"):
        require_spark(Cluster("spark://cluster:7077", tmp_path / "nergens"))
    require_spark(Cluster("spark://cluster:7077", tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of POSIX")
def test_the_tables_go_through_a_folder_of_their_owner_that_is_gone_afterwards(installed, tmp_path):
    workspace = Workspace(tmp_path / "werkmap")
    workspace.create()
    with exchange_folder(workspace, Cluster(exchange=tmp_path)) as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.parent == tmp_path.resolve()
        (folder / "stg_zaak").touch()
    assert not folder.exists()


def test_what_a_killed_build_left_is_deleted_by_the_next_one_but_not_anothers(tmp_path):
    workspace, other = Workspace(tmp_path / "werkmap"), Workspace(tmp_path / "andere")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.marts.spark.require_spark", lambda cluster: None)
        patch.setattr("shutil.rmtree", lambda *_, **__: None)
        for one in (workspace, other):
            with exchange_folder(one, Cluster(exchange=tmp_path)) as folder:
                (folder / "stg_zaak").touch()
    remove_leftovers(workspace, Cluster(exchange=tmp_path), None)
    assert list(tmp_path.glob("spark-*")) == [folder]


def test_a_master_without_the_engine_is_wrong_use(capsys, tmp_path):
    root = str(tmp_path / "werkmap")
    assert run(["build", "--master", "spark://cluster:7077", "--workspace", root]) == 2
    assert "go with --engine spark" in capsys.readouterr().err
    assert run(["build", "--engine", "polars", "--workspace", root]) == 2
    assert "choices: duckdb, spark" in capsys.readouterr().err
