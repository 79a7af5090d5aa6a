"""What the notes of a case say of themselves: kind, direction, completeness, hypothesis, source."""

import pytest

from tests.spec.drawn_case import CASES, DAY

COUNTED = [
    *["notities", "feiten", "vermoedens", "contactnotities", "stapnotities", "besluitnotities"],
    *["vervolgnotities", "bevestigend", "ontkrachtend", "zonder_richting"],
    *["observatienotities", "volledige_notities", "onvolledige_notities"],
    *["hypothesen", "hypothesen_benoemd", "hypothesen_niet_benoemd", "hypothesen_open"],
    *["hypothesen_uitgekomen", "hypothesen_vervolgd"],
    *["info_derden", "info_derden_met_bron", "info_derden_zonder_bron"],
    *["diagnoses", "diagnoses_bevoegd", "diagnoses_onbevoegd"],
]
COUNTS = "{" + ", ".join(f"'{name}': aantal_{name}" for name in COUNTED) + "}"


def note(soort, **more):
    """Return a note that neither confirms nor refutes, unless it says otherwise."""
    return {"zaak_nr": 1, "datum": DAY, "soort": soort, "richting": "neutraal", **more}


def noted(*notes, **more):
    """Draw a case with these notes."""
    numbered = [{**one, "notitie_nr": n} for n, one in enumerate(notes, start=1)]
    return CASES.case(dossiernotitie=numbered, **more)


def counts(situation):
    """Return what was counted of its notes, without the noughts."""
    (found,) = situation.column("zaak", COUNTS)
    return {name: number for name, number in found.items() if number != 0}


@pytest.mark.parametrize(
    ("soort", "counted", "situation"),
    [
        (soort, counted, noted(note(soort)))
        for soort, counted in [
            ("feit", {"feiten", "observatienotities"}),
            ("vermoeden", {"vermoedens"}),
            ("contact", {"contactnotities", "observatienotities"}),
            ("gespreksverslag", {"contactnotities", "observatienotities"}),
            ("stap", {"stapnotities"}),
            ("besluit", {"besluitnotities"}),
            ("vervolg", {"vervolgnotities"}),
            ("hypothese", {"hypothesen"}),
            ("info_derden", {"info_derden"}),
            ("diagnose", {"diagnoses"}),
        ]
    ],
)
def test_a_note_is_counted_by_its_kind(soort, counted, situation):
    assert counts(situation) == dict.fromkeys({"notities", *counted}, 1)


MANY = noted(*[note("feit")] * 3, *[note("vervolg")] * 2)


def test_notes_are_added_up():
    assert counts(MANY) == {
        "notities": 5,
        "feiten": 3,
        "observatienotities": 3,
        "vervolgnotities": 2,
    }


NOTHING, NOT_DELIVERED = noted(), noted(absent=["dossiernotitie"])


def test_no_notes_are_nought_and_notes_that_are_not_delivered_are_unknown():
    assert counts(NOTHING) == {}
    assert counts(NOT_DELIVERED) == dict.fromkeys(COUNTED)


@pytest.mark.parametrize(
    ("situation", "counted"),
    [
        (noted(note("vermoeden", richting="bevestigt")), {"bevestigend": 1}),
        (noted(note("vermoeden", richting="ontkracht")), {"ontkrachtend": 1}),
        (noted(note("vermoeden", richting="neutraal")), {}),
        (noted(note("vermoeden", richting=None)), {"zonder_richting": 1}),
    ],
)
def test_a_note_confirms_refutes_does_neither_or_does_not_say(situation, counted):
    assert counts(situation) == {"notities": 1, "vermoedens": 1, **counted}


PARTS = ("heeft_datum", "heeft_plaats", "heeft_situatie", "heeft_aanwezigen")
WHOLE = dict.fromkeys(PARTS, "ja")
COMPLETE, INCOMPLETE, UNKNOWN = [1, 0], [0, 1], [0, 0]


@pytest.mark.parametrize(
    ("answer", "part", "expected", "situation"),
    [
        (answer, part, expected, noted(note("feit", **{**WHOLE, part: answer})))
        for answer, expected in [
            ("ja", COMPLETE),
            ("nvt", COMPLETE),
            ("nee", INCOMPLETE),
            ("onbekend", UNKNOWN),
            (None, UNKNOWN),
        ]
        for part in PARTS
    ],
)
def test_one_part_that_is_missing_or_unknown_is_enough(answer, part, expected, situation):
    found = situation.column("zaak", "[aantal_volledige_notities, aantal_onvolledige_notities]")
    assert found == [expected]


