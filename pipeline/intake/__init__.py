"""Takes deliveries in: checks every cell and row, keeps every finding, stores what is right."""

from pipeline.intake.findings import Check, Fill, Finding, Reading, RuleResult
from pipeline.intake.load import check_deliveries, load_deliveries
from pipeline.intake.quality import Quality, quality_of, read_quality
from pipeline.intake.register import delivery_register

__all__ = [
    "Check",
    "Fill",
    "Finding",
    "Quality",
    "Reading",
    "RuleResult",
    "check_deliveries",
    "delivery_register",
    "load_deliveries",
    "quality_of",
    "read_quality",
]
