"""Makes the reports: notebooks × schools through papermill, each one page, with an index."""

from typing import Any

__all__ = ["ReportSummary", "make_reports"]


def __getattr__(name: str) -> Any:
    """Import on first use: a kernel needs one small module of this package and not papermill."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipeline.report import batch

    return getattr(batch, name)
