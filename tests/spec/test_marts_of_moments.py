"""Talks, advice, decisions and MDOs as the indicators read them, case by case.

Region midden, reference date Monday 2 February 2026: five school days after Monday 26 January.
"""

import pytest

from tests.spec.drawn_marts import Marts, build

NAMES = """
    stil | kind | kind te laat | kind ander | samen | apart | verslag | reden | weigert
    gegeven | gegeven laat | gegeven ooit | onbekend | anoniem | meegewogen | niet gewogen
    stappen | kind alleen | later
"""
CASES = [name.strip() for line in NAMES.strip().splitlines() for name in line.split("|")]
EVENTS = """
    gebeurtenis | zaak         | stap | ronde | soort             | datum      | vorm
    g1          | stil         | 3    | 1     | gesprek_ouders    | 2026-01-26 |
    g2          | kind         | 3    | 1     | gesprek_ouders    | 2026-01-26 |
    e1          | kind         | 3    |       | kind_ingelicht    | 2026-01-26 |
    g3          | kind te laat | 3    | 1     | gesprek_ouders    | 2026-01-26 |
    e5          | kind         | 3    | 1     | kind_ingelicht    | 2026-01-27 |
    e2          | kind te laat | 3    | 1     | kind_ingelicht    | 2026-01-27 |
    g4          | kind ander   | 3    |       | gesprek_ouders    | 2026-01-26 |
    e3          | kind ander   | 3    | 2     | kind_ingelicht    | 2026-01-23 |
    e4          | kind ander   | 3    | 1     | gesprek_kind      | 2026-01-23 |
    g5          | samen        | 3    | 1     | gesprek_ouders    | 2026-01-26 |
    g6          | apart        | 3    | 1     | gesprek_ouders    | 2026-01-26 |
    g7          | verslag      | 3    | 1     | gesprek_ouders    | 2026-01-23 |
    a1          | stil         | 2    | 1     | advies_veilig_thuis | 2026-01-22 | anoniem
    a2          | stil         | nood | 1     | spoedadvies_veilig_thuis | 2026-01-23 |
    m1          | weigert      | 2    | 1     | mdo               | 2026-01-26 | regulier
    m2          | gegeven      | 2    | 1     | mdo               | 2026-01-26 | regulier
    m3          | gegeven laat | 2    | 1     | mdo               | 2026-01-26 | regulier
    m4          | gegeven ooit | 2    | 1     | mdo               | 2026-01-26 | regulier
    m5          | onbekend     | 2    | 1     | mdo               | 2026-01-26 | regulier
    m6          | anoniem      | 2    | 1     | mdo               | 2026-01-26 | anoniem
    m7          | meegewogen   | 2    | 1     | mdo               | 2026-01-26 | regulier
    m8          | niet gewogen | 2    | 1     | mdo               | 2026-01-26 | regulier
    s1          | stappen      | 1    | 1     | overleg_ib        | 2026-01-26 |
    s2          | stappen      | 2    | 1     | advies_veilig_thuis | 2026-01-26 |
    s3          | stappen      | 3    | 1     | gesprek_ouders    | 2026-01-26 |
    s4          | stappen      | 4    | 1     | weging            | 2026-01-26 |
    s5          | kind alleen  | 3    | 1     | gesprek_kind      | 2026-01-26 |
    s6          | later        | 1    | 1     | overleg_ib        | 2026-01-27 |
    s7          | later        | 2    | 1     | advies_veilig_thuis | 2026-01-27 |
    s8          | later        | 3    | 1     | gesprek_ouders    | 2026-01-27 |
    s9          | later        | 4    | 1     | weging            | 2026-01-27 |
"""
ROLES = """
    gebeurtenis | rol               | betrokkenheid
    g5          | leerkracht        | uitvoerder
    g5          | intern_begeleider | uitvoerder
    g6          | leerkracht        | uitvoerder
    g6          | intern_begeleider | uitgenodigd
    g7          | intern_begeleider | uitvoerder
    e1          | leerkracht        | uitvoerder
"""


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build(
        zaak="zaak | datum_signalering | buiten_stappenplan\n"
        + "\n".join(f"{name} | 2026-01-05 | nee" for name in CASES)
        + "\nmedewerker | 2026-01-05 | medewerker",
        gebeurtenis=EVENTS
        + """
    x1 | medewerker | 3 | 1 | gesprek_ouders      | 2026-01-26 |
    x2 | medewerker | 2 | 1 | mdo                 | 2026-01-26 |
    x3 | medewerker | 2 | 1 | advies_veilig_thuis | 2026-01-26 |
""",
        gebeurtenis_rol=ROLES,
        oudergesprek="""
            gebeurtenis | verslag_datum
            g7          | 2026-01-27
        """,
        mdo="""
            gebeurtenis | toestemming_ouders | toestemming_datum
            m1          | geweigerd          |
            m2          | gegeven            | 2026-01-26
            m3          | gegeven            | 2026-01-27
            m4          | gegeven            |
            m5          | onbekend           |
            m7          | geweigerd          |
            m8          | niet_gevraagd      | 2026-01-23
        """,
        weging="""
            zaak         | ronde | datum      | weigering_meegewogen
            meegewogen   | 1     | 2026-01-27 | nee
            meegewogen   | 2     | 2026-01-28 | ja
            niet gewogen | 1     | 2026-01-27 | nee
            weigert      | 1     | 2026-01-27 | onbekend
        """,
        besluit="""
            zaak        | datum      | uitkomst
            stappen     | 2026-01-26 | 5A
            kind alleen | 2026-01-26 | 5A
            later       | 2026-01-26 | 5A
            reden       | 2026-01-26 | 5B
            stil        | 2026-01-22 | stoppen
            medewerker  | 2026-01-26 | 5A
        """,
        melding="""
            zaak    | datum      | reden_geen_oudergesprek
            reden   | 2026-01-26 | contact_verbroken
            reden   | 2026-01-27 | nvt
            stappen | 2026-01-26 | nvt
        """,
    )


