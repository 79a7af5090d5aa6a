"""Which schools form a cluster, and which were merged: configuration of the workspace, not data.

`clusters.csv` (school_id, cluster): every school that delivers, or the file is absent.
`fusies.csv` (school_id, opgegaan_in): a school that is gone, and the one it became part of.
"""

import csv
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.workspace import Workspace


def _read_pairs(path: Path, value: str) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{path} cannot be read as UTF-8") from None
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.DictReader(text.splitlines(), delimiter=delimiter)
    if {"school_id", value} - set(rows.fieldnames or ()):
        raise UsageError(f"{path} needs the columns school_id and {value}")
    pairs = [(row["school_id"], row[value]) for row in rows]
    if len(dict(pairs)) < len(pairs) or not all(a and b for a, b in pairs):
        raise UsageError(f"{path}: each school_id stands once, with its {value}")
    return dict(pairs)


def read_clusters(workspace: Workspace) -> dict[str, str]:
    """Return school → cluster; empty when the workspace has no clusters."""
    clusters = _read_pairs(workspace.root / "clusters.csv", "cluster")
    if set(clusters) & set(clusters.values()):
        raise UsageError("clusters.csv: a cluster may not have the name of a school")
    return clusters


def read_mergers(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """Return school → the schools that were merged into it, one step or more ago."""
    into = _read_pairs(workspace.root / "fusies.csv", "opgegaan_in")
    found: dict[str, list[str]] = {}
    for school in sorted(into):
        target, steps = into[school], 0
        while target in into:
            target, steps = into[target], steps + 1
            if steps > len(into):
                raise UsageError("fusies.csv: schools are merged in a circle")
        found.setdefault(target, []).append(school)
    return {school: tuple(merged) for school, merged in found.items()}
