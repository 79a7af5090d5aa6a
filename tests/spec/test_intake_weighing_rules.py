"""What the rules of the intake about weighing and deciding mean, drawn as small deliveries."""

from tests.deliveries import GEBEURTENIS, deliveries, drawing, found

WEGING = "zaak_id | ronde | datum\n@z1 | 1 | 2025-10-01\n"
NO_MELDING = "melding_id | zaak_id | volgnr | datum\n"
MELDING = NO_MELDING + "@m1 | @z1 | 1 | 2025-10-02\n"
NO_HULP = "hulp_id | zaak_id | datum_verwijzing\n"
HULP = NO_HULP + "@h1 | @z1 | 2025-10-05\n"
BESLUIT = "besluit_id | zaak_id | ronde | datum | uitkomst\n@b1 | @z1 | 1 | 2025-10-02 | {}\n"


def afweging(*answers: str, samen_met_vt: str = "ja") -> str:
    """Draw the answers of round 1: '1 ja', '2 nee', …"""
    rows = [
        f"@z1 | 1 | {vraag} | {antwoord} | 2025-10-10 | {samen_met_vt}"
        for vraag, antwoord in (answer.split() for answer in answers)
    ]
    return "\n".join(["zaak_id | ronde | vraag | antwoord | datum | samen_met_vt", *rows])


ROUTES = {
    # the seven valid routes of the afwegingskader (domain A.3)
    "no suspicion": (["1 nee"], NO_MELDING, NO_HULP, set()),
    "unsafe, reported, help weighed with VT": (
        ["1 ja", "2 ja", "3 ja", "4 ja", "5 ja"],
        MELDING,
        HULP,
        set(),
    ),
    "no help possible, reported": (["1 ja", "2 nee", "3 nee"], MELDING, NO_HULP, set()),
    "help not accepted, reported": (["1 ja", "2 nee", "3 ja", "4 nee"], MELDING, NO_HULP, set()),
    "help runs": (["1 ja", "2 nee", "3 ja", "4 ja"], NO_MELDING, HULP, set()),
    "help failed, reported": (["1 ja", "2 nee", "3 ja", "4 ja", "5 nee"], MELDING, HULP, set()),
    "help worked": (["1 ja", "2 nee", "3 ja", "4 ja", "5 ja"], NO_MELDING, HULP, set()),
    # the breaks
    "an answer without the one before": (
        ["1 ja", "3 ja"],
        NO_MELDING,
        HULP,
        {"weegvraag_overgeslagen"},
    ),
    "an answer after no suspicion": (
        ["1 nee", "2 nee"],
        NO_MELDING,
        NO_HULP,
        {"weegvraag_na_nee"},
    ),
    "an answer after a duty to report": (
        ["1 ja", "2 nee", "3 nee", "4 ja"],
        MELDING,
        HULP,
        {"weegvraag_te_veel"},
    ),
    "unsafe and not reported": (["1 ja", "2 ja"], NO_MELDING, NO_HULP, {"melding_ontbreekt"}),
    "help failed and not reported": (
        ["1 ja", "2 nee", "3 ja", "4 ja", "5 nee"],
        NO_MELDING,
        HULP,
        {"melding_ontbreekt"},
    ),
    "question 5 before any help": (
        ["1 ja", "2 nee", "3 ja", "4 ja", "5 ja"],
        NO_MELDING,
        NO_HULP,
        {"weegvraag_5_zonder_hulp"},
    ),
    "reported without a suspicion": (
        ["1 nee"],
        MELDING,
        NO_HULP,
        {"melding_bij_geen_vermoeden"},
    ),
}


@deliveries(
    {
        name: drawing(weging=WEGING, afweging=afweging(*answers), melding=melding, hulp=hulp)
        for name, (answers, melding, hulp, _) in ROUTES.items()
    }
)
def test_the_routes_of_the_weighing_framework(checks):
    seen = {name: set(found(check)) for name, check in checks.items()}
    assert seen == {name: expected for name, (*_, expected) in ROUTES.items()}


@deliveries(
    {
        answer: drawing(
            afweging=afweging("1 ja", "2 ja", "3 ja", samen_met_vt=answer), melding=MELDING
        )
        for answer in ("ja", "nee", "onbekend")
    }
)
def test_questions_after_unsafety_are_answered_with_veilig_thuis(checks):
    seen = {name: found(check) for name, check in checks.items()}
    assert seen == {"ja": {}, "nee": {"weegvraag_zonder_veilig_thuis": 1}, "onbekend": {}}


CALM = "zaak_id | datum_signalering | status | acuut\n@z1 | 2025-09-15 | lopend | nee\n"
ACUTE = CALM.replace("nee", "ja")
WEIGHED = GEBEURTENIS + "@g2 | @z1 | 4 | 1 | weging | 2025-10-01\n"


@deliveries(
    {
        "5A, no weighing": drawing(zaak=CALM, besluit=BESLUIT.format("5A")),
        "stop, no weighing": drawing(zaak=CALM, besluit=BESLUIT.format("stoppen")),
        "5B, acute": drawing(zaak=ACUTE, besluit=BESLUIT.format("5B")),
        "5A, weighing as a row": drawing(zaak=CALM, besluit=BESLUIT.format("5A"), weging=WEGING),
        "5A, weighing as an event": drawing(
            zaak=CALM, besluit=BESLUIT.format("5A"), gebeurtenis=WEIGHED
        ),
        "5A, answers only": drawing(
            zaak=CALM, besluit=BESLUIT.format("5A"), afweging=afweging("1 ja")
        ),
    }
)
def test_a_decision_rests_on_a_weighing_unless_it_was_an_emergency(checks):
    seen = {name for name, check in checks.items() if found(check)["besluit_zonder_weging"]}
    assert seen == {"5A, no weighing"}


UNSAFE = {
    "besluit": BESLUIT.format("5A"),
    "afweging": afweging("1 ja", "2 ja"),
    "weging": WEGING,
}


@deliveries(
    {
        "no report": drawing(melding=NO_MELDING, **UNSAFE),
        "reported": drawing(melding=MELDING, **UNSAFE),
        "reports are not delivered": drawing(**UNSAFE),
    }
)
def test_help_instead_of_a_report_while_unsafe_is_a_question(checks):
    seen = {name: found(check)["besluit_5a_bij_onveilig"] for name, check in checks.items()}
    assert seen == {"no report": 1, "reported": 0, "reports are not delivered": 0}
