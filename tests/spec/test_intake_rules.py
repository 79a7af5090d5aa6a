"""What the rules of the intake mean, drawn as small deliveries; rows count from the header."""

import pytest

from pipeline.schema.rules import conditions, rules
from tests.deliveries import (
    GEBEURTENIS,
    LEVERING,
    ZAAK,
    deliveries,
    delivery,
    drawing,
    found,
    places,
)


@delivery(
    gebeurtenis=GEBEURTENIS
    + """
    @g2 | @z1 | 1 | 1 | overleg_ib            | 2025-09-14
    @g3 | @z1 | 1 | 1 | directie_geinformeerd | 2025-09-15
    """
)
def test_dates_before_the_signal_are_a_question_and_never_a_refusal(check):
    assert (check.status, check.exit_code) == ("ok", 0)
    assert places(check, "gebeurtenis_voor_signalering") == [("gebeurtenis", "datum", "3")]


@delivery(
    zaak="""
    zaak_id | datum_signalering | status     | datum_status | reden_afsluiting
    @z1     | 2025-09-15        | afgesloten | 2025-11-01   | zorgen_weggenomen
    """,
    gebeurtenis="""
    gebeurtenis_id | zaak_id | stap   | ronde | soort             | datum
    @g1            | @z1     | 1      | 1     | observatie        | 2025-11-01
    @g2            | @z1     | 3      | 1     | gesprek_ouders    | 2025-11-02
    @g3            | @z1     | 5A     | 1     | leerling_gevolgd  | 2025-11-02
    @g4            | @z1     | nazorg | 1     | nazorg_aangeboden | 2025-11-02
    """,
)
def test_an_event_after_closing_is_a_question_unless_it_is_follow_up(check):
    assert found(check) == {"gebeurtenis_na_afsluiting": 1}
    assert places(check, "gebeurtenis_na_afsluiting") == [("gebeurtenis", "datum", "3")]


@delivery(
    evaluatie="""
    evaluatie_id | zaak_id | soort  | gepland_datum | gehouden_datum
    @e1          | @z1     | proces | 2026-06-01    |
    @e2          | @z1     | proces | 2026-01-31    | 2026-01-31
    @e3          | @z1     | proces | 2026-01-31    | 2026-02-01
    """
)
def test_a_day_after_the_peildatum_is_refused_but_a_plan_may_lie_there(check):
    assert places(check, "datum_in_toekomst") == [("evaluatie", "gehouden_datum", "4")]
    assert check.refused_rows == 1


@delivery(
    zaak="""
    zaak_id | datum_signalering | status | datum_dossier
    @z1     | 2025-09-15        | lopend | 2023-09-16
    @z2     | 2025-09-15        | lopend | 2023-09-14
    @z3     | 2015-09-15        | lopend |
    """
)
def test_a_date_that_may_be_a_birthday_is_refused(check):
    assert places(check, "datum_lang_voor_zaak") == [("zaak", "datum_dossier", "3")]
    assert places(check, "datum_lang_geleden") == [("zaak", "datum_signalering", "4")]


@delivery(
    zaak="""
    zaak_id | datum_signalering | status
    @z1     | 2025-09-15        | lopend
    @z1     | 2025-09-16        | lopend
    @z2     | 2025-09-16        | lopend
    @z1     | 2025-09-15        | lopend
    """
)
def test_the_first_of_two_rows_with_one_key_counts(check):
    assert places(check, "sleutel_dubbel") == [("zaak", "zaak_id", "3, 5")]
    assert check.refused_rows == 2


@delivery(
    zaak="""
    zaak_id | datum_signalering | status
    @z1     | 2025-09-15        | lopend
    @z2     | geen datum        | lopend
    """,
    gebeurtenis="""
    gebeurtenis_id | zaak_id | stap | ronde | soort      | datum
    @g1            | @z1     | 1    | 1     | observatie | 2025-09-16
    @g2            | @z2     | 1    | 1     | observatie | 2025-09-20
    @g3            | @z3     | 1    | 1     | observatie | 2025-09-20
    """,
    gebeurtenis_rol="""
    gebeurtenis_id | rol        | betrokkenheid
    @g1            | leerkracht | uitvoerder
    @g3            | leerkracht | uitvoerder
    """,
)
def test_a_row_without_its_case_and_a_row_of_a_refused_case_are_told_apart(check):
    assert places(check, "verwijzing_afgekeurd") == [
        ("gebeurtenis", "zaak_id", "3"),
        ("gebeurtenis_rol", "gebeurtenis_id", "3"),
    ]
    assert places(check, "verwijzing_onbekend") == [("gebeurtenis", "zaak_id", "4")]


