"""Reports on one delivery: what was refused, which rules ran, how filled each field is."""

from functools import cache
from typing import Any

import pandas as pd

from pipeline.intake import Quality, read_quality
from pipeline.paths import DATA_SCHEMA
from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.desk import Desk, desk_opening, open_desk
from pipeline.present.part import Part, figure, folded, paragraph, section, table_part, together
from pipeline.present.table import NUMBER, SHARE, Column, Table, table_of
from pipeline.schema.rules import rules
from pipeline.schema.tables import Label, tables
from pipeline.schema.yaml_files import read_yaml

__all__ = [
    "changes_part",
    "findings_part",
    "next_part",
    "open_desk",
    "quality_opening",
    "question",
    "read_quality",
    "readings_part",
    "rules_part",
    "spiegel",
    "spiegel_part",
]

FILLED = ("gevuld", "onbekend", "leeg")
COLOURS = (theme.BLUE, theme.AMBER, theme.LIGHT)
OUTCOMES = ("in_orde", "bevinding", "niet_uitgevoerd")
OUTCOME_COLOURS = (theme.BLUE, theme.ORANGE, theme.LIGHT)


def quality_opening(desk: Desk, quality: Quality) -> Part:
    """Return the top: as at which day, how many rows, in how many places something is wrong."""
    say, language = desk.say, desk.language
    rows = quality.spiegel.groupby("tabel")["rijen"].max().sum() if len(quality.spiegel) else 0
    facts = [
        (say("opening.peildatum"), language.date(quality.peildatum)),
        (say("kwaliteit.rijen"), language.number(rows)),
        (say("kwaliteit.plekken"), language.number(quality.bevindingen["aantal"].sum())),
    ]
    top = desk_opening(desk, say("kwaliteit.titel"), desk.school_name, facts)
    return top + paragraph(say("kwaliteit.uitleg"))


def findings_part(desk: Desk, quality: Quality) -> Part:
    """Return every rule that does not hold: where, how often, what it says, how to mend it."""
    say, frame = desk.say, quality.bevindingen
    if not len(frame):
        return paragraph(say("kwaliteit.geen_bevindingen"), "answer")
    texts, mends = (desk.language.texts(frame, part) for part in ("tekst", "herstel"))
    shown = frame.assign(
        waar=[
            _where(file, sheet) for file, sheet in zip(frame["bestand"], frame["blad"], strict=True)
        ],
        kolom=[text if isinstance(text, str) else "–" for text in frame["kolom"]],
        gevolg=[say(f"kwaliteit.ernst_{severity}") for severity in frame["ernst"]],
        tekst=[f"{text} {mend}" for text, mend in zip(texts, mends, strict=True)],
    )
    columns = (
        Column("waar", say("kwaliteit.kolom_waar")),
        Column("kolom", say("kwaliteit.kolom_kolom")),
        Column("aantal", say("kwaliteit.kolom_aantal"), NUMBER),
        Column("rijen", say("kwaliteit.kolom_rijen")),
        Column("tekst", say("kwaliteit.kolom_tekst")),
        Column("gevolg", say("kwaliteit.kolom_gevolg")),
    )
    refused = frame[frame["ernst"] != "waarschuwing"]["aantal"].sum()
    sentence = say("kwaliteit.antwoord", n=int(refused), alles=int(frame["aantal"].sum()))
    table = table_of("bevindingen", say("kwaliteit.bevindingen_tabel"), shown, columns)
    return paragraph(sentence, "answer") + table_part(table, desk.language)


def _where(file: object, sheet: object) -> str:
    return f"{file}, {sheet}" if isinstance(sheet, str) and sheet else str(file)


def rules_part(desk: Desk, quality: Quality) -> Part:
    """Return how many rules held, did not hold, and could not run, per group of rules."""
    say, frame = desk.say, quality.regels
    if not len(frame):
        return paragraph(say("kwaliteit.geen_regels"))
    counted = frame.groupby(["groep", "uitkomst"], sort=False).size().reset_index(name="aantal")
    titles = _group_titles()
    shown = counted.assign(
        rij=[titles[group][desk.language.code] for group in counted["groep"]],
        soort=counted["uitkomst"],
    )
    categories = [
        Category(code, say(f"kwaliteit.{code}"), colour)
        for code, colour in zip(OUTCOMES, OUTCOME_COLOURS, strict=True)
    ]
    totals = counted.groupby("uitkomst")["aantal"].sum()
    values = {code: int(totals.get(code, 0)) for code in OUTCOMES}
    sentence = say("kwaliteit.regels_zin", **values)
    return paragraph(sentence) + figure(
        "regels",
        stacked_bars(shown, categories),
        say("kwaliteit.regels_titel"),
        sentence,
        say("kwaliteit.regels_lezen"),
        _not_run(desk, frame),
        desk.language,
        key=key_line(categories),
    )


def _not_run(desk: Desk, frame: pd.DataFrame) -> Table:
    """Return the rules that could not run, each with why."""
    rules = frame[frame["uitkomst"] == "niet_uitgevoerd"]
    texts = {name: desk.language.texts(rules, name) for name in ("tekst", "reden")}
    columns = (
        Column("tekst", desk.say("kwaliteit.kolom_regel")),
        Column("reden", desk.say("kwaliteit.kolom_reden")),
    )
    title = desk.say("kwaliteit.niet_uitgevoerd_tabel")
    return table_of("niet_uitgevoerd", title, rules.assign(**texts), columns)


