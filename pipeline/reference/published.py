"""What is published to whom, and which reports are made of it."""

from pipeline.reference.markdown import code, page, table
from pipeline.schema.editions import Edition, editions
from pipeline.schema.releases import Catalogue, ReleaseTable, catalogue
from pipeline.schema.tiers import Tier

INTRO = """\
Everything that may leave the case database. A table that is not named here cannot be published; a
table of tier vrijgave is published only when the gate finds that no hidden number can be worked
out, from it or from anything released before. [What that costs](COST.md): in numbers that are not
shown, and in time."""

PUBLISHES = {
    "nothing": "case level; nothing is published",
    "exact": "exact counts of one school",
    "safe": "counts that passed the gate",
}


def published_page() -> str:
    """Return data_schema/releases/PUBLISHED.md."""
    known = catalogue()
    parts = [INTRO, "## Tiers", _tiers(known), "## Tables"]
    for tier in known.tiers.values():
        if found := known.of_tier(tier.name):
            parts += [f"### {tier.name}", _tables(found)]
    parts += ["## Dimensions", _dimensions(known), "## Reports", _editions()]
    return page("What is published to whom", *parts)


def _tiers(known: Catalogue) -> str:
    header = ("tier", "nl", "en", "readers", "what", "smallest count shown")
    return table(header, [_tier(one) for one in known.tiers.values()])


def _tier(one: Tier) -> tuple[str, ...]:
    limits = one.rules.threshold.items() if one.rules else ()
    smallest = ", ".join(f"{level} {limit}" for level, limit in limits)
    readers = f"{one.readers.nl} · {one.readers.en}"
    return code(one.name), one.title.nl, one.title.en, readers, PUBLISHES[one.publishes], smallest


def _tables(found: tuple[ReleaseTable, ...]) -> str:
    header = ("table", "nl", "en", "about")
    return table(
        header, [(code(one.name), one.title.nl, one.title.en, _about(one)) for one in found]
    )


def _about(one: ReleaseTable) -> str:
    return ", ".join(map(code, one.dimensions or one.columns))


def _dimensions(known: Catalogue) -> str:
    rows = []
    for one in known.dimensions.values():
        codes = ", ".join(f"{code(name)} {label.en}" for name, label in one.codes.items())
        rows.append((code(one.name), one.title.nl, one.title.en, codes))
    return table(("dimension", "nl", "en", "codes"), rows)


def _editions() -> str:
    header = ("edition", "nl", "en", "reader", "tier", "one per", "notebook")
    return table(header, [_edition(one) for one in editions().values()])


def _edition(one: Edition) -> tuple[str, ...]:
    reader = f"{one.reader.nl} · {one.reader.en}"
    return code(one.name), one.label.nl, one.label.en, reader, one.tier, one.per, code(one.notebook)
