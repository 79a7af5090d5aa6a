"""The entry workbook for a school without an export, made from the declarations."""

from pipeline.template.workbook import Prefilled, write_template

__all__ = ["Prefilled", "write_template"]
