"""What a school delivers, and what it records in any case at all: what tells "not done" from "not
recorded" and "not yet". Every school here lacks, records or agreed on one thing.
"""

from functools import cache
from typing import Any

import pytest

from pipeline.paths import SQL
from tests.support.stg import Delivery, make_cases, stage_schools

LACKED = [
    ("afweging", {"afweging"}),
    ("besluit", {"besluit", "herziet_besluit"}),
    (
        "dossiernotitie",
        {"dossiernotitie", "notitie_bij_gebeurtenis", "hypothese_vervolg_datum"},
    ),
    (
        "evaluatie",
        {"evaluatie", "gehouden_datum", "vastgelegd_datum", "teruggekoppeld_directie_datum"},
    ),
    ("gebeurtenis_rol", {"gebeurtenis_rol"}),
    (
        "hulp",
        {
            "hulp",
            "datum_besproken_ouders",
            "datum_verwijzing",
            "datum_aankomst_gecontroleerd",
            "begeleidingsplan_datum",
            "begeleidingsplan_besproken_datum",
            "gewenste_termijn_datum",
        },
    ),
    ("mdo", {"mdo"}),
    ("melding", {"melding", "ouders_vooraf_datum", "leerling_besproken_datum"}),
    ("weging", {"weging"}),
    ("oudergesprek", {"verslag_datum"}),
    ("besluit.herziet_besluit_id", {"herziet_besluit"}),
    ("dossiernotitie.gebeurtenis_id", {"notitie_bij_gebeurtenis"}),
    ("dossiernotitie.hypothese_vervolg_datum", {"hypothese_vervolg_datum"}),
    ("oudergesprek.verslag_datum", {"verslag_datum"}),
    ("melding.ouders_vooraf_datum", {"ouders_vooraf_datum"}),
    ("melding.leerling_besproken_datum", {"leerling_besproken_datum"}),
    ("hulp.datum_besproken_ouders", {"datum_besproken_ouders"}),
    ("hulp.datum_verwijzing", {"datum_verwijzing"}),
    ("hulp.datum_aankomst_gecontroleerd", {"datum_aankomst_gecontroleerd"}),
    ("hulp.begeleidingsplan_datum", {"begeleidingsplan_datum"}),
    ("hulp.begeleidingsplan_besproken_datum", {"begeleidingsplan_besproken_datum"}),
    ("hulp.gewenste_termijn_datum", {"gewenste_termijn_datum"}),
    ("evaluatie.gehouden_datum", {"gehouden_datum"}),
    ("evaluatie.vastgelegd_datum", {"vastgelegd_datum"}),
    ("evaluatie.teruggekoppeld_directie_datum", {"teruggekoppeld_directie_datum"}),
    ("gebeurtenis.datum", set()),
]
EVENTS = [
    ("observatie", {"observatie"}),
    ("signalen_in_kaart", {"signalen"}),
    ("directie_geinformeerd", {"directie_geinformeerd"}),
    ("besluit_naar_stap2", {"besluit_naar_stap2"}),
    ("informeel_oudercontact", {"informeel_contact"}),
    ("kind_ingelicht", {"kind_ingelicht"}),
    ("leerling_gevolgd", {"leerling_gevolgd"}),
    ("nazorg_aangeboden", {"nazorg"}),
    ("taken_vastgesteld", {"taken"}),
    ("verwijsindex_gebruikt", {"verwijsindex"}),
    ("voortgangscontact_ouders", {"voortgangscontact"}),
    ("zorgbespreking_cjg", {"zorgbespreking"}),
    ("overleg_ib", set()),
]
EVALUATIONS = [
    ("begeleidingsplan", {"hulpevaluatie", "planevaluatie"}),
    ("hulp_effect", {"hulpevaluatie", "effectevaluatie"}),
    ("proces", {"procesevaluatie"}),
    (
        "begeleidingsplan en hulp_effect en proces",
        {"hulpevaluatie", "planevaluatie", "effectevaluatie", "procesevaluatie"},
    ),
]
AGREED = {
    "acuut": 1,
    "advies_vt_in_stap_2": 2,
    "geplande_datum": 3,
    "hulp_op_gang": 4,
    "hulp_termijn": 5,
    "melding_na_besluit": 6,
    "melding_na_besluit_acuut": 7,
    "opvolging_na_melding": 8,
    "stap_1_naar_2": 9,
    "stap_2_naar_3": 10,
    "stap_3_naar_4": 11,
    "stap_4_naar_5": 12,
    "verslag_gesprek": 13,
}


