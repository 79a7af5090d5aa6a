"""The afwegingskader as a table: which combinations of answers are valid, what they require."""

from datetime import date
from itertools import product

from pipeline.schema.meldcode import read_meldcode
from tests.support.situations import Situations

DAY, LATER = date(2025, 10, 1), date(2025, 10, 8)
SITUATIONS = Situations(peildatum="2025-10-10")

# Drawn by hand from the code: the answers in order; `*` is anything, also nothing.
VALID = {
    "nee - - - -": ("geen_vermoeden", "afsluiten"),
    "ja - - - -": ("begonnen", "verder"),
    "ja ja * * *": ("onveilig", "melden"),
    "ja nee - - -": ("niet_onveilig", "verder"),
    "ja nee nee - -": ("geen_hulp_mogelijk", "melden"),
    "ja nee ja - -": ("hulp_mogelijk", "verder"),
    "ja nee ja nee -": ("hulp_geweigerd", "melden"),
    "ja nee ja ja -": ("hulp_loopt", "hulp"),
    "ja nee ja ja nee": ("hulp_werkt_niet", "opnieuw_melden"),
    "ja nee ja ja ja": ("hulp_werkt", "volgafspraken"),
}
ALL_ANSWERS = list(product(("ja", "nee", "-"), repeat=5))


def drawn(answers: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Return route and requirement of the drawn table; invalid ones by the heaviest answer."""
    for pattern, outcome in VALID.items():
        cells = zip(pattern.split(), answers, strict=True)
        if all(cell in ("*", answer) for cell, answer in cells):
            return outcome
    if answers[1] == "ja" or "nee" in answers[2:4]:
        return None, "melden"
    return None, "opnieuw_melden" if answers[4] == "nee" else None


def test_each_of_the_243_combinations_of_answers_is_the_route_that_is_drawn():
    found = {row.answers: (row.route, row.requires) for row in read_meldcode().route_rows()}
    assert len(found) == 243
    assert found == {answers: drawn(answers) for answers in ALL_ANSWERS}


def combinations():
    """Return number → answers and day of a report (none, before, after): 729 cases."""
    return dict(enumerate(product(ALL_ANSWERS, (None, DAY, LATER)), start=1))


def every_combination():
    """Draw a case per combination, all at one school."""
    cases, given, reports = [], [], []
    for number, (answers, reported) in combinations().items():
        cases.append({"zaak_nr": number, "datum_signalering": "2025-09-01"})
        for question, answer in enumerate(answers, start=1):
            if answer != "-":
                day = LATER if question == 5 else DAY
                row = {"zaak_nr": number, "ronde": 1, "vraag": question, "antwoord": answer}
                given.append({**row, "datum": day})
        if reported:
            reports.append({"melding_nr": number, "zaak_nr": number, "datum": reported})
    return SITUATIONS.add({"zaak": cases, "afweging": given, "melding": reports})


EVERY_COMBINATION = every_combination()
ANSWERED = {n: both for n, both in combinations().items() if set(both[0]) != {"-"}}


def test_a_report_that_is_required_and_absent_is_urgent_whatever_else_the_answers_say():
    urgent = {}
    for number, (answers, reported) in ANSWERED.items():
        required = drawn(answers)[1]
        again = required == "opnieuw_melden"
        enough = reported is not None and (not again or reported >= LATER)
        urgent[number] = [required in ("melden", "opnieuw_melden") and not enough]
    assert EVERY_COMBINATION.route("urgent") == urgent
    assert [True] in urgent.values() and [False] in urgent.values()


def test_a_route_that_does_not_fit_is_a_question_to_the_intern_begeleider():
    found = EVERY_COMBINATION.route("vraag_aan_ib")
    for number, (answers, _) in ANSWERED.items():
        is_asked = found[number][0] in ("antwoord_overgeslagen", "antwoord_na_nee")
        assert is_asked == (drawn(answers)[0] is None), answers


def test_the_same_answers_are_judged_by_the_norms_about_them():
    found = EVERY_COMBINATION.verdicts("B-01")
    assert set(found) == set(ANSWERED)
    for number, verdict in found.items():
        answers, reported = ANSWERED[number]
        required = drawn(answers)[1]
        again = required == "opnieuw_melden"
        if required not in ("melden", "opnieuw_melden"):
            assert verdict == "niet_van_toepassing"
        elif reported is not None and (not again or reported >= LATER):
            assert verdict == "voldaan"
        else:
            # seven school days after the answer, or two: past the threshold of five, or not
            assert verdict == ("nog_open" if again else "niet_voldaan")
