"""Runs chosen tests on a copy of the checkout, again and again, each time in a fresh process.

Starting Python and importing pandas and scipy takes longer than most tests here. So a server in
the copy imports once what is not of this project, and forks for each mutant.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from types import TracebackType

OWN = ("pipeline", "tests", "conftest", "start", "notebooks", "__mp_main__")
PASSED, FAILED, TOO_LONG = "passed", "failed", "too long"


class Trial:
    """The tests of one module in one copy; `run` says whether they pass on what stands there."""

    def __init__(self, checkout: Path, tests: list[str]) -> None:
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.mutation.trial", *tests],
            cwd=checkout,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
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


def serve(tests: list[str]) -> None:
    """Answer each line on standard input with how the tests ended, in a fork for each."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if _fork(tests, 3600, import_after=True)[0] != PASSED:
        return
    for name in json.loads(Path("modules.json").read_text("utf-8")):
        try:
            __import__(name)
        except Exception:  # a module that only imports as part of another
            continue
    result, seconds = _fork(tests, 3600)
    print(json.dumps(seconds), file=answers, flush=True)
    for _ in sys.stdin:
        result, _used = _fork(tests, int(10 * seconds) + 10)
        print(json.dumps(result), file=answers, flush=True)


def _fork(tests: list[str], limit: int, *, import_after: bool = False) -> tuple[str, float]:
    """Run the tests in a child; returns how they ended and the processor time it took."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        os._exit(_run_tests(tests, import_after))
    _, status, used = os.wait4(child, 0)
    ended = PASSED if status == 0 else FAILED if os.WIFEXITED(status) else TOO_LONG
    return ended, used.ru_utime + used.ru_stime


def _run_tests(tests: list[str], keep_modules: bool) -> int:
    import pytest

    code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))
    if keep_modules:
        foreign = [name for name in sys.modules if name.partition(".")[0] not in OWN]
        Path("modules.json").write_text(json.dumps(foreign), "utf-8")
    return code


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    serve(sys.argv[1:])
