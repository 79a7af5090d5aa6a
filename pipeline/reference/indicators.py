"""How indicators, time per step and thresholds are counted, with the examples that test them."""

from pipeline.reference.markdown import MADE, MADE_NL, bullets, code, page, table
from pipeline.schema.measures import Example, Indicator, indicators, intervals, thresholds

PAGES = {"nl": "INDICATOREN.md", "en": "INDICATORS.md"}

_TEXTS = {
    "nl": {
        "title": "Zo tellen wij: indicatoren, tijd per stap en drempels",
        "intro": "Elke indicator staat hier met wat telt en met voorbeelden. De voorbeelden zijn "
        "ook de toets van het programma: klopt er een niet, dan komt er geen cijfer.\n\n"
        "*Telt* en *telt niet* vormen samen de noemer. *Open*: de tijd is nog niet voorbij. "
        "*Niet vastgelegd*: het antwoord ontbreekt; dat telt nooit als nee. *Buiten*: de vraag "
        "geldt niet.",
        "intervals": "Tijd per stap",
        "intervals_intro": "De tijd loopt van de eerste dag van het ene moment tot de eerste dag "
        "van het andere. Een lopende zaak telt mee tot en met de peildatum.",
        "thresholds": "Drempels",
        "thresholds_intro": "Een drempel zegt na hoeveel dagen een zaak om een blik vraagt. De "
        "school stelt haar eigen drempel vast; tot dan geldt dit voorstel. Een eigen drempel "
        "staat in `werkmap/drempels.csv`.",
        "readers": "voor",
        "source": "bron",
        "caveat": "Let op",
        "cohort": "per schooljaar van het eerste signaal",
        "peildatum": "op de peildatum",
        "header_interval": ("interval", "van … tot …", "eenheid", "bron"),
        "header_threshold": ("drempel", "voorstel", "wat", "door", "op"),
    },
    "en": {
        "title": "How we count: indicators, time per step and thresholds",
        "intro": "Every indicator stands here with what counts and with examples. The examples "
        "are the program's tests too: when one fails, there is no figure.\n\n"
        "*Counts* and *does not count* are the denominator together. *Open*: not due yet. *Not "
        "recorded*: the answer is missing; that is never a no. *Outside*: the question does not "
        "apply.",
        "intervals": "Time per step",
        "intervals_intro": "Time runs from the first day of one moment to the first day of "
        "another. An open case counts up to the peildatum.",
        "thresholds": "Thresholds",
        "thresholds_intro": "A threshold says after how many days a case asks for a look. The "
        "school sets its own; until then this proposal holds. Its own stand in "
        "`werkmap/drempels.csv`.",
        "readers": "for",
        "source": "source",
        "caveat": "Mind",
        "cohort": "per school year of the first signal",
        "peildatum": "on the peildatum",
        "header_interval": ("interval", "from … to …", "unit", "source"),
        "header_threshold": ("threshold", "proposal", "what", "by", "on"),
    },
}
ROLES = {
    "nl": {
        "telt": "telt",
        "telt_niet": "telt niet",
        "open": "open",
        "onbekend": "niet vastgelegd",
        "buiten": "buiten",
    },
    "en": {
        "telt": "counts",
        "telt_niet": "does not count",
        "open": "open",
        "onbekend": "not recorded",
        "buiten": "outside",
    },
}


def indicators_page(language: str) -> str:
    """Return data_schema/indicators/INDICATOREN.md (nl) or INDICATORS.md (en)."""
    text = _TEXTS[language]
    parts = [
        str(text["intro"]),
        *(_indicator(one, language) for one in indicators().values()),
        f"## {text['intervals']}\n\n{text['intervals_intro']}",
        _intervals(language),
        f"## {text['thresholds']}\n\n{text['thresholds_intro']}",
        _thresholds(language),
    ]
    made = MADE_NL if language == "nl" else MADE
    return page(str(text["title"]), *parts, made=made)


def _indicator(one: Indicator, language: str) -> str:
    text = _TEXTS[language]
    facts = [
        code(one.name),
        str(text[one.period]),
        f"{text['readers']} {', '.join(one.audience)}",
        f"{text['source']}: {one.section}",
    ]
    return "\n\n".join(
        [
            f"## {one.id} · {one.label[language]}",
            f"{one.description[language]} {one.maturity[language]}",
            f"{text['caveat']}: {one.caveat[language]}",
            " · ".join(facts),
            bullets(_example(example, language) for example in one.examples),
        ]
    ).rstrip()


def _example(example: Example, language: str) -> str:
    given = ", ".join(f"{name} {_value(value)}" for name, value in example.given.items())
    role = ROLES[language][example.expect]
    if language == "nl":
        return f"{example.name} ({code(given)}) → **{role}**"
    return f"{code(given)} → **{role}**"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "—" if value is None else str(value)


def _intervals(language: str) -> str:
    rows = [
        (code(one.name), one.label[language], one.unit, one.section) for one in intervals().values()
    ]
    return table(_TEXTS[language]["header_interval"], rows)


def _thresholds(language: str) -> str:
    rows = [
        (
            code(one.name),
            f"{one.value} {one.unit}",
            one.description[language],
            one.set_by,
            one.set_on,
        )
        for one in thresholds().values()
    ]
    return table(_TEXTS[language]["header_threshold"], rows)
