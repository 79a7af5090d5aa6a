"""On the school's own machine: local numbers become random tokens, and tokens numbers again."""

from pipeline.pseudonymise.cells import Withheld
from pipeline.pseudonymise.delivery import (
    PseudonymisedDelivery,
    forget_cases,
    pseudonymise_delivery,
    reveal_tokens,
)

__all__ = [
    "PseudonymisedDelivery",
    "Withheld",
    "forget_cases",
    "pseudonymise_delivery",
    "reveal_tokens",
]
