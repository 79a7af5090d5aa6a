"""Reads deliveries of any dialect as text: which table, which column, which row; never a meaning.

Nothing here refuses or repairs a value. What stands in the way of reading is a `Problem`.
"""

from pipeline.reading.delivery import Delivery, find_deliveries, find_files, open_delivery
from pipeline.reading.source import Dialect, Problem, TableText

__all__ = [
    "Delivery",
    "Dialect",
    "Problem",
    "TableText",
    "find_deliveries",
    "find_files",
    "open_delivery",
]
