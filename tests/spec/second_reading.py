"""A second reading of the norms in plain Python, straight from the rows a school delivers.

It knows nothing of the wide tables or of SQL: one function per kind of rule, one small case in,
one verdict out. School days are weekdays here; the grids stay clear of holidays.
"""

from datetime import date, timedelta

MET, NOT, OPEN = "voldaan", "niet_voldaan", "nog_open"
OUT, UNKNOWN = "niet_van_toepassing", "niet_geregistreerd"
PEILDATUM = date(2025, 10, 10)
DECISION = date(2025, 10, 8)


def schooldagen(begin: date, end: date) -> int:
    """Count the weekdays after `begin` up to and including `end`."""
    days = (begin + timedelta(days=n) for n in range(1, (end - begin).days + 1))
    return sum(day.weekday() < 5 for day in days)


def is_closed(case) -> bool:
    """Return whether a case was closed for another reason than that the pupil left."""
    return case["status"] == "afgesloten" and case.get("reden") != "leerling_vertrokken"


def end_of(case) -> date:
    """Return the last day on which the case could be seen."""
    return case["einde"] if case["status"] in ("afgesloten", "overgedragen") else PEILDATUM


def conclude(*, applies=True, holds=None, excuse=None, due=True, recorded=True, may=False) -> str:
    """Return the verdict in the documented order."""
    if applies is None:
        return UNKNOWN
    if not applies:
        return OUT
    if holds:
        return MET
    if excuse:
        return excuse
    if not due:
        return OPEN
    if not recorded:
        return UNKNOWN
    if may:
        return OUT
    return UNKNOWN if holds is None else NOT


def observed(case) -> str:
    """S1-01: something happened, or should have by now."""
    if case["medewerker"]:
        return OUT
    decided = case["besluit"] or is_closed(case)
    late = schooldagen(case["signaal"], end_of(case)) > 10
    return conclude(
        holds=case["observatie"],
        due=decided or late,
        recorded=case["observatie"] or case["overleg"],
    )


def consulted(case) -> str:
    """S2-03: advice of Veilig Thuis before the decision, in whatever order with other steps."""
    step_2 = [day for day in (case["advies"], case["overleg_2"]) if day]
    begin = min(step_2) if step_2 else case["gesprek"]
    reached = begin is not None or case["besluit"] == "5A"
    deadline = DECISION if case["besluit"] else PEILDATUM
    return conclude(
        applies=reached,
        holds=case["advies"] is not None and case["advies"] <= deadline,
        excuse="U4" if case["acuut"] == "ja" else None,
        due=case["besluit"] is not None or (begin and schooldagen(begin, PEILDATUM) > 10),
        recorded=bool(step_2),
    )


def all_steps(case) -> str:
    """G-02: every step somewhere before the decision; a step nowhere on record is unknown."""

    def before(day):
        return None if day is None else day <= DECISION

    parts = [before(case[step]) for step in ("stap_1", "stap_2", "stap_3", "weging")]
    holds = False if False in parts else None if None in parts else True
    without_talk = case["reden"] and parts[0] and parts[1] and parts[3]
    excuse = "U4" if case["acuut"] else "U5" if without_talk else None
    return conclude(holds=holds, excuse=excuse)


def answered(answer) -> str:
    """G-07: a yes or no of the intern begeleider; None where there is no answer at all."""
    return {"ja": MET, "nee": NOT, "nvt": OUT}.get(answer, UNKNOWN)


def both_involved(case) -> str:
    """S3-20: two answers, of which one no is enough and one unknown is not."""
    answers = {case["leerkracht"], case["ib"]}
    if answers <= {"ja"}:
        return MET
    return NOT if answers & {"nee", "nvt"} else UNKNOWN


def updated_after_each(docs: dict) -> str:
    """S1-06: after every step taken the document was updated at least once."""
    taken = [doc for doc in docs.values() if doc]
    known_not = "nee" in taken
    return conclude(
        applies=bool(taken), holds=all(doc == "ja" for doc in taken), recorded=known_not
    )


