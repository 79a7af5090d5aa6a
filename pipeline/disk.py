"""What kind of disk a folder is on: a network share keeps no promise that a workspace needs.

DuckDB and the ledger hold a file lock, and every result is put in place by one rename. Over NFS,
SMB and the like a lock may be no lock and a rename no single step, so two could write at once.
"""

import os
from pathlib import Path

NETWORK_TYPES = ("nfs", "cifs", "smb", "fuse.sshfs", "davfs", "afpfs", "9p", "fuse.rclone")


def network_share(folder: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """Return what kind of share a folder is on, such as nfs4; None for a disk of its own."""
    place = folder.resolve()  # on Windows a letter of a mapped disk becomes its share
    if str(place).startswith("\\\\"):
        return "a Windows share"
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return None
    above = {str(place), *map(str, place.parents)}
    held = [(len(line[1]), line[2]) for line in lines if len(line) > 2 and line[1] in above]
    kind = max(held, default=(0, ""))[1]
    return kind if kind.startswith(NETWORK_TYPES) else None


def is_writable(file: Path) -> bool:
    """Return whether a file can be changed where it stands, and others made beside it."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
