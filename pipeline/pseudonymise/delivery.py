"""`pseudonymise_delivery`, `reveal_tokens` and `forget_cases`."""

import csv
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError, VaultError, WorkspaceError
from pipeline.key import key_fingerprint
from pipeline.pseudonymise.cells import Withheld
from pipeline.pseudonymise.replace import Replaced, TokenTable, replace_numbers
from pipeline.pseudonymise.source import read_local
from pipeline.schema.example_row import DELIVERY_MANIFEST
from pipeline.vault import Vault, forget, new_vault, read_vault, vault_key, write_vault


@dataclass(frozen=True)
class PseudonymisedDelivery:
    """What was written: cases in the delivery, how many of them are new in the vault, where.

    `school_id` is the token under which the bestuur knows the school. `withheld` lists the cells
    that did not leave the school because no date, code or number could be read in them.
    """

    cases: int
    new: int
    folder: Path
    school_id: str
    withheld: tuple[Withheld, ...]


def pseudonymise_delivery(
    sources: Path | Sequence[Path], vault: Path, out: Path
) -> PseudonymisedDelivery:
    """Write the delivery in `sources` to the folder `out`, with tokens for local numbers.

    The vault is written first: a delivery never holds a token that the vault does not know.
    Raises KeyFileError, VaultError, DeliveryRefused or UsageError; then nothing was changed.
    """
    sources = [sources] if isinstance(sources, Path) else list(sources)
    key = vault_key(vault)
    opened = read_vault(vault, key) if vault.exists() else new_vault()
    _check_out(out, vault, opened)
    known = set(opened.entries)
    replaced = replace_numbers(read_local(sources), opened)
    write_vault(vault, opened, key)
    _write_delivery(out, replaced, opened, key)
    return PseudonymisedDelivery(
        cases=next(len(table.rows) for table in replaced.tables if table.name == "zaak"),
        new=sum(entry not in known and entry[0] == "zaak" for entry in opened.entries),
        folder=out,
        school_id=opened.school_id or "",
        withheld=replaced.withheld,
    )


def reveal_tokens(vault: Path, tokens: Iterable[str]) -> dict[str, str | None]:
    """Return the local number of each token, or None for a token that is not in this vault."""
    numbers = read_vault(vault, vault_key(vault)).local_numbers()
    return {token: numbers.get(token) for token in tokens}


def forget_cases(vault: Path, names: Iterable[str]) -> int:
    """Delete cases (by local number or token) and what belongs to them from the vault.

    Returns the number of cases deleted; their tokens cannot be linked to a case again, by anyone.
    The vault is written anew, so that the deleted rows are not in the file either. Copies of the
    vault are the school's own to destroy. Raises VaultError when a name is not in the vault.
    """
    key = vault_key(vault)
    opened = read_vault(vault, key)
    wanted = list(dict.fromkeys(names))
    gone = forget(opened, wanted)
    if gone < len(wanted):
        raise VaultError(
            f"{len(wanted) - gone} of {len(wanted)} cases are not in {vault}; nothing was deleted"
        )
    write_vault(vault, opened, key)
    return gone


def _check_out(out: Path, vault: Path, opened: Vault) -> None:
    """Refuse a folder that holds anything but an earlier delivery of this vault."""
    if vault.resolve().is_relative_to(out.resolve()):
        raise UsageError(f"the vault may not stand in {out}: that folder leaves the school")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; give a folder for the delivery")
    if out.exists() and any(out.iterdir()) and _vault_of(out) != opened.vault_id:
        raise UsageError(f"{out} holds other files; give an empty or a new folder")


def _vault_of(folder: Path) -> str | None:
    """Return the vault with which the delivery in `folder` was made, or None."""
    try:
        found = json.loads((folder / DELIVERY_MANIFEST).read_text(encoding="utf-8"))
        return str(found["kluis_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_delivery(out: Path, replaced: Replaced, vault: Vault, key: str) -> None:
    """Write a new folder and put it in the place of the earlier delivery."""
    new, old = out.with_name(out.name + ".nieuw"), out.with_name(out.name + ".oud")
    try:
        for folder in (new, old):
            shutil.rmtree(folder, ignore_errors=True)
        new.mkdir(parents=True)
        for table in replaced.tables:
            _write_table(new / f"{table.name}.csv", table)
        _write_manifest(new / DELIVERY_MANIFEST, replaced, vault, key)
        if out.exists():
            os.replace(out, old)
        os.replace(new, out)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as problem:
        raise WorkspaceError(
            f"cannot write the delivery to {out}: {problem.strerror}; the vault is up to date"
        ) from None


def _write_table(file: Path, table: TokenTable) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter=";", lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(table.rows)


def _write_manifest(file: Path, replaced: Replaced, vault: Vault, key: str) -> None:
    """Write which vault and key made this delivery: names of files at school, no secrets."""
    content = {
        "soort": "levering",
        "versie": 1,
        "kluis_id": vault.vault_id,
        "sleutel_vingerafdruk": key_fingerprint(key),
        "tabellen": {table.name: len(table.rows) for table in replaced.tables},
    }
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
