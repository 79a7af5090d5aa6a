"""The rules of the intake and the glossary, as pages."""

from pipeline.reference.markdown import code, page, table
from pipeline.schema.glossary import glossary
from pipeline.schema.rules import Rule, rules

RULES_INTRO = """\
Every rule that `meldcode check` tests. *levering* refuses the whole delivery, *rij* one row,
*waarschuwing* nothing. A rule that needs a table or column which was not delivered is *not run*,
and says so."""

GLOSSARY_INTRO = """\
Nouns of the law, of deliveries and of reports are Dutch in the code, as the meldcode writes them;
verbs and machinery are English. Here stand the words of the field with what they mean, then the
English of every other word that stands in the name of a table, column, code, interval, indicator or
threshold. `datum_` is a date, `aantal_` and `n_` a count, `is_` and `heeft_` yes or no, `_id` a
token, `_nr` a number within the database; `dagen` are calendar days."""


def rules_page() -> str:
    """Return data_schema/rules/RULES.md."""
    groups = dict.fromkeys(rule.group for rule in rules().values())
    parts = [RULES_INTRO]
    for group in groups:
        found = [rule for rule in rules().values() if rule.group == group]
        header = ("rule", "severity", "nl", "en", "how to mend")
        parts += [f"## {group}", table(header, [_rule(rule) for rule in found])]
    return page("Rules for a delivery", *parts)


def _rule(rule: Rule) -> tuple[str, ...]:
    mend = f"{rule.mend.nl} · {rule.mend.en}"
    return code(rule.name), rule.severity, rule.text.nl, rule.text.en, mend


def glossary_page() -> str:
    """Return data_schema/glossary/GLOSSARY.md."""
    known = glossary()
    terms = [(code(name), label.nl, label.en) for name, label in sorted(known.terms.items())]
    words = [(code(word), english) for word, english in sorted(known.words.items())]
    return page(
        "Glossary",
        GLOSSARY_INTRO,
        "## Words of the field",
        table(("name", "nl", "en"), terms),
        "## Other words",
        table(("word", "English"), words),
    )
