"""The first page: what stands out, what is uncertain, what to discuss; each claim with its number.

A claim is about the work, never about a person, and says a number that is on the page below.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.present.durations import step_times
from pipeline.present.evaluations import KINDS, due_and_held, evaluations
from pipeline.present.flow import state_counts
from pipeline.present.frames import largest, records
from pipeline.present.part import Part, bullets, paragraph, section, together
from pipeline.present.registration import missing_tables, registration, unanswered
from pipeline.present.school_year import previous_year
from pipeline.present.shares import changes, changes_part, shares
from pipeline.present.source import Source, whole
from pipeline.present.stalled import stalled, stalled_total
from pipeline.present.years import flow_of_year, is_running, open_now

FEW = 10  # with fewer cases one case more or less changes the picture
MOST = 5
STALLED, TIMES, CASES, RECORDED = (
    "vastgelopen_zaken",
    "doorlooptijd_per_stap",
    "aantal_zaken",
    "onbekend_per_veld",
)
INSIDE = {"registratie": "zaken", "stilstand": "tijd"}  # subsections, and the question they are in


@dataclass(frozen=True)
class Claim:
    """One sentence; `weight` sorts, `place` is the section that shows its number.

    definition: the indicator that says how the number is counted, if there is a number.
    """

    weight: int
    text: str
    place: str = ""
    definition: str = ""


Rule = Callable[[Source], Iterator[Claim]]


def _stalled(source: Source) -> Iterator[Claim]:
    frame = stalled(source)
    missing = int(frame.loc[frame["soort"] == "melding_ontbreekt", "aantal"].sum())
    if missing:
        yield Claim(100, source.say("kort.melding_ontbreekt", n=missing), "stilstand", STALLED)
    total = stalled_total(frame)
    if total:
        text = source.say("kort.stilstand", n=total, open=int(frame["aantal"].sum()))
        yield Claim(90, text, "stilstand", STALLED)


def _slowest(source: Source) -> Iterator[Claim]:
    frame = step_times(source)
    known = frame[frame["genoeg"] & frame["mediaan"].notna()] if len(frame) else frame
    if len(known):
        row = largest(known, "mediaan")
        text = source.say(
            "kort.langste", stap=row["label"], dagen=row["mediaan"], n=whole(row["n"])
        )
        yield Claim(60, text, "tijd", TIMES)


def _states(source: Source) -> Iterator[Claim]:
    row = source.row("uitkomst_stand", schooljaar=source.schooljaar)
    if not row or not whole(row["n"]):
        return
    counts = state_counts(row)
    values: dict[str, Any] = {"n": whole(row["n"]), "jaar": source.schooljaar}
    values |= {"a": counts["5A"], "b": counts["5B"], "beide": counts["beide"]}
    values |= {"gestopt": counts["gestopt"]}
    yield Claim(50, source.say("kort.uitkomst", **values), "uitkomst", "aandeel_ooit_5a")


def _evaluations(source: Source) -> Iterator[Claim]:
    frame = evaluations(source)
    pairs = {kind: due_and_held(frame, kind) for kind in KINDS}
    kind = max(KINDS, key=lambda kind: pairs[kind][0] - pairs[kind][1])
    due, held = pairs[kind]
    if due:
        text = source.say("kort.evaluatie", soort=_kind(source, kind), nodig=due, gehouden=held)
        yield Claim(70, text, "evaluaties", f"{kind}_geevalueerd")


def _advice(source: Source) -> Iterator[Claim]:
    for row in records(shares(source, ("veilig_thuis_geraadpleegd",))):
        if row["noemer"]:
            key = "kort.advies" if row["voorbij"] else "kort.advies_loopt"
            text = source.say(key, ja=row["ja"], noemer=row["noemer"])
            yield Claim(65 if row["nee"] else 40, text, "veilig-thuis", row["indicator"])


def _few_cases(source: Source) -> Iterator[Claim]:
    row = flow_of_year(source)
    if row and whole(row["nieuw"]) < FEW:
        text = source.say("kort.weinig", n=whole(row["nieuw"]), jaar=source.schooljaar)
        yield Claim(90, text, "weinig", CASES)


def _open_cases(source: Source) -> Iterator[Claim]:
    if waiting := open_now(source):
        yield Claim(80, source.say("kort.open", n=waiting), "zaken", CASES)
    if is_running(source):
        yield Claim(70, source.say("kort.loopt"), "zaken")


def _unknown(source: Source) -> Iterator[Claim]:
    if total := unanswered(registration(source)):
        yield Claim(75, source.say("kort.onbekend", n=total), "registratie", RECORDED)
    absent = missing_tables(source)
    if absent:
        text = source.say("kort.niet_geleverd", wat=source.language.join(absent[:4]), n=len(absent))
        yield Claim(60, text, "registratie", RECORDED)


def _not_reached(source: Source) -> Iterator[Claim]:
    frame = step_times(source)
    late = frame[frame["genoeg"] & frame["mediaan"].isna()] if len(frame) else frame
    if len(late):
        labels = source.language.join(list(late["label"]))
        yield Claim(50, source.say("kort.niet_bereikt", stappen=labels), "tijd", TIMES)


def _change(source: Source) -> Iterator[Claim]:
    """Say whether anything differs from the year before by more than chance may give."""
    frame = changes(source)
    frame = frame[frame["is_onderscheidbaar"].notna()] if len(frame) else frame
    if not len(frame):
        return
    clear = frame[frame["is_onderscheidbaar"].eq(True)]
    before = previous_year(source.schooljaar)
    if len(clear):
        names = source.language.join([f"‘{name}’" for name in clear["rij"]])
        yield Claim(85, source.say("kort.anders", vorig=before, wat=names))
    else:
        yield Claim(55, source.say("kort.niet_anders", vorig=before))


def _talk_stalled(source: Source) -> Iterator[Claim]:
    frame = stalled(source)
    waiting = frame[frame["soort"] != "geen"].groupby(["stap", "rij"])["aantal"].sum().reset_index()
    if len(waiting):
        most = largest(waiting, "aantal")
        step, count = _small(most["rij"]), whole(most["aantal"])
        yield Claim(90, source.say("kort.praat_stilstand", stap=step, n=count), "stilstand")


def _small(words: str) -> str:
    """Return the words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def _talk_registration(source: Source) -> Iterator[Claim]:
    frame = registration(source)
    if len(frame) and frame.iloc[0]["aandeel"] < 1:
        yield Claim(
            80, source.say("kort.praat_registratie", veld=frame.iloc[0]["veld"]), "registratie"
        )


