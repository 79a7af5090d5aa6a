"""How every kind of figure is worked out: what it does and why, its formula, unit and source."""

from html import escape

from pipeline.present.part import Part, paragraph, section, together
from pipeline.present.source import Source
from pipeline.schema.methods import Method, methods


def formulas_part(source: Source) -> Part:
    """Return each declared method under its own heading, with its example in words."""
    return together([_method(source, method) for method in methods().values()])


def _method(source: Source, method: Method) -> Part:
    say, language = source.say, source.language.code
    formulas = "".join(
        f'<li><code><span lang="nl">{escape(formula)}</span></code></li>'
        for formula in method.formula
    )
    parts = [
        paragraph(method.text[language]),
        Part(f"<ul>{formulas}</ul>", plain="\n".join(method.formula)),
        paragraph(say("methode.voorbeeld_vijf", tekst=method.example.text[language])),
        paragraph(say("methode.eenheid", eenheid=method.unit[language]), "note"),
        _sources(say("methode.bronnen"), method),
    ]
    name = f"rekenregel-{method.name}".replace("_", "-")
    return section(name, method.title[language], parts, level=3)


def _sources(words: str, method: Method) -> Part:
    """Return where the formula comes from; the references stay as they are written."""
    found = "; ".join(method.sources)
    return Part(f'<p class="note">{escape(words)} <span lang="nl">{escape(found)}</span></p>')
