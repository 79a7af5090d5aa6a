"""What each delivered column is used for: which norms, indicators, overviews and checks need it."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from pipeline.reference.lineage import Column, delivered_origins
from pipeline.reference.made import made_tables
from pipeline.schema.measures import Indicator, indicators
from pipeline.schema.meldcode import Meldcode, read_meldcode
from pipeline.schema.norms import Norm
from pipeline.schema.rules import rules
from pipeline.schema.tables import Label

# The marts behind what a report shows apart from norms and indicators.
OVERVIEWS = {
    "mart_doorlooptijd": Label("tijd per stap", "time per step"),
    "mart_evaluatie": Label("evaluaties", "evaluations"),
    "mart_stilstand": Label("werklijst", "worklist"),
    "mart_stroom": Label("in- en uitstroom", "stock and flow"),
    "mart_uitkomst_stand": Label("5A en 5B", "5A and 5B"),
    "mart_leerpunt": Label("leerpunten", "lessons"),
    "mart_maatregel": Label("organisatie", "organisation"),
    "mart_omvang": Label("zaken per 1000 leerlingen", "cases per 1000 pupils"),
    "mart_vertraging": Label("tijd tot vastleggen", "time to recording"),
    "mart_levering": Label("wie heeft geleverd", "who has delivered"),
}
_WORD = re.compile(r"\b[a-z_]\w*\b")


@dataclass
class Use:
    """Ids of norms and indicators, names of marts behind overviews and of rules of the intake."""

    norms: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    overviews: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.norms or self.indicators or self.overviews or self.rules)


@cache
def uses() -> dict[Column, Use]:
    """Return the use of every delivered column that has one, by (table, column)."""
    found: defaultdict[Column, Use] = defaultdict(Use)
    code = read_meldcode()
    for norm in code.checked:
        for origin in _norm_origins(code, norm):
            found[origin].norms.append(norm.id)
    for indicator in indicators().values():
        for origin in _indicator_origins(indicator):
            found[origin].indicators.append(indicator.id)
    for mart in OVERVIEWS:
        for origin in _origins(mart, made_tables()[mart].columns):
            found[origin].overviews.append(mart)
    _add_rules(found)
    return dict(found)


def _origins(table: str, columns: object) -> set[Column]:
    return set().union(*(delivered_origins(table, str(column)) for column in columns))  # type: ignore[attr-defined]


def _norm_origins(code: Meldcode, norm: Norm) -> set[Column]:
    grain = code.grains[str(norm.grain)]
    words = {
        word
        for rule in norm.rules
        for condition in (*rule.conditions.values(), rule.day)
        for word in _WORD.findall(condition)
    }
    own = _origins(f"toets_{grain.name}", words & set(grain.columns))
    return own | _origins("toets_school", words & set(grain.school_columns))


def _indicator_origins(indicator: Indicator) -> set[Column]:
    if indicator.kind == "distribution":
        return set()
    conditions = (indicator.applies, indicator.mature, indicator.recorded, indicator.counts)
    words = {word for condition in conditions for word in _WORD.findall(condition)}
    return _origins(indicator.mart, words & set(made_tables()[indicator.mart].columns))


def _add_rules(found: defaultdict[Column, Use]) -> None:
    for rule in rules().values():
        named = set(re.findall(r"\b([a-z_]+)\.([a-z_0-9]+)\b", rule.holds or ""))
        if rule.table and rule.column:
            named.add((rule.table, rule.column))
        for origin in named:
            found[origin].rules.append(rule.name)