def _talk_evaluations(source: Source) -> Iterator[Claim]:
    frame = evaluations(source)
    gaps = {kind: due - held for kind in KINDS for due, held in [due_and_held(frame, kind)]}
    worst = max(gaps, key=lambda kind: gaps[kind])
    if gaps[worst] > 0:
        text = source.say("kort.praat_evaluatie", soort=_kind(source, worst))
        yield Claim(70, text, "evaluaties")


def _kind(source: Source, kind: str) -> str:
    return _small(source.say(f"evaluatie.{kind}"))


def _talk_always(source: Source) -> Iterator[Claim]:
    row = flow_of_year(source)
    if row and whole(row["nieuw"]) < FEW:
        text = source.say("kort.praat_weinig", n=whole(row["nieuw"]), jaar=source.schooljaar)
        yield Claim(60, text, "weinig")
    yield Claim(10, source.say("kort.praat_code"), "code")


STANDS_OUT: tuple[Rule, ...] = (_stalled, _slowest, _states, _evaluations, _advice)
UNCERTAIN: tuple[Rule, ...] = (_few_cases, _open_cases, _unknown, _not_reached, _change)
DISCUSS: tuple[Rule, ...] = (_talk_stalled, _talk_registration, _talk_evaluations, _talk_always)


def claims(source: Source, rules: tuple[Rule, ...]) -> list[Claim]:
    """Return what the rules find, the weightiest first, no more than fits on a page."""
    found = [claim for rule in rules for claim in rule(source)]
    return sorted(found, key=lambda claim: -claim.weight)[:MOST]


def summary_part(source: Source) -> Part:
    """Return the three lists of the first page."""
    say = source.say
    blocks = (("valt_op", STANDS_OUT), ("onzeker", UNCERTAIN), ("bespreken", DISCUSS))
    parts = []
    for name, rules in blocks:
        lines = [_line(source, claim) for claim in claims(source, rules)]
        content = bullets(lines, "claims") if lines else paragraph(say(f"kort.geen_{name}"))
        parts.append(
            section(f"kort-{name}".replace("_", "-"), say(f"kort.{name}"), [content], level=3)
        )
    return together([*parts, changes_part(source)])


def _line(source: Source, claim: Claim) -> str:
    """Return the claim with a link to the section that shows its number, and to its definition."""
    if not claim.place:
        return claim.text
    question = INSIDE.get(claim.place, claim.place).replace("-", "_")
    number, _, _ = source.say(f"directie.v_{question}").partition(".")
    asked = source.say("kort.zie", nummer=number, plaats=claim.place)
    if not claim.definition:
        return f"{claim.text} {asked}"
    return f"{claim.text} {asked} {source.say('kort.zo_geteld', plaats=claim.definition)}"
