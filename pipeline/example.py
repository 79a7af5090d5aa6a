"""The made-up workspace behind the notebooks: made once, then read by whoever opens a notebook."""

import os
import shutil
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

import platformdirs

from pipeline.errors import UsageError
from pipeline.paths import DATA_SCHEMA
from pipeline.workspace import Workspace

NAME = "voorbeeld"
VARIABLE = "MELDCODE_VOORBEELD"
_NO_PART = {"present", "report", "commands", "labels", "editions"}  # what does not make it


def sample_root() -> Path:
    """Return where the made-up workspace is or will be; MELDCODE_VOORBEELD names another.

    The name holds a hash of what makes it, so that a change in the code makes a new one.
    """
    named = os.environ.get(VARIABLE)
    return Path(named) if named else platformdirs.user_cache_path("meldcode") / f"{NAME}-{_stamp()}"


def _stamp() -> str:
    package = Path(__file__).resolve().parent
    files = [path for root in (package, DATA_SCHEMA) for path in sorted(root.rglob("*.*"))]
    made_of = [
        path
        for path in files
        if path.suffix in (".py", ".sql", ".yml", ".csv") and not set(path.parts) & _NO_PART
    ]
    return sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()[:12]


@cache
def sample_workspace() -> Workspace:
    """Return the made-up workspace, released; makes it first when it is not there."""
    root = sample_root()
    if not Workspace(root).released.exists():
        _make(root)
    return Workspace(root)


def sample_school() -> str:
    """Return the school of the sample that the notebooks show."""
    return sorted(path.stem for path in _confidential(sample_workspace()))[0]


def sample_publication(name: str) -> Path:
    """Return a file of the sample: `voorbeeld` is one school's, `voorbeeld_bestuur` all's."""
    if name == NAME:
        return sample_workspace().confidential(sample_school())
    if name == f"{NAME}_bestuur":
        return sample_workspace().released
    raise UsageError(
        f"'{name}' is no file; choices: a path below publicatie/, {NAME}, {NAME}_bestuur"
    )


def _confidential(workspace: Workspace) -> list[Path]:
    return list((workspace.publication / "vertrouwelijk").glob("*.duckdb"))


def _make(root: Path) -> None:
    """Make the workspace beside its place and move it there whole, so that no half one is read."""
    from pipeline.disclosure.gate import release
    from pipeline.intake import load_deliveries
    from pipeline.marts import build
    from pipeline.sample import make_sample

    root.parent.mkdir(parents=True, exist_ok=True)
    if VARIABLE not in os.environ:  # our own cache: what was made by older code can go
        for older in root.parent.glob(f"{NAME}-*"):
            shutil.rmtree(older, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as temporary:
        workspace = Workspace(Path(temporary) / NAME)
        workspace.create()
        made = make_sample(Path(temporary) / "leveringen")
        shutil.copyfile(made.folder / "truth" / "scholen.csv", workspace.school_names)
        load_deliveries(workspace, made.deliveries)
        build(workspace)
        release(workspace)
        try:
            os.replace(workspace.root, root)
        except OSError:  # another process was first, with the same content
            if not Workspace(root).released.exists():
                raise
