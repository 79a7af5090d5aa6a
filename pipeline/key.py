"""Keys: each a file of its own, outside the project, the workspace and the vault's folder."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from pipeline.errors import KeyFileError

VARIABLE = "MELDCODE_KEY_FILE"
VAULT_VARIABLE = "MELDCODE_VAULT_KEY_FILE"


@dataclass(frozen=True)
class KeyName:
    """One kind of key: its file name, the environment variable that moves it, how it is made."""

    file: str
    variable: str
    made_by: str


CASES = KeyName("sleutel", VARIABLE, "load a delivery first")
VAULT = KeyName("kluissleutel", VAULT_VARIABLE, "pseudonymise with a new vault first")


def key_path(name: KeyName = CASES) -> Path:
    """Return where the key file is or will be: the variable's, else the user's configuration."""
    named = os.environ.get(name.variable)
    return Path(named) if named else platformdirs.user_config_path("meldcode") / name.file


def make_key(path: Path) -> None:
    """Write 256 random bits to a new file that only its owner can read."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise KeyFileError(f"cannot make the key file {path}: {problem.strerror}") from None


def read_key(path: Path | None = None, name: KeyName = CASES) -> str:
    """Return the key. Refuses a file that others can read, or that holds no key."""
    path = path or key_path(name)
    if not path.exists():
        raise KeyFileError(
            f"there is no key file at {path}; set {name.variable}, or {name.made_by}"
        )
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyFileError(f"others can read the key file {path}; next: chmod 600 {path}")
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) != 64 or not all(c in "0123456789abcdef" for c in key):
        raise KeyFileError(f"the key file {path} does not hold a key of 64 hexadecimal characters")
    return key


def ensure_key(name: KeyName = CASES) -> tuple[Path, bool]:
    """Return the key file's path and whether it was made just now."""
    path = key_path(name)
    if path.exists():
        return path, False
    make_key(path)
    return path, True


def key_fingerprint(key: str) -> str:
    """Return 16 characters that tell two keys apart and give nothing of a 256-bit key away."""
    return hashlib.sha256(b"meldcode key " + key.encode("ascii")).hexdigest()[:16]