@pytest.mark.parametrize(
    ("zaak", "informed"),
    [("stil", False), ("kind", True), ("kind te laat", False), ("kind ander", False)],
)
def test_the_child_is_informed_by_the_day_of_the_talk_in_its_round(marts, zaak, informed):
    assert marts.one("mart_gesprek", "is_kind_vooraf_ingelicht", zaak) == (informed,)


@pytest.mark.parametrize(
    ("zaak", "together"),
    [("stil", None), ("kind", None), ("samen", True), ("apart", False), ("verslag", False)],
)
def test_a_talk_is_held_together_when_teacher_and_ib_were_there(marts, zaak, together):
    assert marts.one("mart_gesprek", "is_samen_gevoerd", zaak) == (together,)


@pytest.mark.parametrize(("zaak", "detailed", "days"), [("stil", False, 5), ("verslag", True, 6)])
def test_how_long_ago_a_talk_was_and_whether_its_details_were_delivered(
    marts, zaak, detailed, days
):
    columns = "is_uitgewerkt, schooldagen_geleden, is_verslag_geregistreerd"
    assert marts.one("mart_gesprek", columns, zaak) == (detailed, days, True)


def test_urgent_advice_is_advice_too(marts):
    advice = marts.rows("SELECT zaak_nr, vorm FROM mart_advies ORDER BY datum, soort DESC")
    cases = [marts.numbers.of["zaak", name] for name in ("stil", "stil", "stappen", "later")]
    assert [row["zaak_nr"] for row in advice] == cases
    assert [row["vorm"] for row in advice][:2] == ["anoniem", None]


@pytest.mark.parametrize(
    ("zaak", "steps", "advice_and_weighing"),
    [
        ("stappen", [True] * 4, [True, True]),
        ("later", [False] * 4, [False, False]),
        # An event of step 3 shows that step; no talk with the parents is asked here.
        ("kind alleen", [False, False, True, False], [False, False]),
        ("stil", [False, True, False, False], [True, False]),
    ],
)
def test_steps_before_a_decision_are_those_on_record_by_that_day(
    marts, zaak, steps, advice_and_weighing
):
    columns = (
        "[stap_1_ervoor, stap_2_ervoor, stap_3_ervoor, stap_4_ervoor],"
        " [advies_vt_ervoor, weging_ervoor]"
    )
    assert marts.one("mart_besluit", columns, zaak) == (steps, advice_and_weighing)


@pytest.mark.parametrize(("zaak", "has_reason"), [("stappen", False), ("reden", True)])
def test_a_decision_has_the_reason_that_a_report_of_its_case_gives(marts, zaak, has_reason):
    assert marts.one("mart_besluit", "heeft_reden_geen_oudergesprek", zaak) == (has_reason,)


@pytest.mark.parametrize(
    ("zaak", "beforehand"),
    [
        ("gegeven", True),
        ("gegeven laat", False),
        ("weigert", False),
        ("niet gewogen", False),  # nobody asked
        # Given on a day that is not on record; not recorded; no details delivered.
        ("gegeven ooit", None),
        ("onbekend", None),
        ("anoniem", None),
    ],
)
def test_permission_is_given_by_the_day_of_the_mdo(marts, zaak, beforehand):
    assert marts.one("mart_mdo", "is_toestemming_vooraf", zaak) == (beforehand,)


@pytest.mark.parametrize(
    ("zaak", "detailed", "weighed", "refusal_weighed"),
    [
        ("meegewogen", True, True, True),  # in one of the rounds
        ("niet gewogen", True, True, False),
        ("weigert", True, True, None),
        ("gegeven", True, False, None),
        ("anoniem", False, False, None),
    ],
)
def test_a_refusal_is_weighed_in_any_round_of_its_case(
    marts, zaak, detailed, weighed, refusal_weighed
):
    columns = "is_uitgewerkt, is_gewogen, is_weigering_meegewogen"
    assert marts.one("mart_mdo", columns, zaak) == (detailed, weighed, refusal_weighed)


@pytest.mark.parametrize("mart", ["mart_gesprek", "mart_advies", "mart_besluit", "mart_mdo"])
def test_a_suspicion_about_an_employee_is_not_counted(marts, mart):
    number = marts.numbers.of["zaak", "medewerker"]
    assert marts.rows(f"SELECT 1 FROM {mart} WHERE zaak_nr = {number}") == []


@pytest.mark.parametrize(
    ("mart", "count"),
    [("mart_gesprek", 9), ("mart_advies", 4), ("mart_besluit", 5), ("mart_mdo", 8)],
)
def test_each_moment_is_counted_once(marts, mart, count):
    assert marts.rows(f"SELECT count(*) AS n FROM {mart}") == [{"n": count}]
