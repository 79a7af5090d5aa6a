"""Rows of what follows on a decision: reports, help and the three kinds of evaluation."""

import numpy as np

from pipeline.sample.block import Block, Rows, flag, pick, stack
from pipeline.sample.codes import code, where, yes_no
from pipeline.sample.days import NEVER, Flags, Floats, Ints, if_ever
from pipeline.sample.dice import Dice
from pipeline.sample.tokens import make_tokens


def make_melding(block: Block) -> Rows:
    """Return one row per report; number 2 is a report after help, or a second one."""
    first = _reports(block, block.steps.melding, 0)
    later = _reports(block, block.course.melding_2, 1)
    had_first = block.steps.melding[later["zaak"]] < NEVER
    later["volgnr"] = np.where(had_first, 2, 1).astype(np.int32)
    return stack([first, later])


def _reports(block: Block, day: Ints, which: int) -> Rows:
    rows = pick(block, np.ones(len(block), bool), day)
    zaak, n, dice = rows["zaak"], len(rows["zaak"]), block.dice
    reason = _reason_without_parents(block, rows)
    vooraf = block.details.vooraf[which][zaak]
    older = dice.chance("leerling_12plus", n)
    with_pupil = older & dice.chance("leerling_besproken", n) & (vooraf < NEVER)
    objects = dice.chance("bezwaar", n) & (vooraf < NEVER)
    return rows | {
        "melding_id": make_tokens(dice.rng, "m", n),
        "volgnr": np.ones(n, np.int32),
        "datum": rows["since"],
        "door": dice.code("melding_door", "melding_door", n),
        "ouders_vooraf_datum": vooraf,
        "reden_geen_oudergesprek": reason,
        "toestemming": dice.code("toestemming_melding", "toestemming_melding", n),
        "leerling_12plus": yes_no(older),
        "leerling_besproken_datum": if_ever(with_pupil, vooraf),
        **_before_the_report(block, vooraf, objects),
        "bron_derden_aangegeven": flag(block, "melding_attribute", n),
        "eigen_inzet_overlegd": flag(block, "melding_attribute", n),
        "terugkoppeling_datum": block.details.feedback[which][zaak],
        "vervolg_vt": dice.code("vervolg_vt", "vervolg_vt", n),
    }


def _before_the_report(block: Block, vooraf: Ints, objects: Flags) -> Rows:
    """Return what was said to parents before, and what was done with an objection."""
    n, nvt = len(vooraf), code("jn", "nvt")
    flags: Rows = {}
    for name in ("uitleg", "reactie_gevraagd", "veiligheid_vooraf_besproken"):
        flags[name] = where(vooraf < NEVER, flag(block, "melding_attribute", n), nvt)
    flags["bezwaar"] = where(vooraf < NEVER, yes_no(objects), nvt)
    for name in ("bezwaar_overlegd", "bezwaar_afgewogen"):
        flags[name] = where(objects, flag(block, "melding_attribute", n), nvt)
    return flags


def _reason_without_parents(block: Block, rows: Rows) -> Ints:
    """Return per report why parents were not spoken to before; `nvt` where they were."""
    name, n, dice = "reden_geen_oudergesprek", len(rows["zaak"]), block.dice
    given = dice.code(name, name, n)
    reason = where(dice.chance("melding_reason", n), given, code(name, "onbekend"))
    spoken = block.steps.gesprek[rows["zaak"]] <= rows["since"]
    return where(~spoken, reason, code(name, "nvt"))


def make_hulp(block: Block) -> Rows:
    """Return one row per case with organised help."""
    rows = pick(block, block.course.has_hulp, block.course.hulp_start)
    zaak, n, dice = rows["zaak"], len(rows["zaak"]), block.dice
    region, begin = block.start.region[zaak], rows["since"]
    einde, termijn = block.course.hulp_einde[zaak], block.course.termijn[zaak]
    besproken = dice.chance("hulp_besproken", n)
    referred = block.days.add(region, begin, dice.days("besluit_verwijzing", n))
    referred = np.where(referred <= np.minimum(einde, termijn), referred, begin)
    referred = if_ever(_is_referred(dice, besproken), referred)
    arrival = block.days.add(region, referred, dice.days("verwijzing_aankomst", n))
    arrival = if_ever(dice.chance("aankomst_gecontroleerd", n) & (arrival <= einde), arrival)
    plan = block.details.plan[zaak]
    plan = if_ever(plan <= einde, plan)
    shared = block.days.add(region, plan, np.floor(6 * dice.uniform(n)).astype(np.int32))
    cjg = block.details.hulp[zaak] == code("soort_hulp", "cjg")
    return rows | {
        "hulp_id": make_tokens(dice.rng, "h", n),
        "ronde": np.ones(n, np.int32),
        "soort": block.details.hulp[zaak],
        "datum_besproken_ouders": if_ever(besproken, begin),
        "datum_verwijzing": referred,
        "datum_aankomst_gecontroleerd": arrival,
        "begeleidingsplan_datum": plan,
        "begeleidingsplan_besproken_datum": if_ever(dice.chance("plan_besproken", n), shared),
        "gewenste_termijn_datum": if_ever(dice.chance("termijn_set", n), termijn),
        "datum_einde": einde,
        "aangekomen": where(arrival < NEVER, flag(block, "aangekomen", n)),
        "casemanager": where(cjg, flag(block, "casemanager", n), code("jn", "nvt")),
        "volgafspraken": where(einde < NEVER, flag(block, "volgafspraken", n)),
    }