def updated_in_step_2(docs: dict) -> str:
    """S2-14: everything in step 2 was written up."""
    reached = any(docs[step] for step in ("2", "3", "4"))
    return conclude(applies=reached, holds=docs["2"] == "ja", recorded=docs["2"] in ("ja", "nee"))


def permitted(case) -> str:
    """S2-07: permission before the meeting, unless it was anonymous."""
    given, day = case["toestemming"], case["dag"]
    holds = given == "gegeven" if given != "gegeven" or day else None
    if given == "gegeven" and day:
        holds = day <= DECISION
    excuse = None
    if case["vorm"] == "anoniem":
        excuse = "U8" if given == "geweigerd" else "U7"
    known = given in ("gegeven", "geweigerd", "niet_gevraagd")
    return conclude(holds=holds, excuse=excuse, recorded=known)


def reason_given(case) -> str:
    """S3-23: reporting without a talk needs a reason on record."""
    talked = case["gesprek"] is not None and case["gesprek"] <= DECISION
    return conclude(
        applies=not talked,
        holds=case["reden"] in ("veiligheid", "contact_verbroken"),
        excuse="U4" if case["acuut"] == "ja" else None,
        recorded=case["reden"] == "nvt" and case["vooraf"] is None,
    )


def told_beforehand(case) -> str:
    """B-04: parents hear of the report before it is made."""
    excuse = None
    if case["acuut"] == "ja":
        excuse = "U4"
    elif case["reden"] in ("veiligheid", "contact_verbroken"):
        excuse = "U5"
    return conclude(
        holds=case["vooraf"] is not None and case["vooraf"] <= DECISION,
        excuse=excuse,
        recorded=case["reden"] not in (None, "onbekend"),
    )


def complete_notes(case) -> str:
    """D-01: the tick of the intern begeleider decides; without one, the notes do."""
    tick, notes = case["vink"], case["notities"]
    if tick == "nvt":
        return OUT
    if tick in ("ja", "nee"):
        return answered(tick)
    return conclude(
        applies=bool(notes), holds=all(n == "ja" for n in notes), recorded="nee" in notes
    )


def measure(status, is_over: bool) -> str:
    """O-D01: the school's own statement, per school year."""
    return conclude(
        holds=status == "ja",
        due=is_over or status == "nee",
        recorded=status in ("ja", "deels", "nee"),
    )


def trained(status, day, end: date, is_over: bool) -> str:
    """O-D03: trained in the twelve months up to `end`."""
    year_ago = end.replace(year=end.year - 1)
    recent = None if day is None else day >= year_ago
    holds = recent if status == "ja" else False if status in ("nee", "deels") else None
    stale = status in ("ja", "deels") and recent is False
    return conclude(
        holds=holds,
        due=is_over or status == "nee" or stale,
        recorded=status in ("ja", "deels", "nee"),
    )


def reported(case) -> str:
    """B-11: as many reports as decisions to report, up to and including this one."""
    return conclude(
        holds=case["meldingen"] >= case["rang"],
        due=is_closed(case) or schooldagen(case["dag"], end_of(case)) > 5,
    )


def held(case) -> str:
    """E-02: a planned process evaluation was held and says what could be better."""
    was_held, lesson = case["gehouden"], case["verbeterpunt"]
    known = lesson not in (None, "onbekend")
    late = case["gepland"] is not None and schooldagen(case["gepland"], PEILDATUM) > 5
    return conclude(
        applies=case["soort"] == "proces",
        holds=was_held and known,
        due=was_held or late,
        recorded=not was_held or known,
    )


def handed_over(case) -> str:
    """G-06: judged on cases about an employee alone."""
    return conclude(
        applies=case["medewerker"],
        holds=case["overdracht"],
        due=schooldagen(case["signaal"], end_of(case)) > 1,
    )


def asked_anonymously(form) -> str:
    """S2-04: asking anonymously is allowed; asking by name is no shortfall."""
    return conclude(applies=form is not None, holds=form == "anoniem", may=True)
