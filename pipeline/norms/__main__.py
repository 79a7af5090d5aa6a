"""Writes the reference pages of the default meldcode beside it: `python -m pipeline.norms`."""

from pathlib import Path

from pipeline.norms.reference import PAGES, reference_page
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.meldcode import DEFAULT, read_meldcode


def write_pages(name: str = DEFAULT, folder: Path | None = None) -> list[Path]:
    """Write the page of a meldcode in each language; returns the files."""
    written = []
    for language, file in PAGES.items():
        path = (folder or DATA_SCHEMA / "meldcodes" / name) / file
        path.write_text(reference_page(read_meldcode(name), language), encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    write_pages()
