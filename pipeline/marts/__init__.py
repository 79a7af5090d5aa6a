"""Marts: from typed rows to counted ones. `build` is the only way in."""

from pipeline.marts.build import BuildSummary, build, build_marts

__all__ = ["BuildSummary", "build", "build_marts"]
