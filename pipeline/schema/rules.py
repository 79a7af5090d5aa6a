"""The rules a delivery is checked against, as declared in `data_schema/rules`."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.tables import Label, tables
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

SEVERITIES = ("levering", "rij", "waarschuwing")
EACH = ("dates", "past_dates")
VIEWS = ("overzicht", "ronde", "feiten", "kalender")
"""What a condition may use beside the delivered tables: see `pipeline/intake/sql`."""

ROW_NUMBERS = ("nr", "rij")
"""Columns that every row has without being declared."""

_REFERENCE = re.compile(r"\b([a-z_]+)\.([a-z_0-9]+)\b")


@dataclass(frozen=True)
class Rule:
    """One rule. Without `holds` it is built in: reading, tripwires, cells and keys.

    `holds` is an SQL condition over one row of `table` and what belongs to it; a row for which it
    is false breaks the rule, one for which it is null cannot be judged. `needs` are the columns
    ('table.column') or tables without which it does not run. With `each`, `holds` stands for every
    date column in turn, named {kolom}.
    """

    name: str
    group: str
    severity: str
    text: Label
    mend: Label
    source: str | None
    table: str | None
    column: str | None
    each: str | None
    holds: str | None
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """A rule written out for one table and one column."""

    rule: Rule
    table: str
    column: str
    holds: str
    needs: tuple[str, ...]


@declared
def read_rules(path: Path) -> list[Rule]:
    """Return the rules of one file; raises DeclarationError with file, rule and key."""
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "title", "rules"), ("note",))
    return [_rule(path, name, body) for name, body in content["rules"].items()]


def _rule(path: Path, name: str, body: dict[str, Any]) -> Rule:
    where = f"{path.name}: {name}"
    optional = ("source", "table", "column", "each", "holds", "needs")
    check_keys(where, body, ("severity", "text", "mend"), optional)
    check_choice(where, "severity", body["severity"], SEVERITIES)
    for key in ("text", "mend"):
        check_keys(f"{where}: {key}", body[key], ("nl", "en"))
    if "each" in body:
        check_choice(where, "each", body["each"], EACH)
    elif "holds" in body:
        check_choice(where, "table", body.get("table"), tables())
        check_choice(where, "column", body.get("column"), tables()[body["table"]].column_names)
    return Rule(
        name=name,
        group=path.stem,
        severity=body["severity"],
        text=Label(body["text"]["nl"], body["text"]["en"]),
        mend=Label(body["mend"]["nl"], body["mend"]["en"]),
        source=body.get("source"),
        table=body.get("table"),
        column=body.get("column"),
        each=body.get("each"),
        holds=body.get("holds"),
        needs=tuple(body.get("needs", ())),
    )


@cache
def rules(root: Path = DATA_SCHEMA) -> dict[str, Rule]:
    """Return every rule by name, in the order of the files."""
    found: dict[str, Rule] = {}
    for path in sorted((root / "rules").glob("*.yml")):
        for rule in read_rules(path):
            if rule.name in found:
                raise DeclarationError(f"{path.name}: {rule.name} stands in two files")
            found[rule.name] = rule
    return found


@cache
def conditions(rule: str, root: Path = DATA_SCHEMA) -> tuple[Condition, ...]:
    """Return a rule written out for every table and column that it judges."""
    found = rules(root)[rule]
    if found.holds is None:
        return ()
    return tuple(each for table in tables(root) for each in _written_out(found, table))


def _written_out(rule: Rule, table: str) -> list[Condition]:
    assert rule.holds is not None
    if rule.each is None:
        columns = [rule.column] if rule.table == table and rule.column else []
    else:
        columns = [
            column.name
            for column in tables()[table].columns
            if column.type == "date" and not (rule.each == "past_dates" and column.future)
        ]
    return [
        Condition(rule, table, column, holds, (*_references(holds), *rule.needs))
        for column in columns
        for holds in [rule.holds.replace("{kolom}", f"{table}.{column}").replace("{tabel}", table)]
    ]


def _references(holds: str) -> list[str]:
    """Return the declared columns that a condition names, as 'table.column'."""
    found = []
    for table, column in dict.fromkeys(_REFERENCE.findall(holds)):
        if table not in VIEWS:
            check_choice(holds, "table", table, tables())
            if column not in ROW_NUMBERS:
                check_choice(holds, "column", column, tables()[table].column_names)
                found.append(f"{table}.{column}")
    return found
