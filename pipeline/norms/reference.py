"""The norms as a reader sees them: one line each, and the reference page with the examples."""

from pipeline.schema.meldcode import DEFAULT, read_meldcode


def norm_lines(meldcode: str = DEFAULT, language: str = "nl") -> list[tuple[str, str, str, str]]:
    """Return per norm: id, step, what it asks, and where it stands in the source."""
    code = read_meldcode(meldcode)
    return [(norm.id, norm.step, norm.label[language], norm.source.section) for norm in code.norms]
