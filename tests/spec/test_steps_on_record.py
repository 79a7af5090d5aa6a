"""Which steps a case has come to, and what is on record of each."""

import pytest

from tests.spec.drawn_case import CASES, DAY, present

drawn = CASES.case
happened = CASES.happened


REACHED = "[bereikte_stap_2, bereikte_stap_3, bereikte_stap_4, bereikte_stap_5]"
NONE, TWO, THREE, FOUR, FIVE = ([n < reached for n in range(4)] for reached in range(5))


@pytest.mark.parametrize(
    ("situation", "reached"),
    [
        (drawn(), NONE),
        (happened(("1", "overleg_ib")), NONE),
        (happened(("1", "besluit_naar_stap2")), TWO),
        (happened(("2", "groepsbespreking")), TWO),
        (happened(("2", "advies_veilig_thuis")), TWO),
        (happened(("2", "politie")), TWO),
        (happened(("3", "gesprek_kind")), THREE),
        (happened(("3", "gesprek_ouders")), THREE),
        (happened(("4", "risicotaxatie")), FOUR),
        (happened(("4", "weging")), FOUR),
        (drawn(weging=[{"zaak_nr": 1, "ronde": 1, "datum": DAY}]), FOUR),
        (happened(("5A", "zorgbespreking_cjg")), FIVE),
        (happened(("5A", "begeleidingsplan_afgesproken")), FIVE),
        (happened(("5A", "voortgangscontact_ouders")), FIVE),
        (happened(("5A", "leerling_gevolgd")), FIVE),
        (happened(("5B", "gesprek_voorgenomen_melding")), FIVE),
        (happened(("5B", "nieuw_contact_vt")), FIVE),
        (happened(("5B", "terugkoppeling_vt")), FIVE),
        (drawn(melding=[{"melding_nr": 1, "zaak_nr": 1, "datum": DAY}]), FIVE),
        (drawn(besluit=[{"besluit_nr": 1, "zaak_nr": 1, "datum": DAY, "uitkomst": "5A"}]), FIVE),
        (drawn(besluit=[{"besluit_nr": 1, "zaak_nr": 1, "datum": DAY, "uitkomst": "5B"}]), FIVE),
        # To stop is a decision in any step: nothing after it was reached.
        (
            drawn(besluit=[{"besluit_nr": 1, "zaak_nr": 1, "datum": DAY, "uitkomst": "stoppen"}]),
            NONE,
        ),
        (happened(("5", "afsluiting")), NONE),
    ],
)
def test_a_case_has_come_to_the_furthest_step_with_evidence_and_all_before_it(situation, reached):
    assert situation.column("zaak", REACHED) == [reached]


RECORDED = "[stap_1_vastgelegd, stap_2_vastgelegd, stap_3_vastgelegd, stap_4_vastgelegd]"


@pytest.mark.parametrize(
    ("situation", "recorded"),
    [
        (drawn(), [False, False, False, False]),
        (happened(("1", "observatie")), [True, False, False, False]),
        (happened(("2", "mdo")), [False, True, False, False]),
        (happened(("3", "kind_ingelicht")), [False, False, True, False]),
        (happened(("4", "veiligheidsbeoordeling")), [False, False, False, True]),
        (happened(("5A", "leerling_gevolgd")), [False, False, False, False]),
    ],
)
def test_a_step_is_recorded_by_its_own_events_alone(situation, recorded):
    assert situation.column("zaak", RECORDED) == [recorded]


def stopped(reason):
    return {"status": "afgesloten", "datum_status": DAY, "reden_afsluiting": reason}


def decision(outcome):
    return [{"besluit_nr": 1, "zaak_nr": 1, "datum": DAY, "uitkomst": outcome}]


@pytest.mark.parametrize(
    ("situation", "is_decided", "is_stopped"),
    [
        (drawn(), False, False),
        (drawn(besluit=decision("stoppen")), True, True),
        (drawn(besluit=decision("5A")), True, False),
        (drawn(melding=[{"melding_nr": 1, "zaak_nr": 1, "datum": DAY}]), True, False),
        (drawn(stopped("zorgen_weggenomen")), True, True),
        (drawn(stopped("hulp_afgerond")), True, False),
        (drawn(stopped(None)), True, False),
        # The pupil left: nobody decided.
        (drawn(stopped("leerling_vertrokken")), False, False),
    ],
)
def test_what_counts_as_decided_and_as_stopped(situation, is_decided, is_stopped):
    assert situation.column("zaak", "[is_beslist, is_gestopt]") == [[is_decided, is_stopped]]


KEPT = (
    "[aantal_stappen_gezet, aantal_stappen_bijgewerkt, aantal_stappen_document_bekend,"
    " aantal_stappen_met_rollen, aantal_stappen_met_ib]"
)


def kept(stap, soort, answer):
    return stap, soort, {"document_bijgewerkt": answer}


