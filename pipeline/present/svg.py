"""Altair chart → one accessible SVG without a script, a font file or a row that is not drawn."""

import re
from functools import cache
from html import escape
from typing import Any

import vl_convert

from pipeline.language import Language
from pipeline.present import theme

Spec = dict[str, Any]
TALL = 330  # pixels; on paper a chart that is taller keeps its width
_ROOT = re.compile(r"<svg[^>]*?viewBox=\"([^\"]+)\"[^>]*>")
_ID = re.compile(r"(\bid=\"|url\(#|href=\"#)")
_NOISE = re.compile(r" (?:role|class|pointer-events|aria-[a-z]+)=\"[^\"]*\"")


@cache
def _version() -> str:
    """Return the Vega-Lite version that Altair writes, as vl-convert names it (6.1)."""
    import altair

    return ".".join(altair.SCHEMA_VERSION.lstrip("v").split(".")[:2])


def spec_of(chart: Any) -> Spec:
    """Return the Vega-Lite specification of `chart` with our theme in it."""
    spec: Spec = dict(chart) if isinstance(chart, dict) else chart.to_dict(validate=False)
    return {**spec, "config": theme.config()}


def svg_text(chart: Any, language: Language) -> str:
    """Return the bare SVG of `chart`, numbers in the language of the reader."""
    locale: Any = language.manner.charts
    result: str = vl_convert.vegalite_to_svg(
        spec_of(chart),
        vl_version=_version(),
        format_locale=locale,
        time_format_locale=locale,
        allowed_base_urls=[],
    )
    return result


def accessible_svg(chart: Any, name: str, title: str, description: str, language: Language) -> str:
    """Return the SVG with title, description and role, its ids made unique by `name`.

    The description says the finding: it is what a reader who cannot see the chart is told.
    """
    svg = svg_text(chart, language)
    start = _ROOT.search(svg)
    if start is None:
        raise ValueError("vl-convert gave no viewBox")
    body = _ID.sub(lambda found: f"{found.group(1)}{name}-", _NOISE.sub("", svg[start.end() :]))
    width, height = (float(size) for size in start.group(1).split()[2:])
    width = max(width, theme.WIDTH)  # the same scale, so the same size of text, for all charts
    tall = ' class="tall"' if height > TALL else ""
    return (
        f'<svg role="img"{tall} preserveAspectRatio="xMinYMin" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{body}'
    )