BARE = dict.fromkeys(PARTS, "nee")


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (noted(note("contact", **WHOLE)), COMPLETE),
        (noted(note("gespreksverslag", **BARE)), INCOMPLETE),
        (noted(note("feit", **{**WHOLE, "heeft_datum": "nee", "heeft_plaats": None})), INCOMPLETE),
        (noted(note("feit", **WHOLE), note("feit", **BARE), note("feit")), [1, 1]),
        # Asked of notes of an observation or a talk alone.
        (noted(note("vermoeden", **WHOLE), note("stap", **BARE), note("diagnose", **BARE)), [0, 0]),
    ],
)
def test_only_a_note_of_an_observation_or_talk_is_complete_or_incomplete(situation, expected):
    found = situation.column("zaak", "[aantal_volledige_notities, aantal_onvolledige_notities]")
    assert found == [expected]


def noted_at(stap, soort, vorm):
    """Draw a note of a contact, whole, and one that lacks all, at an event of this form."""
    event = {"gebeurtenis_nr": 1, "zaak_nr": 1, "datum": DAY}
    notes = [note("contact", **parts, gebeurtenis_nr=1) for parts in (WHOLE, BARE)]
    return noted(*notes, gebeurtenis=[{**event, "stap": stap, "soort": soort, "vorm": vorm}])


LOOKED_AT = {"observatienotities": 2, "volledige_notities": 1, "onvolledige_notities": 1}


@pytest.mark.parametrize(
    ("situation", "looked_at"),
    [
        (noted_at("2", "mdo", "anoniem"), {}),  # there should be no minutes at all
        (noted_at("2", "mdo", "regulier"), LOOKED_AT),
        (noted_at("2", "mdo", None), LOOKED_AT),
        (noted_at("2", "advies_veilig_thuis", "anoniem"), LOOKED_AT),
    ],
)
def test_of_an_anonymous_mdo_no_note_is_looked_at(situation, looked_at):
    assert counts(situation) == {"notities": 2, "contactnotities": 2, **looked_at}


def hypothesis(**more):
    return noted(note("hypothese", **more))


COME_TRUE = {"hypothesen_uitgekomen": 1}
FOLLOWED = {**COME_TRUE, "hypothesen_vervolgd": 1}


@pytest.mark.parametrize(
    ("situation", "counted"),
    [
        (hypothesis(hypothese_benoemd="ja"), {"hypothesen_benoemd": 1}),
        (hypothesis(hypothese_benoemd="nee"), {"hypothesen_niet_benoemd": 1}),
        (hypothesis(hypothese_benoemd="onbekend"), {}),
        (hypothesis(hypothese_uitkomst="open"), {"hypothesen_open": 1}),
        (hypothesis(hypothese_uitkomst="bevestigd"), COME_TRUE),
        (hypothesis(hypothese_uitkomst="ontkracht"), COME_TRUE),
        (hypothesis(hypothese_uitkomst="bevestigd", hypothese_vervolg_datum=DAY), FOLLOWED),
        (hypothesis(hypothese_uitkomst="ontkracht", hypothese_vervolg_datum=DAY), FOLLOWED),
        (
            hypothesis(hypothese_uitkomst="open", hypothese_vervolg_datum=DAY),
            {"hypothesen_open": 1},
        ),
        (hypothesis(hypothese_vervolg_datum=DAY), {}),  # what came of it is not known
    ],
)
def test_what_is_on_record_of_a_hypothesis(situation, counted):
    assert counts(situation) == {"notities": 1, "hypothesen": 1, **counted}


@pytest.mark.parametrize(
    ("kind", "situation", "counted"),
    [
        ("info_derden", noted(note("info_derden", bron_vermeld="ja")), {"info_derden_met_bron": 1}),
        (
            "info_derden",
            noted(note("info_derden", bron_vermeld="nee")),
            {"info_derden_zonder_bron": 1},
        ),
        ("info_derden", noted(note("info_derden", bron_vermeld="onbekend")), {}),
        (
            "diagnoses",
            noted(note("diagnose", diagnose_door_bevoegde="ja")),
            {"diagnoses_bevoegd": 1},
        ),
        (
            "diagnoses",
            noted(note("diagnose", diagnose_door_bevoegde="nee")),
            {"diagnoses_onbevoegd": 1},
        ),
        ("diagnoses", noted(note("diagnose", diagnose_door_bevoegde="onbekend")), {}),
    ],
)
def test_where_information_and_a_diagnosis_come_from(kind, situation, counted):
    assert counts(situation) == {"notities": 1, kind: 1, **counted}


ASIDE = {
    "hypothese_vervolg_datum": DAY,
    "hypothese_uitkomst": "bevestigd",
    "hypothese_benoemd": "ja",
    "bron_vermeld": "ja",
    "diagnose_door_bevoegde": "ja",
}
ASIDE_NOT = {
    "hypothese_uitkomst": "open",
    "hypothese_benoemd": "nee",
    "bron_vermeld": "nee",
    "diagnose_door_bevoegde": "nee",
}


@pytest.mark.parametrize(
    "situation", [noted(note("vermoeden", **ASIDE)), noted(note("vermoeden", **ASIDE_NOT))]
)
def test_a_note_of_another_kind_says_nothing_of_hypothesis_source_or_diagnosis(situation):
    assert counts(situation) == {"notities": 1, "vermoedens": 1}