@pytest.mark.parametrize(
    ("situation", "counts"),
    [
        # Steps taken; file updated in; known of; roles known of; intern begeleider in.
        (drawn(), [0, 0, 0, 0, 0]),
        (happened(("5A", "leerling_gevolgd")), [0, 0, 0, 0, 0]),
        (happened(kept("1", "overleg_ib", None)), [1, 0, 0, 0, 0]),
        (happened(kept("1", "overleg_ib", "onbekend")), [1, 0, 0, 0, 0]),
        (happened(kept("1", "overleg_ib", "ja")), [1, 1, 1, 0, 0]),
        (happened(kept("1", "overleg_ib", "nee")), [1, 0, 1, 0, 0]),
        (happened(kept("1", "overleg_ib", "nvt")), [1, 0, 0, 0, 0]),
        (
            happened(kept("1", "overleg_ib", "ja"), kept("2", "groepsbespreking", "nee")),
            [2, 1, 2, 0, 0],
        ),
        (
            happened(
                kept("1", "overleg_ib", "ja"),
                kept("2", "groepsbespreking", "ja"),
                kept("3", "gesprek_ouders", "ja"),
                kept("4", "weging", "ja"),
            ),
            [4, 4, 4, 0, 0],
        ),
        # Two events of one step: updated at one of them is updated.
        (happened(kept("2", "mdo", "nee"), kept("2", "mdo", "ja")), [1, 1, 1, 0, 0]),
        (
            happened(("1", "overleg_ib"), gebeurtenis_rol=present("leerkracht")),
            [1, 0, 0, 1, 0],
        ),
        (
            happened(("1", "overleg_ib"), gebeurtenis_rol=present("intern_begeleider")),
            [1, 0, 0, 1, 1],
        ),
        # The second event of the step has no roles: not known of the step, unless the intern
        # begeleider was at the other.
        (
            happened(
                ("1", "overleg_ib"), ("1", "observatie"), gebeurtenis_rol=present("leerkracht")
            ),
            [1, 0, 0, 0, 0],
        ),
        (
            happened(
                ("1", "overleg_ib"),
                ("1", "observatie"),
                gebeurtenis_rol=present("intern_begeleider"),
            ),
            [1, 0, 0, 1, 1],
        ),
        (
            happened(
                ("4", "weging"), ("3", "gesprek_kind"), gebeurtenis_rol=present("intern_begeleider")
            ),
            [2, 0, 0, 1, 1],
        ),
        # Of an anonymous MDO nothing more is recorded.
        (happened(("2", "mdo", {"vorm": "anoniem", "document_bijgewerkt": "ja"})), [0, 0, 0, 0, 0]),
        (happened(("2", "mdo", {"vorm": "op_naam", "document_bijgewerkt": "ja"})), [1, 1, 1, 0, 0]),
        # In an emergency Veilig Thuis is asked outside the steps: that is step 2.
        (happened(("5B", "spoedadvies_veilig_thuis")), [1, 0, 0, 0, 0]),
    ],
)
def test_steps_are_counted_by_what_was_recorded_in_them(situation, counts):
    assert situation.column("zaak", KEPT) == [counts]


@pytest.mark.parametrize(
    ("situation", "second", "third"),
    [
        (drawn(), None, None),
        (happened(kept("2", "mdo", "ja"), kept("3", "gesprek_kind", "nee")), "ja", "nee"),
        (happened(kept("2", "mdo", None), kept("3", "gesprek_kind", "ja")), "onbekend", "ja"),
        (happened(kept("2", "mdo", "nvt"), kept("3", "gesprek_kind", None)), "ja", "onbekend"),
        (happened(kept("2", "mdo", "ja"), kept("2", "mdo", "nee")), "nee", None),
        (happened(kept("3", "gesprek_kind", "nee"), kept("3", "gesprek_kind", None)), None, "nee"),
        (happened(kept("1", "overleg_ib", "nee"), kept("4", "weging", "nee")), None, None),
    ],
)
def test_the_weakest_answer_on_the_file_is_that_of_the_step(situation, second, third):
    assert situation.column("zaak", "[document_stap_2, document_stap_3]") == [[second, third]]


def helped(day, absent=()):
    """Draw a case with help that was wanted by that day, or by none."""
    return drawn(hulp=[{"hulp_nr": 1, "zaak_nr": 1, "gewenste_termijn_datum": day}], absent=absent)


@pytest.mark.parametrize(
    ("situation", "has_term"),
    [
        (drawn(), False),
        (helped(None), False),
        (helped(DAY), True),
        (helped(DAY, absent=["hulp.gewenste_termijn_datum"]), None),
    ],
)
def test_help_has_a_term_when_any_day_was_wanted(situation, has_term):
    assert situation.column("zaak", "heeft_gewenste_termijn") == [has_term]
