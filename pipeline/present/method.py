"""How everything is counted, from the declarations: indicators, norms with examples, readings."""

from html import escape

from pipeline.present.formulas import formulas_part
from pipeline.present.norms import declared, step_table
from pipeline.present.opening import opening
from pipeline.present.part import Part, bullets, folded, paragraph, section, together
from pipeline.present.source import Source, open_source
from pipeline.present.table import Column, Table
from pipeline.schema.measures import Indicator, indicators, thresholds
from pipeline.schema.norms import Norm
from pipeline.schema.tables import code_lists

__all__ = [
    "formulas_part",
    "indicators_part",
    "method_opening",
    "norms_part",
    "open_source",
    "question",
    "readings_part",
    "rules_part",
    "thresholds_part",
]

GENERAL = ("peildatum", "open", "verdict", "klein", "onzeker", "naief", "bescherming")


def method_opening(source: Source) -> Part:
    """Return the top of the page."""
    return opening(source, source.say("methode.kop"), source.say("methode.over"))


def rules_part(source: Source) -> Part:
    """Return the rules that hold for every figure."""
    return bullets([source.say(f"tellen.{name}") for name in GENERAL])


def indicators_part(source: Source) -> Part:
    """Return every indicator: what it counts, when a case counts, and what to mind."""
    ordered = sorted(indicators().values(), key=lambda item: (item.id, item.name))
    items = "".join(_indicator(item, source.language.code) for item in ordered)
    return Part(f'<dl class="definitions">{items}</dl>')


def _indicator(item: Indicator, code: str) -> str:
    text = " ".join(each[code] for each in (item.description, item.maturity, item.caveat))
    return (
        f'<dt id="{item.name.replace("_", "-")}">{escape(item.label[code])}'
        f' <span class="id">{escape(item.id)}</span></dt><dd>{escape(text)}</dd>'
    )


def norms_part(source: Source) -> Part:
    """Return the norms per step with where they stand, and their examples to open."""
    code = declared(source.publication.edition.meldcode)
    if code is None:
        return paragraph(source.say("vraag.niet_gepubliceerd"))
    language = source.language.code
    return together(
        [
            section(
                f"norm-{step}", label[language], [_step(source, norms, label[language])], level=3
            )
            for step, label in code.steps.items()
            if (norms := [norm for norm in code.norms if norm.step == step])
        ]
    )


def _step(source: Source, norms: list[Norm], step: str) -> Part:
    """Return the norms of one step as lines, and the examples of all of them as one table."""
    language = source.language.code
    bron = source.say("methode.bron")
    items = "".join(_norm_line(norm, bron, language) for norm in norms)
    verdicts = code_lists()["oordeel"].codes
    examples = tuple(
        (norm.id, example.name[language], verdicts[example.expect][language])
        for norm in norms
        for example in norm.examples
    )
    columns = tuple(
        Column(name, source.say(f"methode.kolom_{name}"))
        for name in ("norm", "voorbeeld", "oordeel")
    )
    caption = source.say("methode.voorbeelden")
    table = Table(step_table("voorbeelden", norms[0].step), f"{caption}. {step}", columns, examples)
    shown = folded(table, source.language, caption) if examples else Part("")
    return Part(f"<ul>{items}</ul>") + shown


def _norm_line(norm: Norm, bron: str, language: str) -> str:
    """Return one norm with its place in the source, whose headings stay in Dutch."""
    section_ = f'<span lang="nl">{escape(norm.source.section)}</span>'
    words = escape(norm.label[language])
    return f"<li><strong>{escape(norm.id)}</strong> {words} ({escape(bron)}: {section_})</li>"


def readings_part(source: Source) -> Part:
    """Return every point on which the code is not clear, with the reading in force."""
    code = declared(source.publication.edition.meldcode)
    if code is None:
        return paragraph(source.say("vraag.niet_gepubliceerd"))
    language = source.language.code
    points = [
        f"**{reading.id}. {reading.label[language]}** {reading.sentence[language]}"
        for reading in code.readings.values()
    ]
    return paragraph(source.say("code.uitleg")) + bullets(points)


def thresholds_part(source: Source) -> Part:
    """Return the thresholds that this project proposes; a school sets its own."""
    language = source.language.code
    rows = tuple(
        (item.label[language], item.value, source.say(f"eenheid.{item.unit}"))
        for item in thresholds().values()
    )
    columns = tuple(
        Column(name, source.say(f"methode.kolom_{name}"), "number" if name == "dagen" else "text")
        for name in ("drempel", "dagen", "eenheid")
    )
    table = Table("drempels", source.say("methode.drempels_tabel"), columns, rows)
    return paragraph(source.say("methode.drempels_uitleg")) + Part(
        table.html(source.language), (table,), table.text(source.language)
    )


def question(source: Source, name: str, part: Part) -> Part:
    """Return one section of the page."""
    return section(name, source.say(f"methode.v_{name}"), [part])
