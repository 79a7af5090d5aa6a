"""A warm kernel for papermill: started once, wiped between reports, never on a network socket."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines

ENGINE = "meldcode"
_WARM_UP = "from pipeline.report.wipe import warm_up; warm_up(); del warm_up"
_WIPE = "from pipeline.report.wipe import wipe; wipe()"
_START_SECONDS = 120


class WarmKernel:
    """One kernel process. All its methods must be called from the thread that made it."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="k", dir=folder))
        self.manager = _new_manager(self.folder)
        self.reports = 0
        try:
            run_sync(self.manager.start_kernel)(
                cwd=str(self.folder),
                extra_arguments=["--HistoryManager.enabled=False"],
                env={**os.environ, "IPYTHONDIR": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            )
            self.client: Any = self.manager.client()
            self.client.start_channels()
            run_sync(self.client.wait_for_ready)(timeout=_START_SECONDS)
            self._run(_WARM_UP)
        except BaseException:
            self.close()
            raise

    def wipe(self) -> None:
        """Empty the kernel's memory: names, open databases, cached frames."""
        self._run(_WIPE)
        self.reports += 1

    def close(self) -> None:
        """Stop the process and remove its folder."""
        try:
            if hasattr(self, "client"):
                self.client.stop_channels()
            run_sync(self.manager.shutdown_kernel)(now=True)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, code: str) -> None:
        reply = run_sync(self.client.execute_interactive)(
            code, store_history=False, allow_stdin=False, output_hook=lambda _: None, timeout=60
        )
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"the kernel could not be prepared: {reply['content']['ename']}")


def _new_manager(folder: Path) -> AsyncKernelManager:
    manager = AsyncKernelManager(kernel_name="python3")
    manager.connection_file = str(folder / "k.json")
    if os.name == "posix":  # Windows has no IPC sockets in zmq: there TCP on 127.0.0.1
        manager.transport = "ipc"
        manager.ip = str(folder / "s")
    return manager


class WarmEngine(Engine):  # type: ignore[misc]
    """Papermill engine that runs a notebook in a kernel that is already there."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, kernel: WarmKernel, timeout: int = 300, **_: Any
    ) -> None:
        client = PapermillNotebookClient(
            nb_man, km=kernel.manager, kernel_name=kernel_name, timeout=timeout
        )
        client.kc = kernel.client
        client.execute(cleanup_kc=False)


papermill_engines.register(ENGINE, WarmEngine)


@contextmanager
def kernel_folder(inside: Path) -> Iterator[Path]:
    """Yield a private folder for sockets; in the system's temporary folder when the path is long.

    A socket's path may have no more than about 100 characters. What a killed run left is removed,
    also at the end: a kernel that was just starting when its run was killed makes its folder again.
    """
    inside.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove_abandoned(inside)
    folder = Path(tempfile.mkdtemp(prefix=f"kern-{os.getpid()}-", dir=_place(inside)))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        remove_abandoned(inside)


def _place(inside: Path) -> Path:
    short = len(str(inside.resolve())) < 60
    return inside.resolve() if short else Path(tempfile.gettempdir())


def remove_abandoned(inside: Path) -> None:
    """Remove the folders of processes that are no longer there."""
    for folder in _place(inside).glob("kern-*-*"):
        owner = folder.name.split("-")[1]
        if owner.isdigit() and not _is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    if os.name == "nt":  # there a signal 0 would end it, so nothing is swept
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is of somebody else
        return True
    return True


def close_loop() -> None:
    """Close the event loop that `run_sync` made for this thread."""
    try:
        loop = asyncio.get_event_loop_policy().get_event_loop()
    except RuntimeError:
        return
    if not loop.is_running():
        loop.close()
