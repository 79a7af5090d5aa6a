"""Deletes what is past its term, and writes down that it did."""

from pipeline.retention.purge import closed_until, purge_workspace

__all__ = ["closed_until", "purge_workspace"]
