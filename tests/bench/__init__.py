"""Measurements: ratios of one run, printed as a table; nothing here asserts a time."""
