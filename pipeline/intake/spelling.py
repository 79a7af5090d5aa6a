"""The spellings under which a code is accepted, as a temporary table `spelling`."""

from pipeline.intake.frames import make_temp_table
from pipeline.schema.sources import normalise
from pipeline.schema.tables import CodeList, code_lists
from pipeline.warehouse import Connection


def write_spellings(connection: Connection) -> None:
    """Make `spelling` (lijst, spelling, code): one row per accepted way to write a code."""
    rows = [row for each in code_lists().values() for row in spelling_rows(each)]
    columns = {"lijst": "VARCHAR", "spelling": "VARCHAR", "code": "VARCHAR"}
    make_temp_table(connection, "spelling", columns, rows)


def spelling_rows(code_list: CodeList) -> list[tuple[str, str, str]]:
    """Return list, spelling and code: the code itself, its Dutch label, and what is declared.

    A spelling without letters or digits, such as '?', stays as it is."""
    found = {normalise(label.nl): code for code, label in code_list.codes.items()}
    found |= {normalise(code): code for code in code_list.codes}
    found |= {
        normalise(text) or text: code
        for code, texts in code_list.spellings.items()
        for text in texts
    }
    return [(code_list.name, spelling, code) for spelling, code in found.items()]