@cache
def _group_titles() -> dict[str, Label]:
    """Return the title of each file of rules."""
    titles = {path.stem: read_yaml(path)["title"] for path in (DATA_SCHEMA / "rules").glob("*.yml")}
    return {name: Label(title["nl"], title["en"]) for name, title in titles.items()}


def spiegel(desk: Desk, quality: Quality) -> pd.DataFrame:
    """Return one row per delivered field, in the order of the declarations, with its words."""
    frame = quality.spiegel
    frame = frame[frame["is_geleverd"].astype(bool) & (frame["rijen"] > 0)]
    declared, code = tables(), desk.language.code
    pairs = list(zip(frame["tabel"], frame["kolom"], strict=True))
    titles: list[Label] = [declared[table].column(column).title for table, column in pairs]
    return frame.assign(
        onderdeel=[declared[table].title[code] for table, _ in pairs],
        veld=[title[code] for title in titles],
        aandeel=frame["gevuld"] / frame["rijen"],
    ).reset_index(drop=True)


def spiegel_part(desk: Desk, frame: pd.DataFrame) -> Part:
    """Return the share filled in per part as a picture, and every field as its table."""
    say = desk.say
    if not len(frame):
        return paragraph(say("registratie.geen"))
    totals = frame.groupby("onderdeel", sort=False)[[*FILLED, "rijen"]].sum().reset_index()
    shares = dict(zip(totals["onderdeel"], totals["gevuld"] / totals["rijen"], strict=True))
    long = totals.melt(id_vars=["onderdeel", "rijen"], value_vars=list(FILLED), var_name="soort")
    long = long.assign(
        rij=long["onderdeel"],
        aantal=long["value"] / long["rijen"] * 100,
        rechts=[say("registratie.rechts", aandeel=shares[name]) for name in long["onderdeel"]],
    )
    categories = [
        Category(code, say(f"kwaliteit.{code}"), colour)
        for code, colour in zip(FILLED, COLOURS, strict=True)
    ]
    low = min(shares, key=lambda name: shares[name])
    return figure(
        "spiegel",
        stacked_bars(long, categories, numbers=False),
        say("kwaliteit.spiegel_titel"),
        say("kwaliteit.spiegel_zin", onderdeel=low, aandeel=shares[low]),
        say("kwaliteit.spiegel_lezen"),
        _spiegel_table(desk, frame),
        desk.language,
        key=key_line(categories),
    )


def _spiegel_table(desk: Desk, frame: pd.DataFrame) -> Table:
    say = desk.say
    columns = (
        Column("onderdeel", say("kwaliteit.kolom_onderdeel")),
        Column("veld", say("kwaliteit.kolom_veld")),
        Column("rijen", say("registratie.kolom_rijen"), NUMBER),
        *(Column(name, say(f"kwaliteit.{name}"), NUMBER) for name in FILLED),
        Column("aandeel", say("registratie.kolom_aandeel"), SHARE),
    )
    return table_of("spiegel", say("kwaliteit.spiegel_tabel"), frame, columns)


def changes_part(desk: Desk, quality: Quality) -> Part:
    """Return what differs from the delivery before, or that there was none."""
    say, frame = desk.say, quality.wijzigingen
    if not len(frame):
        return paragraph(say("kwaliteit.geen_wijzigingen"))
    shown = frame.assign(
        wat=[
            _subject(desk, *pair) for pair in zip(frame["soort"], frame["onderwerp"], strict=True)
        ],
        toen=[_count(value) for value in frame["vorige"]],
        nu=[_count(value) for value in frame["nu"]],
    )
    columns = (
        Column("wat", say("kwaliteit.kolom_wat")),
        Column("toen", say("kwaliteit.kolom_toen"), NUMBER),
        Column("nu", say("kwaliteit.kolom_nu"), NUMBER),
    )
    table = table_of("wijzigingen", say("kwaliteit.wijzigingen_tabel"), shown, columns)
    return table_part(table, desk.language)


def _count(value: Any) -> Any:
    return "–" if pd.isna(value) else int(value)


def _subject(desk: Desk, kind: str, subject: str) -> str:
    """Return what a change is about, in words: rows of a part, a column, a rule, cases."""
    code, (table, _, column) = desk.language.code, subject.partition(".")
    if kind == "regel":
        words = rules()[subject].text[code]
    elif kind == "zaken":
        words = desk.say(f"kwaliteit.zaken_{subject}")
    elif column:
        words = f"{tables()[table].title[code]}: {tables()[table].column(column).title[code]}"
    else:
        words = tables()[table].title[code]
    return desk.say(f"kwaliteit.wijziging_{kind}", wat=words)


def readings_part(desk: Desk, quality: Quality) -> Part:
    """Return how each file was read: coding, separator, rows, order of the dates."""
    say, frame = desk.say, quality.lezingen
    if not len(frame):
        return Part("")
    names = ("bestand", "blad", "codering", "scheidingsteken", "kopregel", "rijen", "datums")
    shown = frame.astype(object).where(frame.notna(), "–")
    columns = [
        Column(name, say(f"kwaliteit.lezing_{name}"), NUMBER if name == "rijen" else "text")
        for name in names
    ]
    table = table_of("lezingen", say("kwaliteit.lezingen_tabel"), shown, columns)
    return folded(table, desk.language, table.caption)


def next_part(desk: Desk) -> Part:
    """Return what happens to a delivery."""
    return paragraph(desk.say("kwaliteit.verder_tekst"))


def question(desk: Desk, name: str, *parts: Part) -> Part:
    """Return one section of the page."""
    return section(name, desk.say(f"kwaliteit.k_{name}"), [together(parts)])