def _is_referred(dice: Dice, besproken: Flags) -> Flags:
    """Return who is referred: all with whom help was not discussed, so that help has a date."""
    talked = dice.share("hulp_besproken")
    share = (dice.share("hulp_verwezen") - (1 - talked)) / talked
    return ~besproken | (dice.uniform(len(besproken)) < share)


def make_evaluatie(block: Block) -> Rows:
    """Return the evaluations of the three kinds; each is planned on `since`."""
    n, course, numbers = len(block), block.course, block.dice.parameters.numbers
    spread = numbers["evaluatie_weeks_spread"] * block.dice.normal(n)
    weeks = np.clip(numbers["evaluatie_weeks_mean"] + spread, 2, 12)
    plan = _week_later(block, block.details.plan, weeks)
    effect = _week_later(block, course.hulp_start, 2 * weeks)
    effect = if_ever(block.dice.chance("hulp_effect_planned", n), effect)
    outside = block.start.medewerker
    process = _week_later(block, block.steps.besluit, np.full(n, numbers["proces_weeks"]))
    process = if_ever(block.dice.chance("proces_planned", n) & ~outside, process)
    unplanned = block.dice.chance("proces_unplanned", n) & (process == NEVER)
    parts = [
        _evaluations(block, "begeleidingsplan", block.details.plan, plan, "evaluatie_held"),
        _evaluations(block, "hulp_effect", course.hulp_start, effect, "evaluatie_held"),
        _evaluations(block, "proces", block.steps.besluit, process, "proces_held"),
        _unplanned(block, if_ever(unplanned, course.einde)),
    ]
    return stack(parts)


def _week_later(block: Block, day: Ints, weeks: Floats) -> Ints:
    later = np.where(day < NEVER, day + np.rint(7 * weeks), NEVER).astype(np.int32)
    return block.days.ceil(block.start.region, later)


def _evaluations(block: Block, soort: str, made: Ints, planned: Ints, held_share: str) -> Rows:
    """Return evaluations of one kind, planned on the day `made`: held in time, late or not."""
    rows = pick(block, planned < NEVER, made)
    zaak, n, dice = rows["zaak"], len(rows["zaak"]), block.dice
    delay = dice.days("evaluatie_delay", n) * dice.chance("evaluatie_late", n)
    held = block.days.add(block.start.region[zaak], planned[zaak], delay)
    held = if_ever(dice.chance(held_share, n) & (held <= block.course.cut[zaak]), held)
    return _complete(block, rows, soort, planned[zaak], held)


def _unplanned(block: Block, day: Ints) -> Rows:
    """Return process evaluations that were held, at closing, without being planned."""
    rows = pick(block, day < NEVER, day)
    never = np.full(len(rows["zaak"]), NEVER, np.int32)
    return _complete(block, rows, "proces", never, day[rows["zaak"]])


def _complete(block: Block, rows: Rows, soort: str, planned: Ints, held: Ints) -> Rows:
    n, dice = len(rows["zaak"]), block.dice
    region, is_held = block.start.region[rows["zaak"]], held < NEVER
    recorded = block.days.add(region, held, dice.days("gehouden_vastgelegd", n))
    reported = block.days.add(region, held, dice.days("gehouden_teruggekoppeld", n))
    attributes = ("ouders_betrokken", "leerkracht_betrokken", "extern_betrokken")
    return rows | {
        "evaluatie_id": make_tokens(dice.rng, "e", n),
        "soort": np.full(n, code("soort_evaluatie", soort), np.int8),
        "gepland_datum": planned,
        "gehouden_datum": held,
        "vastgelegd_datum": if_ever(dice.chance("evaluatie_vastgelegd", n), recorded),
        "teruggekoppeld_directie_datum": if_ever(
            dice.chance("evaluatie_teruggekoppeld", n), reported
        ),
        **{name: where(is_held, flag(block, "evaluatie_attribute", n)) for name in attributes},
        "verbeterpunt": where(is_held, dice.code("verbeterpunt", "verbeterpunt", n)),
    }
