"""Replaces the local numbers of a delivery by the tokens of the school's vault."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import DeliveryRefused, VaultError
from pipeline.pseudonymise.cells import UNREADABLE, Withheld, passing
from pipeline.pseudonymise.source import LocalRow, LocalTable
from pipeline.schema.headings import own_key
from pipeline.schema.tables import Table, tables
from pipeline.vault import Vault, is_token, make_token, spelling


@dataclass(frozen=True)
class TokenTable:
    """One table as it may leave the school."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Replaced:
    """A delivery without local numbers, and which cells were withheld from it."""

    tables: tuple[TokenTable, ...]
    withheld: tuple[Withheld, ...]


def kind_of(column: str) -> str:
    """Return what a token column points at: zaak_id → zaak, herziet_besluit_id → besluit."""
    return column.removesuffix("_id").split("_")[-1]


def replace_numbers(local: Mapping[str, LocalTable], vault: Vault) -> Replaced:
    """Return the delivery with tokens; the vault learns the numbers that it did not know.

    Raises VaultError when the delivery is of another school than the vault.
    """
    school = bind_school(local["levering"], vault)
    for name in tables():
        if name in local and own_key(local[name].table):
            _learn_numbers(local[name], vault)
    replacer = _Replacer(vault, school)
    return Replaced(
        tables=tuple(replacer.table(each) for each in local.values()),
        withheld=tuple(replacer.withheld),
    )


def bind_school(levering: LocalTable, vault: Vault) -> str:
    """Return the school's token. The first delivery ties a vault to its school for good."""
    if len(levering.rows) != 1:
        raise DeliveryRefused(f"the table levering has {len(levering.rows)} rows; it takes one")
    given = levering.rows[0].cells.get("school_id", "")
    token = _school_token(given, vault)
    if token is None or vault.school_id not in (None, token):
        raise VaultError(_OTHER_SCHOOL)
    vault.school_id = token
    return token


def _school_token(given: str, vault: Vault) -> str | None:
    """Return the token that levering means; None for a name that a used vault does not know."""
    if is_token(given):
        return given
    if not given:
        return vault.school_id or make_token("school")
    if vault.school_id:
        return vault.find("school", given)
    return vault.entry("school", given).token


_OTHER_SCHOOL = (
    "this vault belongs to another school than the one on levering; "
    "next: use that school's vault, or put its own code on levering. Nothing was changed"
)


def _learn_numbers(local: LocalTable, vault: Vault) -> None:
    """Give every numbered row of a table its entry, tied to its case."""
    own, tokens = own_key(local.table), vault.tokens()
    for row in local.rows:
        number = row.cells.get(own or "", "")
        if own and number and number not in tokens:
            case = vault.find("zaak", row.cells.get("zaak_id", ""))
            vault.entry(kind_of(own), number, case)


class _Replacer:
    """Replaces table by table; keeps the tokens of numbers that no row explains."""

    def __init__(self, vault: Vault, school: str) -> None:
        self.vault = vault
        self.tokens = vault.tokens()
        self.school = school
        self.withheld: list[Withheld] = []
        self.orphans: dict[tuple[str, str], str] = {}
        self.local_numbers = frozenset(entry.local for entry in vault.entries.values())

    def table(self, local: LocalTable) -> TokenTable:
        own = own_key(local.table)
        extra = (own,) if own and own not in local.columns else ()
        columns = (*extra, *local.columns)
        rows = tuple(
            tuple(self._cell(local.table, column, row) for column in columns) for row in local.rows
        )
        return TokenTable(local.table.name, columns, rows)

    def _cell(self, table: Table, name: str, row: LocalRow) -> str:
        column = table.column(name)
        text = row.cells.get(name, "")
        if column.token:
            return self._token(table, name, text)
        passed = passing(column, text, self.local_numbers)
        if passed is None:
            self.withheld.append(Withheld(table.name, name, row.line))
            return UNREADABLE
        return passed

    def _token(self, table: Table, column: str, text: str) -> str:
        kind = kind_of(column)
        if kind == "school":
            own = not text or table.name == "levering" or text == self.school
            return self.school if own else self._find("school", text)
        if kind == "bestuur":
            return text if is_token(text) else self.vault.entry("bestuur", text).token
        if not text:
            own = column == own_key(table) and table.name != "zaak"
            return make_token(kind) if own else ""
        return text if text in self.tokens else self._find(kind, text)

    def _find(self, kind: str, text: str) -> str:
        """Return the token of a number; a number that stands nowhere gets one for this run."""
        known = self.vault.find(kind, text)
        return known or self.orphans.setdefault((kind, spelling(text)), make_token(kind))
