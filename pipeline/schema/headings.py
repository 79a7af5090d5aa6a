"""The Dutch headings of the entry template, derived from the declarations.

A reader of the template uses the same function, so that a changed title cannot break loading.
"""

from pipeline.schema.tables import Column, Table

_GIVEN_TOKENS = ("school_id", "bestuur_id")


def heading(column: Column) -> str:
    """Return the heading above a column in the template: an own number instead of a token."""
    word = "(code)" if column.name in _GIVEN_TOKENS else "(eigen nummer)"
    return column.title.nl.replace("(token)", word)


def own_key(table: Table) -> str | None:
    """Return the column with the row's own token, such as besluit_id of besluit; None without one.

    `pseudonymise` can make it when a school does not number these rows.
    """
    links = {link.column for link in table.foreign_keys}
    if len(table.key) > 1 or table.key[0] in links or table.name == "levering":
        return None
    return table.key[0]
