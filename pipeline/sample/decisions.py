"""Rows of weighing and deciding, uncensored: weging, afweging (valid routes of A.3), besluit."""

import numpy as np

from pipeline.sample.block import Block, Rows, flag, pick, stack
from pipeline.sample.codes import Codes, code, where, yes_no
from pipeline.sample.course import HERWEGING, SIGNAAL, VRAAG5_NEE
from pipeline.sample.days import NEVER, Flags, Ints, if_ever
from pipeline.sample.start import FIRST_5A, FIRST_5B, VRAAG1_NEE
from pipeline.sample.steps import V2_JA, V3_NEE, V4_NEE
from pipeline.sample.tokens import make_tokens


def make_weging(block: Block) -> Rows:
    """Return one row per case × round of weighing."""
    refused = block.details.mdo_permission == code("toestemming_mdo", "geweigerd")
    refused &= block.details.mdo <= block.steps.weging
    parts = []
    for ronde, day in ((1, block.steps.weging), (2, block.course.weging_2)):
        rows = pick(block, np.ones(len(block), bool), day)
        zaak, n = rows["zaak"], len(rows["zaak"])
        heeded = flag(block, "weigering_meegewogen", n)
        doubt = block.details.twijfel[zaak] & (ronde == 1)
        parts.append(
            rows
            | {
                "ronde": np.full(n, ronde, np.int32),
                "datum": rows["since"],
                "twijfel": yes_no(doubt),
                "weigering_meegewogen": where(refused[zaak], heeded, code("jn", "nvt")),
            }
        )
    return stack(parts)


def make_afweging(block: Block) -> Rows:
    """Return the answers of both rounds, each a valid route of the afwegingskader (A.3)."""
    start, steps, course = block.start, block.steps, block.course
    is_5b = start.furthest == FIRST_5B
    with_vt = is_5b & (steps.route_5b == V2_JA)
    v1 = start.furthest > VRAAG1_NEE
    v2 = with_vt
    v3 = ~(is_5b & (steps.route_5b == V3_NEE))
    v4 = ~(is_5b & (steps.route_5b == V4_NEE))
    v5 = course.second != VRAAG5_NEE
    first = _answer_round(block, 1, steps.weging, (v1, v2, v3, v4, v5), with_vt, course.vraag5)
    again = course.second == HERWEGING
    yes = np.ones(len(block), bool)
    never = np.full(len(block), NEVER, np.int32)
    second = _answer_round(block, 2, course.weging_2, (yes, ~again, yes, yes, yes), ~again, never)
    return stack([first, second])


def _answer_round(
    block: Block,
    ronde: int,
    day: Ints,
    yes: tuple[Flags, Flags, Flags, Flags, Flags],
    with_vt: Flags,
    vraag5: Ints,
) -> Rows:
    """Return the answers of one round: a question is there only if the one before leads to it.

    With Veilig Thuis (question 2 is yes) 3 and 4 follow later, in some cases; 5 stays open.
    """
    n = len(block)
    later = if_ever(block.dice.chance("vragen_with_vt", n), block.add(day, 5))
    day_3 = np.where(with_vt, later, day).astype(np.int32)
    asked = [day, if_ever(yes[0], day), if_ever(yes[0], day_3)]
    day_4 = if_ever(yes[2] & yes[0], day_3)
    asked += [day_4, if_ever(yes[3] & (day_4 < NEVER) & ~with_vt, vraag5)]
    parts = [_answers(block, ronde, k + 1, asked[k], yes[k], with_vt & (k > 1)) for k in range(5)]
    return stack(parts)


def _answers(block: Block, ronde: int, vraag: int, day: Ints, yes: Flags, samen: Flags) -> Rows:
    rows = pick(block, np.ones(len(block), bool), day)
    zaak, n = rows["zaak"], len(rows["zaak"])
    names = code("antwoord", "ja"), code("antwoord", "nee")
    return rows | {
        "ronde": np.full(n, ronde, np.int32),
        "vraag": np.full(n, code("vraag", str(vraag)), np.int8),
        "antwoord": np.where(yes[zaak], *names).astype(np.int8),
        "datum": rows["since"],
        "samen_met_vt": yes_no(samen[zaak]),
    }


def make_besluit(block: Block) -> Rows:
    """Return the decisions: the first of each case, and a second one that revises or repeats it."""
    start, steps, course = block.start, block.steps, block.course
    stop, a, b = (code("uitkomst", name) for name in ("stoppen", "5A", "5B"))
    outcome = np.select([start.furthest == FIRST_5A, start.furthest == FIRST_5B], [a, b], stop)
    outcome_2 = np.where(course.second == HERWEGING, a, b)
    one = np.ones(len(block), np.int32)
    ronde_2 = np.where(course.second == VRAAG5_NEE, 1, 2)
    first = _decisions(block, steps.besluit, one, outcome, steps.versneld)
    second = _decisions(block, course.besluit_2, ronde_2, outcome_2, np.zeros(len(block), bool))
    revised = np.zeros(len(block), first["besluit_id"].dtype)
    revised[first["zaak"]] = first["besluit_id"]
    revises = np.isin(course.second[second["zaak"]], (VRAAG5_NEE, SIGNAAL, HERWEGING))
    none = np.zeros(len(first["zaak"]), revised.dtype)
    second["herziet_besluit_id"] = np.where(revises, revised[second["zaak"]], b"")
    return stack([first | {"herziet_besluit_id": none}, second])


def _decisions(block: Block, day: Ints, ronde: Ints, outcome: Codes, versneld: Flags) -> Rows:
    rows = pick(block, np.ones(len(block), bool), day)
    zaak, n = rows["zaak"], len(rows["zaak"])
    weighed = block.start.furthest[zaak] >= VRAAG1_NEE
    involved = {
        f"{who}_betrokken": flag(block, f"{who}_betrokken", n)
        for who in ("leerkracht", "ib", "directie", "vt")
    }
    return rows | {
        "besluit_id": make_tokens(block.dice.rng, "b", n),
        "ronde": ronde[zaak].astype(np.int32),
        "datum": rows["since"],
        "uitkomst": outcome[zaak].astype(np.int8),
        **involved,
        "versneld": where(weighed, yes_no(versneld[zaak]), code("jn", "nvt")),
    }
