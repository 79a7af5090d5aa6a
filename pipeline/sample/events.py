"""The event log of each case: which events are recorded, on which day, in which round."""

import numpy as np

from pipeline.sample.block import Block, Rows, select
from pipeline.sample.codes import EMPTY, Codes, code
from pipeline.sample.course import HERMELDING, SIGNAAL
from pipeline.sample.days import NEVER, Flags, Ints, if_ever
from pipeline.sample.start import STOP_1
from pipeline.sample.tokens import make_tokens
from pipeline.schema.tables import code_lists


class EventLog:
    """Collects events of a block. An event that falls after the end of its case is left out."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.parts: list[tuple[Ints, Ints, Codes, Codes]] = []
        self.kinds: list[tuple[int, int, int]] = []

    def record(
        self,
        soort: str,
        day: Ints,
        share: str | None = None,
        *,
        only: Flags | None = None,
        ronde: int = 1,
        stap: str | None = None,
        vorm: Codes | None = None,
        doel: Codes | None = None,
    ) -> Flags:
        """Record one kind of event for the declared share of the cases; return for which."""
        n = len(self.block)
        happens = np.ones(n, bool) if share is None else self.block.dice.chance(share, n)
        happens &= (day < NEVER) & (day <= self.block.course.einde)
        happens &= True if only is None else only
        cases = np.flatnonzero(happens).astype(np.int32)
        regular = np.full(n, code("vorm", "regulier"), np.int8)
        nothing = np.full(n, EMPTY, np.int8)
        forms = (regular if vorm is None else vorm)[cases]
        purposes = (nothing if doel is None else doel)[cases]
        self.parts.append((cases, day[cases], forms, purposes))
        place = stap or code_lists()["soort_gebeurtenis"].stap[soort][0]
        self.kinds.append((code("soort_gebeurtenis", soort), code("stap", place), ronde))
        return happens

    def rows(self) -> Rows:
        """Return all events in order of case and day, each with its token."""
        lengths = [len(part[0]) for part in self.parts]
        soort, stap, ronde = (
            np.repeat(np.array(column, np.int8), lengths)
            for column in zip(*self.kinds, strict=True)
        )
        zaak, day, vorm, doel = (np.concatenate(column) for column in zip(*self.parts, strict=True))
        events: Rows = {
            **{"zaak": zaak, "since": day, "datum": day, "soort": soort, "stap": stap},
            **{"ronde": ronde.astype(np.int32), "vorm": vorm, "doel": doel},
        }
        order = np.argsort(zaak.astype(np.int64) * 2 * NEVER + day, kind="stable")
        events = _without_repeats(select(events, order))
        tokens = make_tokens(self.block.dice.rng, "g", len(events["zaak"]))
        return events | {"gebeurtenis_id": tokens}


def _without_repeats(events: Rows) -> Rows:
    """Return the events with each kind at most once per case and day: a repeat is a later day."""
    kind = (events["zaak"].astype(np.int64) * 2 * NEVER + events["datum"]) * 128 + events["soort"]
    _, first = np.unique(kind, return_index=True)
    return select(events, np.sort(first))


def record_events(block: Block) -> Rows:
    """Return the events of a block, uncensored; a `medewerker` case has its hand-over only."""
    log = EventLog(block)
    _record_step_1(log)
    _record_step_2(log)
    _record_mdo(log)
    _record_step_3(log)
    _record_step_4(log)
    _record_help(log)
    _record_report(log)
    _record_end(log)
    return log.rows()


def _record_step_1(log: EventLog) -> None:
    block, steps = log.block, log.block.steps
    inside = ~block.start.medewerker
    signal, overleg = block.start.signalering, steps.overleg_ib
    log.record("overdracht_directie_vertrouwenspersoon", signal, only=~inside)
    log.record("observatie", signal, "observatie", only=inside)
    log.record("observatie", block.between(signal, overleg), "observatie_opnieuw", ronde=2)
    log.record("informeel_oudercontact", block.between(signal, overleg), "informeel_oudercontact")
    log.record("signalen_in_kaart", block.between(signal, overleg), "signalen_in_kaart")
    log.record("overleg_ib", overleg, "overleg_ib")
    again = block.between(overleg, steps.besluit)
    log.record("overleg_ib", again, "overleg_ib_opnieuw", ronde=2)
    soon = np.floor(3 * block.dice.uniform(len(block))).astype(np.int32)
    log.record("directie_geinformeerd", block.add(overleg, soon), "directie_geinformeerd")
    log.record("taken_vastgesteld", overleg, "taken_vastgesteld")
    goes_on = block.start.furthest != STOP_1
    log.record("besluit_naar_stap2", overleg, "besluit_naar_stap2", only=goes_on)
    for route, soort in (
        ("letsel_onduidelijk", "contact_letseldeskundige"),
        ("eergerelateerd", "contact_lec_egg"),
        ("vgv", "contact_pharos"),
    ):
        mine = block.start.route == code("bijzondere_route", route)
        log.record(soort, block.add(overleg, soon), "contact_specialist", only=mine)


def _record_step_2(log: EventLog) -> None:
    block, steps = log.block, log.block.steps
    n, calm = len(block), ~log.block.start.acuut
    advies, overleg = steps.advies_vt, steps.overleg_ib
    for soort in (
        "groepsbespreking",
        "leerlingbespreking",
        "bilateraal_overleg",
        "verwijsindex_gebruikt",
    ):
        log.record(soort, block.between(overleg, advies), soort, only=calm)
    forms = np.array([code("vorm", "regulier"), code("vorm", "anoniem")], np.int8)
    vorm = forms[block.dice.chance("advies_vt_anoniem", n).astype(int)]
    doel = block.dice.code("doel_advies", "doel", n)
    log.record("advies_veilig_thuis", advies, "advies_vt", only=calm, vorm=vorm, doel=doel)
    again = block.between(advies, steps.weging)
    log.record(
        "advies_veilig_thuis", again, "advies_vt_opnieuw", only=calm, ronde=2, vorm=vorm, doel=doel
    )
    urgent = np.full(n, code("doel", "spoed"), np.int8)
    log.record("spoedadvies_veilig_thuis", advies, "spoedadvies", only=~calm, doel=urgent)
    log.record("politie", advies, "politie", only=~calm)


def _record_mdo(log: EventLog) -> None:
    """Record the MDO: by name with permission, else anonymously."""
    details = log.block.details
    by_name = details.mdo_permission == code("toestemming_mdo", "gegeven")
    vorm = np.where(by_name, code("vorm", "regulier"), code("vorm", "anoniem")).astype(np.int8)
    log.record("toestemming_mdo_gevraagd", details.mdo_request)
    log.record("mdo", details.mdo, vorm=vorm)


def _record_step_3(log: EventLog) -> None:
    block, steps = log.block, log.block.steps
    before = -np.floor(4 * block.dice.uniform(len(block)) ** 2).astype(np.int32)
    second = if_ever(steps.weging > steps.gesprek, block.between(steps.gesprek, steps.weging))
    for ronde, talk, share in ((1, steps.gesprek, None), (2, second, "gesprek_opnieuw")):
        held = log.record("gesprek_ouders", talk, share, ronde=ronde)
        informed = np.maximum(block.start.signalering, block.add(if_ever(held, talk), before))
        log.record("kind_ingelicht", if_ever(held, informed), "kind_ingelicht", ronde=ronde)
        log.record("gesprek_kind", if_ever(held, informed), "gesprek_kind", ronde=ronde)


def _record_step_4(log: EventLog) -> None:
    block, steps, course = log.block, log.block.steps, log.block.course
    start = if_ever(steps.gesprek < steps.weging, steps.gesprek)
    before = block.between(
        np.where(start < NEVER, start, steps.weging).astype(np.int32), steps.weging
    )
    for soort in ("risicotaxatie", "veiligheidsbeoordeling", "contact_vt_risicotaxatie"):
        log.record(soort, before, soort)
    doubt = log.block.details.twijfel
    log.record("medeweging_extern", before, "medeweging_extern", only=doubt)
    log.record("weging", steps.weging, only=~steps.versneld)
    log.record("weging", course.weging_2, ronde=2)


def _record_help(log: EventLog) -> None:
    block, course = log.block, log.block.course
    begin, end = course.hulp_start, course.hulp_einde
    at_cjg = block.details.hulp == code("soort_hulp", "cjg")
    meeting = block.add(begin, 10)
    log.record("zorgbespreking_cjg", meeting, "zorgbespreking_cjg", only=at_cjg)
    log.record("begeleidingsplan_afgesproken", block.details.plan)
    for soort in ("voortgangscontact_ouders", "leerling_gevolgd"):
        for ronde in (1, 2):
            log.record(soort, block.between(begin, end), soort, ronde=ronde)


def _record_report(log: EventLog) -> None:
    block, course, steps = log.block, log.block.course, log.block.steps
    dice, n = block.dice, len(block)
    opnieuw = dice.uniform(n) < 0.5
    for soort, mine in (("nieuw_signaal_opnieuw", opnieuw), ("nieuw_signaal_stopt_niet", ~opnieuw)):
        log.record(
            soort,
            course.signaal,
            only=mine & np.isin(course.second, (SIGNAAL, HERMELDING)),
            ronde=2,
        )
    for ronde, melding in ((1, steps.melding), (2, course.melding_2)):
        log.record("gesprek_voorgenomen_melding", block.details.vooraf[ronde - 1], ronde=ronde)
        feedback = block.details.feedback[ronde - 1]
        log.record("terugkoppeling_vt", feedback, "terugkoppeling_event", ronde=ronde)
        soon = block.add(melding, 5 + dice.days("besluit_verwijzing", n))
        later = block.add(soon, 10 + dice.days("besluit_verwijzing", n))
        log.record("nazorg_aangeboden", soon, "nazorg_aangeboden", ronde=ronde)
        log.record("leerling_gevolgd", soon, "leerling_gevolgd", ronde=ronde, stap="5B")
        log.record("leerling_gevolgd", later, "leerling_gevolgd", ronde=ronde, stap="5B")
        log.record("nieuw_contact_vt", later, "nieuw_contact_vt", ronde=ronde)


def _record_end(log: EventLog) -> None:
    course = log.block.course
    ended = course.einde < course.cut
    log.record("afsluiting", if_ever(ended, course.einde), "afsluiting")
