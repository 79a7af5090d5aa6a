"""A second reading of indicators in plain Python, from the files that schools deliver.

It knows nothing of marts or of SQL. Each indicator gives a part for each thing it is about: COUNTS,
NOT, OPEN or UNKNOWN. What it is not about has no part.
"""

from collections.abc import Iterator
from datetime import date

from tests.integration.delivered_school import Row, School, school_year

COUNTS, NOT, OPEN, UNKNOWN = "telt", "telt_niet", "open", "onbekend"
Part = tuple[str, str]  # school year, part


def route(answers: dict[int, Row]) -> str:
    """Return how the answers fit the table of the framework (domain, A.3)."""
    given = {question: row["antwoord"] for question, row in answers.items()}
    if not given:
        return "none"
    if any(question - 1 not in given for question in given if question > 1):
        return "contradictory"
    ends = {1: "nee", 3: "nee", 4: "nee"}
    if given.get(2) == "ja":
        with_vt = {row.get("samen_met_vt") or "onbekend" for q, row in answers.items() if q > 2}
        if "nee" in with_vt:
            return "contradictory"
        return "unknown" if "onbekend" in with_vt else "valid"
    for question, last in ends.items():
        if given.get(question) == last:
            return "valid" if max(given) == question else "contradictory"
    return "valid" if 4 in given else "incomplete"


def consistent(school: School) -> Iterator[Part]:
    """I-10: a valid route; an incomplete one cannot be judged while the case may still go on."""
    for case in school.cases:
        goes_on = case["status"] == "lopend" or school.left(case)
        for answers, _ in school.rounds(case):
            found = route(answers)
            part = {"valid": COUNTS, "contradictory": NOT, "none": UNKNOWN, "unknown": UNKNOWN}
            yield (
                school_year(case["datum_signalering"]),
                part.get(found, OPEN if goes_on else NOT),
            )


def contradictory(school: School) -> Iterator[Part]:
    """I-24c: an answer that cannot stand there."""
    for case in school.cases:
        for answers, _ in school.rounds(case):
            found = route(answers)
            part = {"contradictory": COUNTS, "none": UNKNOWN}.get(found, NOT)
            yield school_year(case["datum_signalering"]), part


def missing_report(school: School) -> Iterator[Part]:
    """I-11: the answers ask for a report, and there is none when the threshold has passed."""
    for case in school.cases:
        reports = [row["datum"] for row in school.of("melding", case)]
        limit = 1 if case["acuut"] == "ja" else 5
        for answers, sessions in school.rounds(case):
            asks = [
                row["datum"]
                for question, row in answers.items()
                if (question == 2) == (row["antwoord"] == "ja") and question > 1
            ]
            if not asks:
                continue
            day = min((d for d in asks if d), default=min(sessions, default=None))
            year = school_year(case["datum_signalering"])
            again = {q: row["antwoord"] for q, row in answers.items() if q in (2, 5)}
            enough = reports
            if again.get(5) == "nee" and again.get(2) != "ja":
                enough = [report for report in reports if report >= answers[5]["datum"]]
            is_unsure = bool(reports) and not enough and again.get(2) != "nee"
            if school.between(day, school.followed_until(case)) <= limit:
                yield year, OPEN
            elif "melding" not in school.tables or is_unsure:
                yield year, UNKNOWN
            else:
                yield year, NOT if enough else COUNTS


def helped(school: School) -> Iterator[Row]:
    for case in school.cases:
        if any(row["uitkomst"] == "5A" for row in school.of("besluit", case)):
            yield case


def fifth_answers(school: School, case: Row) -> list[Row]:
    return sorted(
        (row for row in school.of("afweging", case) if int(row["vraag"]) == 5),
        key=lambda row: row["datum"],
    )


def judged_in_time(school: School) -> Iterator[Part]:
    """I-19a: question 5 answered at most five school days after the last desired term."""
    for case in helped(school):
        terms = [row.get("gewenste_termijn_datum") for row in school.of("hulp", case)]
        term = max((term for term in terms if term), default=None)
        if term is None:
            continue
        year = school_year(case["datum_signalering"])
        if school.between(term, school.followed_until(case)) <= 5:
            yield year, OPEN
        elif "afweging" not in school.tables:
            yield year, UNKNOWN
        else:
            first = fifth_answers(school, case)[:1]
            timely = [row for row in first if school.between(term, row["datum"]) <= 5]
            yield year, COUNTS if timely else NOT


