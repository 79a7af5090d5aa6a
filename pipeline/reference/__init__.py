"""The pages that are made from the declarations, so that they cannot say something else.

`python -m pipeline.reference` writes them all; a test compares them. It needs the test packages.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pipeline.paths import DATA_SCHEMA, SQL
from pipeline.reference.commands import commands_page
from pipeline.reference.dictionary import columns_page, dictionary_page
from pipeline.reference.dpia import dpia_page
from pipeline.reference.indicators import PAGES as INDICATOR_PAGES
from pipeline.reference.indicators import indicators_page
from pipeline.reference.marts import marts_page
from pipeline.reference.published import published_page
from pipeline.reference.words import glossary_page, rules_page

PAGES: dict[Path, Callable[[], str]] = {
    DATA_SCHEMA / "DATA_DICTIONARY.md": dictionary_page,
    DATA_SCHEMA / "DPIA.md": dpia_page,
    DATA_SCHEMA / "glossary" / "GLOSSARY.md": glossary_page,
    DATA_SCHEMA / "releases" / "PUBLISHED.md": published_page,
    DATA_SCHEMA / "rules" / "RULES.md": rules_page,
    DATA_SCHEMA / "toets" / "COLUMNS.md": columns_page,
    SQL / "MARTS.md": marts_page,
    SQL.parent / "commands" / "COMMANDS.md": commands_page,
}
for _language, _file in INDICATOR_PAGES.items():
    PAGES[DATA_SCHEMA / "indicators" / _file] = partial(indicators_page, _language)


def write_pages() -> Iterator[Path]:
    """Write every page whose text has changed; yields those."""
    for path, make in PAGES.items():
        text = make()
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            yield path
