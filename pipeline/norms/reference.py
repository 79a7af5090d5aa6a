"""The norms as a reader sees them: one line each, and the reference page with the examples."""

from pipeline.schema.meldcode import DEFAULT, Meldcode, read_meldcode
from pipeline.schema.norms import Example, Norm, Source
from pipeline.schema.tables import code_lists

PAGES = {"nl": "NORMEN.md", "en": "NORMS.md"}

# The running text of the page; what is declared elsewhere is read from there.
_TEXTS = {
    "nl": {
        "title": "Zo tellen wij",
        "made": "Deze pagina komt uit de bestanden in deze map, met `python -m pipeline.norms`. "
        "Pas een bestand aan, nooit deze pagina.",
        "intro": "Elke norm staat hier met zijn vindplaats en met voorbeelden die een intern "
        "begeleider kan narekenen. De volgorde van stappen doet er nooit toe. Wat niet is "
        "vastgelegd, heet niet geregistreerd: dat is een vraag over de registratie, geen verwijt.",
        "counts": "{norms} normen: {checked} getoetst, {unchecked} bewust niet.",
        "exceptions": "Uitzonderingen die de code zelf toelaat",
        "readings": "Waar de code niet eenduidig is",
        "readings_intro": "De code zegt op deze punten twee dingen, of niets. Zo lezen wij haar. "
        "Punten met een ▸ horen bij de volgende herziening te worden vastgesteld.",
        "who": "Wie",
        "strength": "Sterkte",
        "source": "Bron",
        "check": "Blijkt",
        "earlier": "Tot en met {until} gold een eerdere regel",
        "from": "vanaf {from_}",
        "unchecked": "Wordt niet getoetst.",
        "external": "Taak van iemand buiten de school: wij tonen het, en rekenen het de school "
        "niet aan.",
        "reading": "Lezing",
    },
    "en": {
        "title": "How we count",
        "made": "This page is made from the files in this folder: `python -m pipeline.norms`. "
        "Change a file, never this page.",
        "intro": "Every norm stands here with its place in the source and with examples that an "
        "intern begeleider can check. The order of steps never matters. What was not recorded is "
        "called not registered: a question about the record, not a reproach.",
        "counts": "{norms} norms: {checked} checked, {unchecked} on purpose not.",
        "exceptions": "Exceptions that the code itself allows",
        "readings": "Where the code is not clear",
        "readings_intro": "On these points the code says two things, or nothing. This is how we "
        "read it. Points with a ▸ should be settled at the next review.",
        "who": "Who",
        "strength": "Strength",
        "source": "Source",
        "check": "Shown",
        "earlier": "Until {until} an earlier line held",
        "from": "from {from_}",
        "unchecked": "Is not checked.",
        "external": "A task of someone outside the school: we show it, and do not hold it against "
        "the school.",
        "reading": "Reading",
    },
}


def norm_lines(meldcode: str = DEFAULT, language: str = "nl") -> list[tuple[str, str, str, str]]:
    """Return per norm: id, step, what it asks, and where it stands in the source."""
    code = read_meldcode(meldcode)
    return [(norm.id, norm.step, norm.label[language], norm.source.section) for norm in code.norms]


def reference_page(code: Meldcode, language: str) -> str:
    """Return the reference page of a meldcode as Markdown."""
    text = _TEXTS[language]
    counts = text["counts"].format(
        norms=len(code.norms),
        checked=len(code.checked),
        unchecked=len(code.norms) - len(code.checked),
    )
    parts = [
        f"# {text['title']}: {code.label[language]}",
        f"<!-- {text['made']} -->",
        text["intro"],
        counts,
        *_exceptions(code, language),
        *_readings(code, language),
    ]
    for step, label in code.steps.items():
        norms = [norm for norm in code.norms if norm.step == step]
        if norms:
            parts.append(f"## {label[language]}")
            parts += [_norm(code, norm, language) for norm in norms]
    return "\n\n".join(parts) + "\n"


def _exceptions(code: Meldcode, language: str) -> list[str]:
    lines = [f"- **{key}** {label[language]}" for key, label in code.exceptions.items()]
    return [f"## {_TEXTS[language]['exceptions']}", "\n".join(lines)]


def _readings(code: Meldcode, language: str) -> list[str]:
    lines = [
        f"- {'▸ ' if reading.for_directie else ''}**{reading.id}** {reading.label[language]}"
        f" {reading.sentence[language]} ({reading.lines})"
        for reading in code.readings.values()
    ]
    text = _TEXTS[language]
    return [f"## {text['readings']}", text["readings_intro"], "\n".join(lines)]


def _norm(code: Meldcode, norm: Norm, language: str) -> str:
    text = _TEXTS[language]
    lines = [f"### {norm.id} · {norm.label[language]}", "", _facts(code, norm, language), ""]
    if norm.reason:
        return "\n".join([*lines, f"{text['unchecked']} {norm.reason[language]}"])
    if norm.external:
        lines += [text["external"], ""]
    if norm.note:
        lines += [norm.note[language], ""]
    for reading in code.readings_of(norm):
        lines += [f"{text['reading']} {reading.id}: {reading.sentence[language]}", ""]
    for rule in norm.rules[:-1]:
        lines += [text["earlier"].format(until=rule.source.until) + ".", ""]
    shown = [example for example in norm.examples if _is_under(code, example)]
    return "\n".join([*lines, *(_example(code, example, language) for example in shown)])


def _facts(code: Meldcode, norm: Norm, language: str) -> str:
    text, lists = _TEXTS[language], code_lists()
    who = ", ".join(code.roles[role][language] for role in norm.who)
    strength = lists["sterkte"].codes[norm.strength][language]
    check = lists["toetsing"].codes[norm.check][language]
    source = _source(norm.source, text["from"])
    return (
        f"{text['who']}: {who} · {text['strength']}: {strength} · {text['source']}: {source}"
        f" · {text['check']}: {check}"
    )


def _source(source: Source, from_text: str) -> str:
    lines = f" ({source.lines})" if source.lines else ""
    return f"{source.section}{lines}, {from_text.format(from_=source.valid_from)}"


def _is_under(code: Meldcode, example: Example) -> bool:
    """Return whether the example holds with the readings in force."""
    return all(code.readings[name].value == value for name, value in example.under.items())


def _example(code: Meldcode, example: Example, language: str) -> str:
    verdict = code_lists()["oordeel"].codes[example.expect][language]
    code_text = f" ({example.exception})" if example.exception else ""
    return f"- {example.name[language]} → **{verdict}**{code_text}"
