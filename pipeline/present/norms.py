"""Verdicts per norm as small bars: six verdicts, of which four say nothing against the school."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from pipeline.errors import MeldcodeError
from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.frames import Row, records
from pipeline.present.opening import opening
from pipeline.present.part import Part, aside, figure, paragraph, section, table_part, together
from pipeline.present.source import Source, open_source
from pipeline.present.table import NUMBER, SHARE, Column, Table, table_of
from pipeline.present.years import ended_rows
from pipeline.schema.meldcode import Meldcode, read_meldcode

__all__ = [
    "exceptions",
    "exceptions_part",
    "norm_label",
    "norms_opening",
    "norms_part",
    "open_source",
    "verdicts",
]

VERDICTS = (
    "voldaan",
    "niet_voldaan",
    "uitzondering",
    "niet_geregistreerd",
    "nog_open",
    "niet_van_toepassing",
)
APPLIED = VERDICTS[:-1]


@dataclass(frozen=True)
class Met:
    """How often a norm was met, of the times that this is known, and the share recorded.

    recorded: of the times that the norm was due, the share of which something is recorded.
    """

    met: int
    known: int
    recorded: float | None


@cache
def declared(meldcode: str) -> Meldcode | None:
    """Return a meldcode, or None when it is not declared here any more."""
    try:
        return read_meldcode(meldcode)
    except MeldcodeError:
        return None


@cache
def _labels(meldcode: str, language: str) -> dict[str, str]:
    code = declared(meldcode)
    return {norm.id: norm.label[language] for norm in code.norms} if code else {}


def norm_label(source: Source, norm_id: str) -> str:
    """Return the norm in words with its number; the number alone when it is not declared."""
    words = _labels(source.publication.edition.meldcode, source.language.code).get(norm_id)
    return f"{words} ({norm_id})" if words else norm_id


def norms_opening(source: Source) -> Part:
    """Return the top: what the page is about, and that it is no list of mistakes."""
    about = source.say("norm.over", school=source.school_name)
    top = opening(source, source.say("norm.kop"), about)
    return top + paragraph(source.say("norm.uitleg"))


def verdicts(source: Source) -> pd.DataFrame:
    """Return one row per norm × verdict over the school years that are over, in declared order.

    Columns: stap, norm_id, rij (the norm in words), bron (its section), soort (verdict), aantal.
    Norms that never applied are left out.
    """
    frame = ended_rows(source, source.frame("norm_telling"))
    code = declared(source.publication.edition.meldcode)
    if not len(frame) or code is None:
        return pd.DataFrame(columns=["stap", "norm_id", "rij", "bron", "soort", "aantal"])
    counted = frame.groupby(["norm_id", "verdict"])["aantal"].sum().to_dict()
    rows = [
        {
            "stap": norm.step,
            "norm_id": norm.id,
            "rij": f"{norm.id} {norm.label[source.language.code]}",
            "bron": norm.source.section,
            "soort": verdict,
            "aantal": int(counted.get((norm.id, verdict), 0)),
        }
        for norm in code.norms
        for verdict in VERDICTS
    ]
    found = pd.DataFrame(rows)
    applied = found[(found["aantal"] > 0) & found["soort"].isin(APPLIED)]["norm_id"]
    return found[found["norm_id"].isin(applied)].reset_index(drop=True)


def met_and_recorded(rows: pd.DataFrame) -> dict[str, Met]:
    """Return per norm, by its id, how often it was met and how much is recorded."""
    return {norm: _met(row) for norm, row in by_norm(rows).items()}


def by_norm(rows: pd.DataFrame) -> dict[str, Row]:
    """Return per norm, by its id, one row with the count of each verdict under its name."""
    found: dict[str, Row] = {}
    for row in records(rows):
        one = found.setdefault(str(row["norm_id"]), {**dict.fromkeys(VERDICTS, 0), **row})
        one[row["soort"]] = int(row["aantal"])
    return found


def _met(row: Row) -> Met:
    met, not_met = row["voldaan"], row["niet_voldaan"]
    recorded = met + not_met + row["uitzondering"]
    due = recorded + row["niet_geregistreerd"]
    return Met(met, met + not_met, recorded / due if due else None)


def norms_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return one section per step with its norms as bars; the same colours in each."""
    code = declared(source.publication.edition.meldcode)
    if not len(frame) or code is None:
        return paragraph(source.say("vraag.niet_gepubliceerd"))
    steps = [
        section(f"stap-{step}", label[source.language.code], [_step(source, step, rows)])
        for step, label in code.steps.items()
        if len(rows := frame[frame["stap"] == step])
    ]
    unknown = [source.say("norm.onbekend"), source.say("registratie.onbekend_uitleg")]
    return together([*steps, aside(source.say("vraag.onbekend"), unknown, "unknown")])


