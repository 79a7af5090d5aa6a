"""The data dictionary: what a school delivers, and the wide tables on which norms are written."""

from pipeline.reference.markdown import bullets, code, page, table
from pipeline.schema.tables import CodeList, Column, Table, code_lists, tables
from pipeline.schema.toets import Grain, ToetsColumn, grains

INTRO = """\
What a school delivers: a folder with one CSV file per table, or one XLSX with one sheet per table.
`levering`, `zaak` and `gebeurtenis` are required; every other table, and every column that is not
marked *required*, may be absent. What is absent is *not registered*, never *no*.

*token*: random, made at the school (`meldcode pseudonymise`); nobody else can lead it back to a
pupil. *jn*: `ja`, `nee`, `onbekend` or `nvt`; an empty cell is `onbekend`."""

COLUMNS_INTRO = """\
The columns that a norm may name in its conditions, per unit that it judges (`grain` in the norm's
file). An example in a norm needs only the columns that matter: the others have the value in the
column *default*; without one they are empty (`NULL`), which is *not recorded*."""


def dictionary_page() -> str:
    """Return data_schema/DATA_DICTIONARY.md."""
    delivered = [_table(one) for one in tables().values()]
    lists = [_code_list(one) for one in code_lists().values()]
    contents = bullets(f"[{one.name}](#{one.name}): {one.title.en}" for one in tables().values())
    parts = [INTRO, "## Tables", contents, *delivered, "## Code lists", *lists]
    return page("Data dictionary", *parts)


def columns_page() -> str:
    """Return data_schema/toets/COLUMNS.md."""
    parts = [_grain(one) for one in grains().values()]
    shared = next(iter(grains().values())).school_columns
    return page(
        "Columns for norms", COLUMNS_INTRO, *parts, "## In every grain", _toets_columns(shared)
    )


def _table(one: Table) -> str:
    facts = [
        f"### {one.name}",
        f"{one.title.nl} · *{one.title.en}* · {one.grain} · key: {', '.join(one.key)}"
        + (" · required" if one.required else ""),
        table(("column", "kind", "nl", "en"), (_column(column) for column in one.columns)),
    ]
    return "\n\n".join(facts)


def _column(column: Column) -> tuple[str, str, str, str]:
    kind = "token" if column.token else code(column.codes) or column.type
    limits = [f"{column.minimum}–{column.maximum}"] if column.maximum is not None else []
    marks = [kind, *limits, *(["required"] if column.required else [])]
    texts = [column.title.nl, column.title.en]
    if column.description:
        texts = [f"{column.title.nl}. {column.description.nl}"]
        texts.append(f"{column.title.en}. {column.description.en}")
    return code(column.name), ", ".join(marks), texts[0], texts[1]


def _code_list(one: CodeList) -> str:
    rows = [(code(name), label.nl, label.en) for name, label in one.codes.items()]
    title = f"### {one.name}\n\n{one.title.nl} · *{one.title.en}*"
    return f"{title}\n\n{table(('code', 'nl', 'en'), rows)}"


def _grain(one: Grain) -> str:
    return f"## {one.name}\n\n{one.grain}\n\n{_toets_columns(one.columns)}"


def _toets_columns(columns: dict[str, ToetsColumn]) -> str:
    rows = [
        (code(name), _kind(column), _default(column), column.label.nl, column.label.en)
        for name, column in columns.items()
    ]
    return table(("column", "kind", "default", "nl", "en"), rows)


def _kind(column: ToetsColumn) -> str:
    return ", ".join(map(code, column.codes)) or column.type


def _default(column: ToetsColumn) -> str:
    value = str(column.default).lower() if isinstance(column.default, bool) else column.default
    return "" if value is None else str(value)
