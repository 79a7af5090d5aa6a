"""The norms of a meldcode: judged in one static query per grain, and shown with their source."""

from pipeline.norms.build import build_norms
from pipeline.norms.reference import norm_lines

__all__ = ["build_norms", "norm_lines"]
