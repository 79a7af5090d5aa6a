"""Two reports on a delivery: how filled each field is (spiegel), and what was refused."""

import pandas as pd

from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.desk import Desk, desk_opening, open_desk
from pipeline.present.part import Part, figure, paragraph, section, table_part
from pipeline.present.table import NUMBER, SHARE, Column, Table, table_of
from pipeline.schema.rules import rules
from pipeline.schema.tables import tables
from pipeline.spiegel import Quality, read_quality

__all__ = [
    "findings_part",
    "open_desk",
    "quality_opening",
    "question",
    "read_quality",
    "spiegel",
    "spiegel_part",
    "verder",
]

FILLED = ("ingevuld", "onbekend", "leeg")
COLOURS = (theme.BLUE, theme.AMBER, theme.LIGHT)


def quality_opening(desk: Desk, quality: Quality) -> Part:
    """Return the top: how many rows came in, how many were refused, on which day."""
    say, language = desk.say, desk.language
    facts = [
        (say("opening.peildatum"), language.date(quality.peildatum)),
        (say("kwaliteit.rijen"), language.number(quality.rijen)),
        (say("kwaliteit.afgekeurd"), language.number(quality.afgekeurd)),
    ]
    top = desk_opening(desk, say("kwaliteit.titel"), desk.school_name, facts)
    return top + paragraph(say("kwaliteit.uitleg"))


def spiegel(desk: Desk, quality: Quality) -> pd.DataFrame:
    """Return one row per delivered field, in the order of the declarations, with its words."""
    frame = quality.spiegel
    frame = frame[frame["is_geleverd"].astype(bool) & (frame["rijen"] > 0)].copy()
    declared, code = tables(), desk.language.code
    order = [(name, column) for name, table in declared.items() for column in table.column_names]
    rank = {pair: i for i, pair in enumerate(order)}
    pairs = list(zip(frame["tabel"], frame["kolom"], strict=True))
    frame = frame[[pair in rank for pair in pairs]].copy()
    pairs = [pair for pair in pairs if pair in rank]
    frame["plaats"] = [rank[pair] for pair in pairs]
    frame["onderdeel"] = [declared[name].title[code] for name, _ in pairs]
    frame["veld"] = [declared[name].column(column).title[code] for name, column in pairs]
    frame["aandeel"] = frame["ingevuld"] / frame["rijen"]
    return frame.sort_values("plaats").reset_index(drop=True)


def spiegel_part(desk: Desk, frame: pd.DataFrame) -> Part:
    """Return the mean share filled in per part as a picture, and every field as its table."""
    say = desk.say
    if not len(frame):
        return paragraph(say("registratie.geen"))
    totals = frame.groupby("onderdeel", sort=False)[[*FILLED, "rijen"]].sum().reset_index()
    long = totals.melt(id_vars=["onderdeel", "rijen"], value_vars=list(FILLED), var_name="soort")
    long["aantal"] = long["value"] / long["rijen"] * 100
    shares = totals.set_index("onderdeel")["ingevuld"] / totals.set_index("onderdeel")["rijen"]
    long["rechts"] = [say("registratie.rechts", aandeel=shares[name]) for name in long["onderdeel"]]
    categories = [
        Category(name, say(f"registratie.{name}"), colour)
        for name, colour in zip(FILLED, COLOURS, strict=True)
    ]
    low = shares.idxmin()
    return figure(
        "spiegel",
        stacked_bars(
            long.rename(columns={"onderdeel": "rij"}), categories, numbers=False, height=26
        ),
        say("kwaliteit.spiegel_titel"),
        say("kwaliteit.spiegel_zin", onderdeel=str(low), aandeel=float(shares.min())),
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
        *(Column(name, say(f"registratie.{name}"), NUMBER) for name in FILLED),
        Column("aandeel", say("registratie.kolom_aandeel"), SHARE),
    )
    return table_of("spiegel", say("kwaliteit.spiegel_tabel"), frame, columns)


def findings_part(desk: Desk, quality: Quality) -> Part:
    """Return every rule that refused a row: where, how often, what it says, how to mend it."""
    say, code = desk.say, desk.language.code
    frame = quality.bevindingen
    if not len(frame):
        return paragraph(say("kwaliteit.geen_bevindingen"), "answer")
    known = {rule.name: rule for rule in rules().values()}
    shown = frame.assign(
        waar=[_where(row["bestand"], row["blad"]) for row in frame.to_dict("records")],
        tekst=[known[r].text[code] if r in known else r for r in frame["regel"]],
        herstel=[known[r].mend[code] if r in known else "–" for r in frame["regel"]],
        kolom=frame["kolom"].fillna("–"),
    )
    columns = (
        Column("waar", say("kwaliteit.kolom_waar")),
        Column("kolom", say("kwaliteit.kolom_kolom")),
        Column("aantal", say("kwaliteit.kolom_aantal"), NUMBER),
        Column("rijen", say("kwaliteit.kolom_rijen")),
        Column("tekst", say("kwaliteit.kolom_tekst")),
        Column("herstel", say("kwaliteit.kolom_herstel")),
    )
    sentence = say("kwaliteit.antwoord", n=int(frame["aantal"].sum()), soorten=len(frame))
    table = table_of("bevindingen", say("kwaliteit.bevindingen_tabel"), shown, columns)
    return paragraph(sentence, "answer") + table_part(table, desk.language)


def _where(file: object, sheet: object) -> str:
    return f"{file}, {sheet}" if isinstance(sheet, str) and sheet else str(file)


def verder(desk: Desk) -> Part:
    """Return what happens to a delivery."""
    return paragraph(desk.say("kwaliteit.verder_tekst"))


def question(desk: Desk, name: str, part: Part) -> Part:
    """Return one section of the page."""
    return section(name, desk.say(f"kwaliteit.{name}"), [part])
