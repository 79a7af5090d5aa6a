"""Runs one piece of work in a process of its own and kills it (SIGKILL) at a chosen event.

An event is something that leaves a trace: a statement to DuckDB, or a file that is opened for
writing, renamed, removed or made. Counting events makes a kill land where it matters, and the same
seed lands on the same event again. A short delay after it lands inside a statement.
"""

import os
import pickle
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

FILE_EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}
WRITE_FLAGS = os.O_WRONLY | os.O_RDWR
TIMEOUT = 300


@dataclass(frozen=True)
class Ending:
    """How a run ended. `answer` is what it returned; `events` how many it met, None when killed."""

    was_killed: bool
    answer: Any = None
    events: int | None = None


def run(work: Callable[[], Any], *, kill_at: int | None = None, delay: float = 0.0) -> Ending:
    """Run `work` in a fork and kill it `delay` seconds after event number `kill_at`.

    This process must never have opened DuckDB itself: its threads do not survive a fork.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _be_the_child(work, writer, kill_at, delay)
    os.close(writer)
    told, status = _hear(child, reader)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Ending(True)
    if not told:
        raise RuntimeError(f"the work ended without an answer (status {status})")
    answer, events = pickle.loads(told)
    return Ending(False, answer, events)


def _hear(child: int, reader: int) -> tuple[bytes, int]:
    """Return what the child told and how it ended; kills it when the time is over."""
    end, told = time.monotonic() + TIMEOUT, bytearray()
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            part = pipe.read(1 << 16)
            if not part:
                return bytes(told), _wait(child, end)
            told += part
    _give_up(child)


def _wait(child: int, end: float) -> int:
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.005)
    _give_up(child)


def _give_up(child: int) -> NoReturn:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise TimeoutError("the work hangs")


def _be_the_child(work: Callable[[], Any], writer: int, kill_at: int | None, delay: float) -> None:
    """Do the work and tell the answer; never returns."""
    try:
        counted = _Counter(kill_at, delay)
        counted.listen()
        answer = work()
        with os.fdopen(writer, "wb") as pipe:
            pickle.dump((answer, counted.number), pipe)
        code = 0
    except BaseException as problem:
        print(f"{type(problem).__name__}: {problem}", file=sys.stderr)
        code = 3
    finally:
        sys.stderr.flush()
    os._exit(code)


class _Counter:
    def __init__(self, kill_at: int | None, delay: float) -> None:
        self.number, self.kill_at, self.delay = 0, kill_at, delay

    def listen(self) -> None:
        """Hear of every event from now on, in every thread."""
        import duckdb

        execute = duckdb.DuckDBPyConnection.execute

        def counted(connection: Any, *given: Any, **named: Any) -> Any:
            self.count()
            return execute(connection, *given, **named)

        duckdb.DuckDBPyConnection.execute = counted  # type: ignore[method-assign]
        sys.addaudithook(self.hear)

    def hear(self, event: str, given: tuple[Any, ...]) -> None:
        is_write = event == "open" and isinstance(given[2], int) and given[2] & WRITE_FLAGS
        if event in FILE_EVENTS or is_write:
            self.count()

    def count(self) -> None:
        self.number += 1
        if self.number == self.kill_at:
            if self.delay:
                threading.Timer(self.delay, _die).start()
            else:
                _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
