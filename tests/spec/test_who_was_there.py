"""Form, purpose and company of events, and how many contacts there were."""

import pytest

from tests.spec.drawn_case import CASES, present

drawn = CASES.case
happened = CASES.happened


FORMS = {
    "is_advies_vt_anoniem": ("2", "advies_veilig_thuis", {"vorm": "anoniem"}),
    "is_advies_vt_voor_gesprek": ("2", "advies_veilig_thuis", {"doel": "gespreksvoorbereiding"}),
    "is_advies_vt_voor_risicotaxatie": ("2", "advies_veilig_thuis", {"doel": "risicotaxatie"}),
    "is_mdo_anoniem": ("2", "mdo", {"vorm": "anoniem"}),
}
FLAGS = "{" + ", ".join(f"'{name}': {name}" for name in FORMS) + "}"


@pytest.mark.parametrize(
    ("situation", "true"),
    [
        *[(happened(event), {name}) for name, event in FORMS.items()],
        (happened(("2", "advies_veilig_thuis", {"vorm": "op_naam"})), set()),
        (happened(("2", "mdo", {"vorm": "op_naam"})), set()),
        (happened(("2", "mdo", {"doel": "risicotaxatie"})), set()),
        (happened(("2", "politie", {"vorm": "anoniem"})), set()),
        (happened(*FORMS.values()), set(FORMS)),
    ],
)
def test_form_and_purpose_are_those_of_their_own_kind_of_event(situation, true):
    (found,) = situation.column("zaak", FLAGS)
    assert {name for name, value in found.items() if value} == true


TOGETHER = {
    "overleg_ib": "[heeft_rollen_bij_overleg_ib, is_overleg_ib_samen]",
    "vastlegging": "[heeft_rollen_bij_vastlegging, is_vastlegging_samen]",
    "toestemming": "[heeft_rollen_bij_toestemming, is_toestemming_ondersteund]",
}


def with_roles(soort, *roles, others=0):
    """Draw one event with these roles, and more of the kind without any."""
    stap = "2" if soort == "toestemming_mdo_gevraagd" else "1"
    return happened(*[(stap, soort)] * (1 + others), gebeurtenis_rol=present(*roles))


@pytest.mark.parametrize(
    ("situation", "what", "known", "together"),
    [
        (drawn(), "overleg_ib", False, False),
        (with_roles("overleg_ib"), "overleg_ib", False, False),
        (with_roles("overleg_ib", "leerkracht"), "overleg_ib", True, False),
        (with_roles("overleg_ib", "intern_begeleider"), "overleg_ib", True, False),
        (with_roles("overleg_ib", "leerkracht", "intern_begeleider"), "overleg_ib", True, True),
        (
            with_roles("overleg_ib", "leerkracht", "intern_begeleider", others=1),
            "overleg_ib",
            False,
            True,
        ),
        # Signals are put on record in a consultation or apart.
        (drawn(), "vastlegging", False, False),
        (with_roles("overleg_ib", "leerkracht"), "vastlegging", True, False),
        (with_roles("signalen_in_kaart"), "vastlegging", False, False),
        (with_roles("signalen_in_kaart", "leerkracht"), "vastlegging", True, False),
        (
            with_roles("signalen_in_kaart", "leerkracht", "intern_begeleider"),
            "vastlegging",
            True,
            True,
        ),
        (with_roles("overleg_ib", "leerkracht", "intern_begeleider"), "vastlegging", True, True),
        (
            with_roles("signalen_in_kaart", "leerkracht", "intern_begeleider"),
            "overleg_ib",
            False,
            False,
        ),
        # Asking permission is supported by the intern begeleider or the directie.
        (with_roles("toestemming_mdo_gevraagd"), "toestemming", False, False),
        (with_roles("toestemming_mdo_gevraagd", "leerkracht"), "toestemming", True, False),
        (with_roles("toestemming_mdo_gevraagd", "intern_begeleider"), "toestemming", True, True),
        (with_roles("toestemming_mdo_gevraagd", "directie"), "toestemming", True, True),
        (
            with_roles("toestemming_mdo_gevraagd", "intern_begeleider", others=1),
            "toestemming",
            False,
            True,
        ),
    ],
)
def test_who_was_there_is_known_when_every_such_event_has_roles(situation, what, known, together):
    assert situation.column("zaak", TOGETHER[what]) == [[known, together]]


@pytest.mark.parametrize(
    ("situation", "parents", "contacts"),
    [
        (drawn(), 0, 0),
        (happened(("3", "gesprek_ouders"), ("1", "informeel_oudercontact")), 2, 2),
        (happened(("5A", "voortgangscontact_ouders")), 1, 0),
        (happened(("5B", "gesprek_voorgenomen_melding")), 1, 0),
        (happened(("2", "toestemming_mdo_gevraagd")), 1, 0),
        (happened(("1", "overleg_ib"), ("3", "gesprek_kind")), 0, 2),
        (happened(("2", "advies_veilig_thuis"), ("2", "spoedadvies_veilig_thuis")), 0, 2),
        (happened(*[("2", "bilateraal_overleg")] * 3), 0, 3),
        (happened(("2", "groepsbespreking"), ("2", "leerlingbespreking")), 0, 2),
        # An MDO is a consultation; of an anonymous one nothing may be on file.
        (happened(("2", "mdo"), ("2", "mdo", {"vorm": "regulier"})), 0, 2),
        (happened(("2", "mdo", {"vorm": "anoniem"})), 0, 0),
        (happened(("1", "observatie"), ("2", "politie"), ("4", "weging")), 0, 0),
    ],
)
def test_contacts_and_contacts_with_parents_are_counted(situation, parents, contacts):
    found = situation.column("zaak", "[aantal_oudercontacten, aantal_contacten]")
    assert found == [[parents, contacts]]
