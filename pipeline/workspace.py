"""The folder in which one bestuur's data and reports live, and what is where in it."""

import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import WorkspaceError

DEFAULT = Path("werkmap")


@dataclass(frozen=True)
class Workspace:
    """Paths of one workspace; nothing is made before `create` is called."""

    root: Path

    @property
    def cases(self) -> Path:
        """Case level, encrypted."""
        return self.root / "zaken.duckdb"

    @property
    def publication(self) -> Path:
        return self.root / "publicatie"

    @property
    def released(self) -> Path:
        """What passed the gate, for bestuur, team, ouders and MR."""
        return self.publication / "vrijgave.duckdb"

    def confidential(self, school_id: str) -> Path:
        """Exact aggregates of one school, for its own directie."""
        return self.publication / "vertrouwelijk" / f"{school_id}.duckdb"

    @property
    def ledger(self) -> Path:
        return self.root / "grootboek.jsonl"

    @property
    def manifest(self) -> Path:
        return self.root / "manifest.json"

    @property
    def school_names(self) -> Path:
        """Optional `school_id,naam`: configuration, never part of a delivery."""
        return self.root / "scholen.csv"

    @property
    def temp(self) -> Path:
        """Where DuckDB spills: inside the workspace, so that nothing lands elsewhere."""
        return self.root / "tmp"

    @property
    def reports(self) -> Path:
        """The top-level `reports/` for the default workspace, else the workspace's own."""
        is_default = self.root == DEFAULT or self.root.resolve() == DEFAULT.resolve()
        return Path("reports") if is_default else self.root / "reports"

    def create(self) -> None:
        """Make the folders, readable by their owner alone."""
        try:
            for folder in (
                self.root,
                self.temp,
                self.publication,
                self.publication / "vertrouwelijk",
            ):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.chmod(folder, 0o700)
        except OSError as problem:
            raise WorkspaceError(
                f"cannot make the workspace {self.root}: {problem.strerror}"
            ) from None

    def require_cases(self) -> None:
        """Raise when nothing was loaded yet."""
        if not self.cases.exists():
            raise WorkspaceError(
                f"nothing is loaded in {self.root}; next: meldcode load DELIVERY...,"
                " or meldcode demo"
            )
