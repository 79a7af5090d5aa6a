"""The Dutch words of the entry template for columns and codes, derived from the declarations.

The template shows a heading where a delivery has a column name, and a label where it has a code.
Whoever reads a template back uses the same maps, so that a changed title cannot break loading.
"""

from pipeline.schema.tables import CodeList, Column, Table

_SCHOOL_TOKENS = ("school_id", "bestuur_id")


def heading(column: Column) -> str:
    """Return the heading above a column in the template: an own number instead of a token."""
    word = "(code)" if column.name in _SCHOOL_TOKENS else "(eigen nummer)"
    return column.title.nl.replace("(token)", word)


def columns_by_heading(table: Table) -> dict[str, str]:
    """Return the declared column for each heading, title and name, all in small letters."""
    spellings: dict[str, str] = {}
    for column in table.columns:
        for text in (column.name, column.title.nl, heading(column)):
            spellings[text.casefold()] = column.name
    return spellings


def codes_by_label(code_list: CodeList) -> dict[str, str]:
    """Return the code for each Dutch label and for the code itself, all in small letters."""
    labels = {label.nl.casefold(): code for code, label in code_list.codes.items()}
    return labels | {code.casefold(): code for code in code_list.codes}
