"""One worker: a warm kernel that is replaced when it has broken or has made enough reports."""

from pathlib import Path
from types import TracebackType

from pipeline.report.kernel import WarmKernel, close_loop
from pipeline.report.run import Outcome, notebook_path, run_notebook


class Worker:
    """Runs notebooks one after the other in one thread."""

    def __init__(self, folder: Path, reports_per_kernel: int) -> None:
        self.folder = folder
        self.limit = reports_per_kernel
        self.kernel: WarmKernel | None = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._drop()
        close_loop()

    def run(self, notebook: str, parameters: dict[str, str]) -> Outcome:
        """Run one notebook. A kernel in which something went wrong is not used again."""
        kernel = self._ready_kernel()
        try:
            return run_notebook(notebook_path(notebook), parameters, kernel)
        except BaseException:
            self._drop()
            raise

    def _ready_kernel(self) -> WarmKernel:
        if self.kernel is not None and self.kernel.reports >= self.limit:
            self._drop()
        if self.kernel is None:
            self.kernel = WarmKernel(self.folder)
        return self.kernel

    def _drop(self) -> None:
        kernel, self.kernel = self.kernel, None
        if kernel is not None:
            kernel.close()