@cache
def schools() -> dict[str, dict[str, Any]]:
    """Return the row of `toets_school` of every school.

    Those that record something do so in the second of their three cases.
    """
    deliveries = {f"zonder {what}": Delivery(absent=frozenset([what])) for what, _ in LACKED}
    recorded = [kind for kind, _ in EVENTS + EVALUATIONS]
    deliveries |= {f"met {kind}": Delivery() for kind in recorded}
    deliveries["afgesproken"] = Delivery()
    cases = [(f"met {kind}", 10 * n + m) for n, kind in enumerate(recorded, 1) for m in (1, 2, 3)]
    seconds = {kind: 10 * n + 2 for n, kind in enumerate(recorded, 1)}
    rows: dict[str, list[dict[str, Any]]] = {
        "zaak": [
            {"zaak_nr": number, "school_id": school, "datum_signalering": "2025-09-01"}
            for school, number in cases
        ],
        "gebeurtenis": [
            {"gebeurtenis_nr": n, "zaak_nr": seconds[kind], "soort": kind, "datum": "2025-09-02"}
            for n, (kind, _) in enumerate(EVENTS, 1)
        ],
        "evaluatie": [
            {"evaluatie_nr": 10 * n + m, "zaak_nr": seconds[kinds], "soort": kind}
            for n, (kinds, _) in enumerate(EVALUATIONS, 1)
            for m, kind in enumerate(kinds.split(" en "))
        ],
    }
    connection = stage_schools(rows, deliveries)
    for name, value in AGREED.items():
        connection.execute(
            "UPDATE ref_drempel SET waarde = ? WHERE school_id = 'afgesproken' AND drempel = ?",
            [value, name],
        )
    make_cases(connection)
    found = connection.execute((SQL / "toets_school.sql").read_text(encoding="utf-8"))
    names = [column[0] for column in found.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


def flags(school: str, before: str, after: str, *, value: bool) -> set[str]:
    """Return the names, without `before` and `after`, of the flags that have this value."""
    return {
        name.removeprefix(before).removesuffix(after)
        for name, found in schools()[school].items()
        if name.startswith(before) and name.endswith(after) and found is value
    }


@pytest.mark.parametrize(("what", "lacking"), LACKED, ids=[what for what, _ in LACKED])
def test_what_was_not_delivered_is_what_the_school_is_said_to_lack(what, lacking):
    assert flags(f"zonder {what}", "levert_", "", value=False) == lacking


@pytest.mark.parametrize(
    ("kind", "habits"), EVENTS + EVALUATIONS, ids=[kind for kind, _ in EVENTS + EVALUATIONS]
)
def test_one_case_is_enough_to_say_that_a_school_records_it(kind, habits):
    assert flags(f"met {kind}", "legt_", "_vast", value=True) == habits


def test_a_school_without_a_case_records_nothing_and_that_is_said():
    every = flags("afgesproken", "legt_", "_vast", value=False)
    assert every == {habit for _, habits in EVENTS + EVALUATIONS for habit in habits}


@pytest.mark.parametrize(("threshold", "value"), AGREED.items())
def test_each_threshold_is_the_one_that_the_school_agreed_on(threshold, value):
    assert schools()["afgesproken"][f"drempel_{threshold}"] == value


def test_another_school_keeps_the_thresholds_that_are_proposed():
    proposed = {name: schools()["met proces"][f"drempel_{name}"] for name in AGREED}
    assert proposed["stap_1_naar_2"] == 10  # school days, by the field's proposal
    assert proposed["stap_4_naar_5"] == 5
    assert proposed["acuut"] == 1
