"""Runs chosen tests on a copy of the checkout, again and again, each time in a fresh process.

Starting Python, importing pandas and scipy and reading the declarations takes longer than most
tests here. So a server in the copy does that once, and forks for each mutant. What it keeps is of
other packages, and of the parts of the pipeline that neither hold nor use what is changed.
"""

import inspect
import json
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

OWN = ("pipeline", "tests", "conftest", "start", "notebooks", "__mp_main__")
KEPT = ("pipeline.schema", "pipeline.errors", "pipeline.paths", "pipeline.workspace")
"""Of the project, what every other part builds on; with a query every module is kept."""
PASSED, FAILED, TOO_LONG = "passed", "failed", "too long"
NAMES = "modules.json"


class Trial:
    """The tests of one module in one copy; `run` says whether they pass on what stands there."""

    def __init__(self, checkout: Path, tests: list[str], *, is_query: bool) -> None:
        kept = ("pipeline",) if is_query else KEPT
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.mutation.trial", ",".join(kept), *tests],
            cwd=checkout,
            env={
                **os.environ,
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.seconds = float(self._ask())

    def __enter__(self) -> "Trial":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.server.stdin is not None
        self.server.stdin.close()
        self.server.wait()

    def run(self) -> str:
        """Return PASSED, FAILED or TOO_LONG: ten times the processor time of the sound module."""
        assert self.server.stdin is not None
        print("run", file=self.server.stdin, flush=True)
        return self._ask()

    def _ask(self) -> str:
        assert self.server.stdout is not None
        line = self.server.stdout.readline()
        if not line:
            raise RuntimeError("the tests do not pass on the module as it is")
        return str(json.loads(line))


def serve(kept: tuple[str, ...], tests: list[str]) -> None:
    """Answer each line on standard input with how the tests ended, in a fork for each."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if _fork(tests, 3600, keep_names=True)[0] != PASSED:
        return
    _import_ahead(kept)
    result, seconds = _fork(tests, 3600)
    print(json.dumps(seconds), file=answers, flush=True)
    for _ in sys.stdin:
        result, _used = _fork(tests, int(10 * seconds) + 10)
        print(json.dumps(result), file=answers, flush=True)


def _import_ahead(kept: tuple[str, ...]) -> None:
    """Import what the tests imported, and read the declarations that are read once."""
    for name in json.loads(Path(NAMES).read_text("utf-8")):
        if name.partition(".")[0] in OWN and not name.startswith(kept):
            continue
        with suppress(Exception):  # a module that only imports as part of another
            __import__(name)
    schema = [module for name, module in sys.modules.items() if name.startswith("pipeline.schema")]
    for function in {
        value for module in schema for value in vars(module).values() if _is_once(value)
    }:
        function()


def _is_once(value: object) -> bool:
    """Return whether this is a function that takes nothing and keeps its answer."""
    return hasattr(value, "cache_info") and not inspect.signature(value).parameters  # type: ignore[arg-type]


def _fork(tests: list[str], limit: int, *, keep_names: bool = False) -> tuple[str, float]:
    """Run the tests in a child; returns how they ended and the processor time it took."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        os._exit(_run_tests(tests, keep_names))
    _, status, used = os.wait4(child, 0)
    ended = PASSED if status == 0 else FAILED if os.WIFEXITED(status) else TOO_LONG
    return ended, used.ru_utime + used.ru_stime


def _run_tests(tests: list[str], keep_names: bool) -> int:
    import pytest
    from hypothesis import Phase, settings

    # one example that fails is enough; looking for the shortest takes minutes
    settings.register_profile("no shrinking", phases=(Phase.explicit, Phase.generate))
    settings.load_profile("no shrinking")
    code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))
    if keep_names:
        Path(NAMES).write_text(json.dumps(list(sys.modules)), "utf-8")
    return code


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    serve(tuple(sys.argv[1].split(",")), sys.argv[2:])
