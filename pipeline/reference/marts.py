"""What stands in the tables that the program makes: pipeline/sql/MARTS.md."""

from pipeline.errors import DeclarationError
from pipeline.reference.made import LAYERS, Made, explained_tables, unexplained
from pipeline.reference.markdown import code, page, table
from pipeline.schema.glossary import explain_column, glossary

INTRO = """\
Every table of `zaken.duckdb` that the program makes. `meldcode show TABLE` prints one. A table with
`zaak_nr` is case level and stays in tier intern. `stg_<table>` and `reject_<table>` follow the
delivered tables of [the data dictionary](../../data_schema/DATA_DICTIONARY.md): a token becomes a
number (`zaak_nr`), and a refused row keeps its place and the rule, never its value. The wide tables
for norms (`toets_`) stand in [their own page](../../data_schema/toets/COLUMNS.md)."""


def marts_page() -> str:
    """Return pipeline/sql/MARTS.md; raises DeclarationError when something is not explained."""
    if missing := unexplained():
        raise DeclarationError(
            f"data_schema/glossary explains no {', '.join(missing)}; add nl and en there"
        )
    layers = table(
        ("prefix", "nl", "en"),
        [(code(f"{name}_"), label.nl, label.en) for name, label in glossary().layers.items()],
    )
    parts = [INTRO, layers]
    for layer in (*LAYERS, "stg"):
        found = [one for one in explained_tables() if one.layer == layer]
        parts += [f"## {layer}_", *map(_table, found)]
    return page("Tables that the program makes", *parts)


def _table(one: Made) -> str:
    label = glossary().tables[one.name].label
    rows = []
    for column, kind in one.columns.items():
        if meaning := explain_column(one.name, column):
            rows.append((code(column), kind.lower(), meaning.nl, meaning.en))
    facts = f"### {one.name}\n\n{label.nl} · *{label.en}* · {one.grain}"
    return f"{facts}\n\n{table(('column', 'type', 'nl', 'en'), rows)}"
