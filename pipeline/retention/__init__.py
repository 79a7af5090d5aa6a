"""Deletes what is past its term, and writes down that it did."""

from pipeline.retention.purge import purge_workspace, whole_after

__all__ = ["purge_workspace", "whole_after"]
