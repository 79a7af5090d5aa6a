"""The school's vault: which random token stands for which local number.

It lives at the school, encrypted, beside no delivery. A token is random and never computed from a
number, so a row that is deleted here makes its case unlinkable for good.
"""

import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.encrypted_file import (
    is_wrong_key,
    open_encrypted,
    remove_leftovers,
    replace_durably,
)
from pipeline.errors import KeyFileError, VaultError
from pipeline.key import VAULT, key_path, read_key

FORMAT = "1"
TOKEN_BYTES = 13  # 104 bits; the intake asks for at least 96
COLUMNS = ("soort", "lokaal", "token", "zaak")


def make_token(kind: str) -> str:
    """Return a new token: the first letter of its kind, then 104 random bits."""
    return kind[0].upper() + secrets.token_hex(TOKEN_BYTES)


def is_token(text: str) -> bool:
    """Return whether a text has the form of a random token of at least 96 bits."""
    return bool(re.fullmatch(r"[A-Za-z]?[0-9a-f]{24,}", text))


@dataclass(frozen=True)
class Entry:
    """One local number and its token; `case` is the token of the case that it belongs to."""

    kind: str
    local: str
    token: str
    case: str | None


@dataclass
class Vault:
    """The entries of one school, by kind and local number; `known` is when the file was read."""

    vault_id: str
    school_id: str | None = None
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    known: tuple[int, int] | None = None

    def entry(self, kind: str, local: str, case: str | None = None) -> Entry:
        """Return the entry of a local number; an unknown number gets a token of its own."""
        key = kind, spelling(local)
        if key not in self.entries:
            token = make_token(kind)
            own = token if kind == "zaak" else case
            self.entries[key] = Entry(kind, " ".join(local.split()), token, own)
        return self.entries[key]

    def find(self, kind: str, local: str) -> str | None:
        """Return the token of a local number that is known, else None."""
        entry = self.entries.get((kind, spelling(local)))
        return entry.token if entry else None

    def tokens(self) -> frozenset[str]:
        """Return every token that this vault gave out."""
        return frozenset(entry.token for entry in self.entries.values())

    def local_numbers(self) -> dict[str, str]:
        """Return the local number of every token."""
        return {entry.token: entry.local for entry in self.entries.values()}


def spelling(local: str) -> str:
    """Return what two spellings of one local number share: spaces and capitals do not count."""
    return " ".join(local.split()).casefold()


def vault_key(path: Path) -> str:
    """Return the key of the vault in `path`; says so when the vault is there and its key is not."""
    file = key_path(VAULT)
    if path.exists() and not file.exists():
        raise KeyFileError(
            f"{path} is there but its key file {file} is not; put back a copy of the key, or name "
            f"it in {VAULT.variable}. Without it nobody can open this vault"
        )
    return read_key(file, VAULT)


def new_vault() -> Vault:
    """Return an empty vault with a random name of its own."""
    return Vault(vault_id=make_token("kluis"))


def read_vault(path: Path, key: str) -> Vault:
    """Return the vault in `path`; raises KeyFileError or VaultError and changes nothing."""
    if not path.is_file():
        raise VaultError(f"there is no vault at {path}; next: give the path of the school's vault")
    known = _state(path)
    try:
        with open_encrypted(path, key) as connection:
            facts = dict(connection.execute("SELECT naam, waarde FROM kluis").fetchall())
            rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM nummers").fetchall()
    except duckdb.Error as problem:
        raise _open_error(path, problem) from None
    if facts.get("formaat") != FORMAT or len(rows) != int(facts["aantal"]):
        raise VaultError(f"{path} is no vault of this version; nothing was changed")
    entries = {(kind, spelling(local)): Entry(kind, local, *rest) for kind, local, *rest in rows}
    return Vault(facts["kluis_id"], facts["school_id"] or None, entries, known)


def _open_error(path: Path, problem: duckdb.Error) -> Exception:
    if is_wrong_key(problem):
        return KeyFileError(
            f"the key in {key_path(VAULT)} does not open {path}; put back the key file that "
            f"belongs to it, or name it in {VAULT.variable}"
        )
    text = str(problem).lower()  # it names the path: look at fixed phrases only
    if "could not set lock" in text or "another process" in text:
        return VaultError(f"{path} is in use by another process; try again later")
    return VaultError(f"{path} is damaged or no vault; put back a copy of it. Nothing was changed")


def write_vault(path: Path, vault: Vault, key: str) -> None:
    """Write the vault as a new file, read it back, and only then put it in the old one's place.

    Raises VaultError when the file changed since it was read: another run would lose its tokens.
    """
    new = path.with_name(path.name + ".nieuw")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(new)
        _write_rows(new, vault, key)
        if len(read_vault(new, key).entries) != len(vault.entries):
            raise VaultError(f"{new} could not be read back; {path} is as it was")
        if _state(path) != vault.known:
            raise VaultError(f"{path} was changed by another run; it is kept; run this again")
        replace_durably(new, path)
    except (duckdb.Error, OSError):
        raise VaultError(f"cannot write {new}; {path} is as it was") from None
    finally:
        remove_leftovers(new)
    vault.known = _state(path)


def _write_rows(new: Path, vault: Vault, key: str) -> None:
    rows = [(e.kind, e.local, e.token, e.case) for e in vault.entries.values()]
    facts = {
        "formaat": FORMAT,
        "kluis_id": vault.vault_id,
        "school_id": vault.school_id or "",
        "aantal": str(len(rows)),
    }
    with open_encrypted(new, key, read_only=False) as connection:
        os.chmod(new, 0o600)
        connection.execute("CREATE TABLE kluis (naam VARCHAR, waarde VARCHAR)")
        connection.execute(
            "INSERT INTO kluis SELECT unnest(?), unnest(?)", [list(facts), list(facts.values())]
        )
        connection.register("rijen", pd.DataFrame(rows, columns=list(COLUMNS), dtype="str"))
        connection.execute(
            "CREATE TABLE nummers AS SELECT "
            + ", ".join(f"{column}::VARCHAR AS {column}" for column in COLUMNS)
            + " FROM rijen"
        )


def _state(path: Path) -> tuple[int, int] | None:
    """Return what changes when the file is replaced, or None when there is no file."""
    if not path.exists():
        return None
    facts = path.stat()
    return facts.st_ino, facts.st_mtime_ns


def forget(vault: Vault, names: Iterable[str]) -> int:
    """Take cases, named by local number or token, out of the vault with all that belongs to them.

    Returns the number of cases. After `write_vault` nobody can link their tokens again.
    """
    wanted = {spelling(name) for name in names}
    gone = {
        entry.token
        for (kind, local), entry in vault.entries.items()
        if kind == "zaak" and (local in wanted or entry.token.casefold() in wanted)
    }
    kept = {key: entry for key, entry in vault.entries.items() if entry.case not in gone}
    vault.entries = kept
    return len(gone)
