"""Says of every rule how it came out for one delivery: in order, a finding, or not run and why."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from pipeline.intake.findings import Finding, RuleResult
from pipeline.schema.rules import Rule, conditions, rules
from pipeline.schema.tables import Label

IN_ORDER, FINDING, NOT_RUN = "in_orde", "bevinding", "niet_uitgevoerd"

NO_PREVIOUS = Label("geen eerdere levering om mee te vergelijken", "no earlier delivery to compare")
CRASHED = Label("de regel kon niet worden uitgevoerd", "the rule could not be run")
COMPARING = ("peildatum_ouder", "zaken_verdwenen", "tabel_verdwenen")


def rule_results(
    findings: Iterable[Finding], delivered: frozenset[str], crashed: frozenset[str], is_first: bool
) -> tuple[RuleResult, ...]:
    """Return one result per rule; `delivered` are the tables and 'table.column's there are."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.regel] += finding.aantal
    return tuple(
        RuleResult(rule.name, rule.severity, FINDING, counts[rule.name], None)
        if counts[rule.name]
        else _quiet_result(rule, delivered, rule.name in crashed, is_first)
        for rule in rules().values()
    )


@cache
def _quiet_result(
    rule: Rule, delivered: frozenset[str], has_crashed: bool, is_first: bool
) -> RuleResult:
    """Return the result of a rule that found nothing: it held, or it could not be run."""
    if has_crashed:
        return RuleResult(rule.name, rule.severity, NOT_RUN, 0, CRASHED)
    if is_first and rule.name in COMPARING:
        return RuleResult(rule.name, rule.severity, NOT_RUN, 0, NO_PREVIOUS)
    missing = missing_columns(rule, delivered)
    if missing:
        names = ", ".join(missing)
        reason = Label(f"niet geleverd: {names}", f"not delivered: {names}")
        return RuleResult(rule.name, rule.severity, NOT_RUN, 0, reason)
    return RuleResult(rule.name, rule.severity, IN_ORDER, 0, None)


def missing_columns(rule: Rule, delivered: frozenset[str]) -> list[str]:
    """Return what a rule needs and was not delivered; empty when it can judge something."""
    lacking = [sorted(set(each.needs) - delivered) for each in conditions(rule.name)]
    return min(lacking, key=len) if lacking else []