@delivery(
    zaak="""
    zaak_id | datum_signalering | status             | buiten_stappenplan
    @z1     | 2025-09-15        | buiten_stappenplan | medewerker
    """,
    gebeurtenis="""
    gebeurtenis_id | zaak_id | stap | ronde | soort                                 | datum
    @g1            | @z1     | 1    | 1     | observatie                            | 2025-09-16
    @g2            | @z1     | 1    | 1     | overdracht_directie_vertrouwenspersoon | 2025-09-16
    """,
)
def test_of_a_suspected_employee_nothing_but_the_hand_over_is_taken(check):
    assert places(check, "medewerker_met_details") == [("gebeurtenis", "soort", "2")]


@delivery(
    gebeurtenis="""
    gebeurtenis_id | zaak_id | stap | ronde | soort               | datum
    @g1            | @z1     | 1    | 1     | observatie          | 2025-09-16
    @g2            | @z1     | 3    | 1     | advies_veilig_thuis | 2025-09-20
    @g3            | @z1     | 5B   | 1     | leerling_gevolgd    | 2025-09-20
    """
)
def test_every_kind_of_event_stands_under_its_own_step(check):
    assert places(check, "soort_bij_stap") == [("gebeurtenis", "stap", "3")]


@delivery(
    # @z1 and @z2 have the same signal day and the same events on the same days; of @z3 each
    # event is a day later
    zaak="""
    zaak_id | datum_signalering | status
    @z1     | 2025-09-15        | lopend
    @z2     | 2025-09-15        | lopend
    @z3     | 2025-09-15        | lopend
    """,
    gebeurtenis="""
    gebeurtenis_id | zaak_id | stap | ronde | soort             | datum
    @g1            | @z1     | 1    | 1     | observatie        | 2025-09-18
    @g2            | @z1     | 1    | 1     | signalen_in_kaart | 2025-09-18
    @g3            | @z1     | 1    | 1     | overleg_ib        | 2025-09-18
    @g4            | @z2     | 1    | 1     | observatie        | 2025-09-18
    @g5            | @z2     | 1    | 1     | signalen_in_kaart | 2025-09-18
    @g6            | @z2     | 1    | 1     | overleg_ib        | 2025-09-18
    @g7            | @z3     | 1    | 1     | observatie        | 2025-09-19
    @g8            | @z3     | 1    | 1     | signalen_in_kaart | 2025-09-19
    @g9            | @z3     | 1    | 1     | overleg_ib        | 2025-09-19
    """,
)
def test_a_case_that_may_be_there_twice_is_a_question(check):
    assert places(check, "zaak_mogelijk_dubbel") == [("zaak", "zaak_id", "2-3")]


@delivery()
def test_a_rule_that_lacks_what_it_needs_is_not_run_and_says_so(check):
    outcomes = {rule.regel: rule for rule in check.rules}
    assert set(outcomes) == set(rules())
    assert outcomes["besluit_na_afsluiting"].uitkomst == "niet_uitgevoerd"
    reason = outcomes["melding_ontbreekt"].reden
    assert reason is not None and reason.nl == "niet geleverd: afweging, melding"
    assert outcomes["gebeurtenis_voor_signalering"].uitkomst == "in_orde"
    assert outcomes["zaken_verdwenen"].uitkomst == "niet_uitgevoerd"


HEADER, ROW = LEVERING.strip().splitlines()
ROWS_OF_LEVERING = {
    "no row": (HEADER, "levering_rijen"),
    "two rows": (f"{HEADER}\n{ROW}\n{ROW}", "levering_rijen"),
    "no region": (LEVERING.replace("midden", ""), "levering_rijen"),
    "another version": (LEVERING.replace("| 1\n", "| 2\n"), "levering_rijen"),
    "in the future": (LEVERING.replace("2026-01-31", "2126-01-31"), "peildatum_in_toekomst"),
}


@deliveries({name: drawing(levering=text) for name, (text, _) in ROWS_OF_LEVERING.items()})
def test_the_delivery_itself_is_one_good_row(checks):
    seen = {name: set(found(check, "levering")) for name, check in checks.items()}
    assert seen == {name: {rule} for name, (_, rule) in ROWS_OF_LEVERING.items()}


@delivery(zaak=ZAAK + "".join(f"@z{n} | 2025-09-15 | weg\n" for n in range(2, 60)))
def test_one_error_in_many_places_is_one_finding_with_every_row(check):
    (finding,) = [f for f in check.findings if f.regel == "code_onbekend"]
    assert (finding.aantal, finding.bereik) == (58, "3-60")
    assert finding.rijen == tuple(range(3, 23))


@pytest.mark.parametrize("name", list(rules()))
def test_every_rule_says_in_two_languages_what_is_wrong_and_how_to_mend_it(name):
    rule = rules()[name]
    texts = (rule.text.nl, rule.text.en, rule.mend.nl, rule.mend.en)
    assert all(text.endswith(".") and 8 < len(text) < 220 for text in texts)


def test_every_condition_is_reached_by_a_table():
    judged = {name for name, rule in rules().items() if rule.holds and conditions(name)}
    assert judged == {name for name, rule in rules().items() if rule.holds}