def gave_result(school: School) -> Iterator[Part]:
    """I-19b: the answer to question 5 itself."""
    for case in helped(school):
        first = fifth_answers(school, case)[:1]
        part = [COUNTS if row["antwoord"] == "ja" else NOT for row in first] or [OPEN]
        delivered = "afweging" in school.tables
        yield school_year(case["datum_signalering"]), part[0] if delivered else UNKNOWN


def refusal_weighed(school: School) -> Iterator[Part]:
    """I-22b: parents refused permission for an MDO; was that weighed?"""
    refused = {
        row["gebeurtenis_id"]
        for row in school.tables.get("mdo", [])
        if row["toestemming_ouders"] == "geweigerd"
    }
    for case in school.cases:
        said = {row.get("weigering_meegewogen") for row in school.of("weging", case)}
        weighed = said or school.events(case, "weging")
        known = said <= {"nee", "nvt"} and "nee" in said
        part = COUNTS if "ja" in said else NOT if known else UNKNOWN
        for event in school.of("gebeurtenis", case):
            if event["gebeurtenis_id"] in refused:
                yield school_year(case["datum_signalering"]), part if weighed else OPEN


def in_order(school: School, *states: str) -> Iterator[Part]:
    """I-26a and b: what the school itself says of the organisational norms."""
    for row in school.tables.get("organisatie_maatregel", []):
        known = row["status"] in ("ja", "deels", "nee")
        part = COUNTS if row["status"] in states else NOT
        yield row["schooljaar"], part if known else UNKNOWN


def a_year_before(day: date) -> date:
    """Return the same day of the year before; the 28th for 29 February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def trained(school: School) -> Iterator[Part]:
    """I-26c: a training in the twelve months up to the end of the school year or the peildatum."""
    for row in school.tables.get("organisatie_maatregel", []):
        if row["norm_id"] != "O-D03":
            continue
        end = min(date(int(row["schooljaar"][5:]), 7, 31), school.peildatum)
        if row["status"] == "nee":
            yield row["schooljaar"], NOT
        elif row["datum"] is None or row["datum"] > end:
            yield row["schooljaar"], UNKNOWN
        else:
            yield row["schooljaar"], COUNTS if row["datum"] >= a_year_before(end) else NOT


def lessons(school: School) -> Iterator[tuple[str, str, str]]:
    """I-27b: school year, kind and point for improvement of each evaluation that was held."""
    for case in school.cases:
        for row in school.of("evaluatie", case):
            if row["gehouden_datum"]:
                point = row.get("verbeterpunt") or "onbekend"
                yield school_year(case["datum_signalering"]), row["soort"], point


def recording_days(school: School) -> Iterator[tuple[str, int | None]]:
    """I-23b: school days from event to recording; None without a day, negative before it."""
    for case in school.cases:
        for event in school.of("gebeurtenis", case):
            noted = event.get("datum_registratie")
            days = None if noted is None else school.between(event["datum"], noted)
            if noted is not None and noted < event["datum"]:
                days = -1
            yield school_year(case["datum_signalering"]), days


def after_5a(school: School) -> Iterator[tuple[int, str]]:
    """I-08: school days from the first 5A to a report, or to where the case stopped or is open."""
    for case in helped(school):
        if "melding" not in school.tables:
            continue
        decisions = school.of("besluit", case)
        begin = min(row["datum"] for row in decisions if row["uitkomst"] == "5A")
        reports = [row["datum"] for row in school.of("melding", case)]
        earlier = [row["datum"] for row in decisions if row["uitkomst"] == "5B"] + reports
        if any(day < begin for day in earlier):
            continue
        if reports:
            yield school.between(begin, min(reports)), "reported"
        elif case["status"] == "lopend" or school.left(case):
            end = school.peildatum if case["status"] == "lopend" else case["datum_status"]
            yield school.between(begin, end), "open"
        else:
            yield school.between(begin, case["datum_status"]), "stopped"


def incidence(times: list[tuple[int, str]]) -> dict[int, float]:
    """Return t → chance of a report by then; stopping competes with it (Aalen-Johansen)."""
    waiting, chance, curve = 1.0, 0.0, {}
    for t in sorted({t for t, _ in times}):
        at_risk = sum(day >= t for day, _ in times)
        reported = sum(end == (t, "reported") for end in times)
        stopped = sum(end == (t, "stopped") for end in times)
        chance += waiting * reported / at_risk
        waiting *= 1 - (reported + stopped) / at_risk
        curve[t] = chance
    return curve
