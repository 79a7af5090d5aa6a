"""Takes deliveries in: checks every cell and row, keeps every finding, stores what is right."""

from pipeline.intake.findings import Check, Finding
from pipeline.intake.load import check_deliveries, load_deliveries

__all__ = ["Check", "Finding", "check_deliveries", "load_deliveries"]
