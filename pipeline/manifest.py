"""`manifest.json`: what the last run of each stage took in, made and hid, as counts and hashes."""

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from pipeline.workspace import Workspace

STAGES = ("load", "build", "release", "report")
PACKAGES = ("duckdb", "pandas", "numpy", "scipy", "altair", "papermill")


def read_manifest(workspace: Workspace) -> dict[str, Any]:
    """Return the manifest, one entry per stage that has run; empty when there is none."""
    try:
        content = json.loads(workspace.manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def record_run(workspace: Workspace, stage: str, **facts: Any) -> None:
    """Replace the entry of `stage` by `facts`, the time (UTC) and the versions it ran with."""
    content = read_manifest(workspace)
    content[stage] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"python": platform.python_version()} | {p: version(p) for p in PACKAGES},
        **facts,
    }
    new = workspace.manifest.with_suffix(".new")
    new.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(new, workspace.manifest)
