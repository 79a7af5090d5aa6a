"""Made-up deliveries of invented schools, with the known truth beside them.

`make_sample` writes them; `CANARY` marks every made-up zaak token, so that a leak can be found.
"""

from pipeline.sample.make import SampleSummary, make_sample
from pipeline.sample.tokens import CANARY, CANARY_PATTERN

__all__ = ["CANARY", "CANARY_PATTERN", "SampleSummary", "make_sample"]