def _step(source: Source, step: str, rows: pd.DataFrame) -> Part:
    say = source.say
    present = set(rows.loc[rows["aantal"] > 0, "soort"])
    categories = [
        Category(verdict, say(f"norm.{verdict}"), theme.VERDICTS[verdict])
        for verdict in VERDICTS
        if verdict in present
    ]
    totals = rows.groupby("soort")["aantal"].sum()
    found = met_and_recorded(rows)
    endings = {norm: _ending(source, met) for norm, met in found.items()}
    shown = rows.assign(rechts=rows["norm_id"].map(endings))
    finding = say("norm.zin", **{verdict: int(totals.get(verdict, 0)) for verdict in VERDICTS})
    return figure(
        f"norm-{step}",
        stacked_bars(shown, categories, labels=330),
        say("norm.titel"),
        finding,
        say("norm.lezen"),
        _table(source, step, rows, found),
        source.language,
        key=key_line(categories),
    )


def step_table(name: str, step: str) -> str:
    """Return the name of a table about one step; its digit stands behind the word `stap`."""
    return f"{name}_stap_{step}" if step[0].isdigit() else f"{name}_{step}"


def _ending(source: Source, found: Met) -> str:
    """Return `7 van 8|89% vastgelegd`: how often met, and below it how much is recorded."""
    parts = [source.say("aandeel.van", ja=found.met, noemer=found.known)] if found.known else []
    if found.recorded is not None:
        parts.append(source.say("norm.vastgelegd", deel=found.recorded))
    return "|".join(parts)


def _table(source: Source, step: str, rows: pd.DataFrame, found: dict[str, Met]) -> Table:
    say, wide = source.say, pd.DataFrame(list(by_norm(rows).values()))
    of_norm = [found[norm] for norm in wide["norm_id"]]
    wide["aandeel"] = [say("aandeel.van", ja=each.met, noemer=each.known) for each in of_norm]
    wide["vastgelegd"] = ["–" if each.recorded is None else each.recorded for each in of_norm]
    columns = (
        Column("rij", say("norm.kolom")),
        Column("bron", say("norm.kolom_bron")),
        Column("aandeel", say("norm.kolom_aandeel"), NUMBER),
        Column("vastgelegd", say("norm.kolom_vastgelegd"), SHARE),
        *(Column(verdict, say(f"norm.{verdict}"), NUMBER) for verdict in VERDICTS),
    )
    code = declared(source.publication.edition.meldcode)
    label = code.steps[step][source.language.code] if code else step
    return table_of(step_table("normen", step), f"{label}. {say('norm.titel')}", wide, columns)


def exceptions(source: Source) -> pd.DataFrame:
    """Return one row per exception × norm over the school years that are over, most used first.

    Columns: uitzondering (code), rij (the exception in words), norm, aantal.
    """
    frame = ended_rows(source, source.frame("norm_uitzondering"))
    code = declared(source.publication.edition.meldcode)
    if not len(frame) or code is None:
        return pd.DataFrame(columns=["uitzondering", "rij", "norm", "aantal"])
    counted = frame.groupby(["uitzondering", "norm_id"])["aantal"].sum().reset_index()
    counted["rij"] = [
        code.exceptions[name][source.language.code] for name in counted["uitzondering"]
    ]
    counted["norm"] = [norm_label(source, norm) for norm in counted["norm_id"]]
    order = counted.groupby("uitzondering")["aantal"].transform("max")
    counted = counted.assign(vaak=-order, min=-counted["aantal"])
    return counted.sort_values(["vaak", "uitzondering", "min"], kind="stable").reset_index(
        drop=True
    )


def exceptions_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return which exceptions were used, at which agreements; using one is no mistake."""
    say = source.say
    if not len(frame):
        content = [paragraph(say("norm.geen_uitzondering"))]
        return section("uitzonderingen", say("norm.v_uitzonderingen"), content)
    columns = (
        Column("rij", say("norm.kolom_uitzondering")),
        Column("norm", say("norm.kolom")),
        Column("aantal", say("norm.kolom_aantal"), NUMBER),
    )
    table = table_of("uitzonderingen", say("norm.tabel_uitzonderingen"), frame, columns)
    content = [paragraph(say("norm.uitleg_uitzondering")), table_part(table, source.language)]
    return section("uitzonderingen", say("norm.v_uitzonderingen"), content)
