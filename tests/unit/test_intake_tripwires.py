"""Tripwires: an identity in any column refuses the delivery, and is nowhere repeated."""

import random

import duckdb
import pytest
from stdnum.nl import bsn, postcode

from pipeline.intake import load_deliveries
from pipeline.intake.tripwires import make_macros
from pipeline.workspace import Workspace
from tests.deliveries import (
    GEBEURTENIS,
    ZAAK,
    deliveries,
    delivery,
    drawing,
    everything_shown,
    found,
    places,
    token,
    write_delivery,
)


@pytest.fixture(scope="module")
def suspect():
    """A function from texts to the rule each of them breaks."""
    connection = duckdb.connect()
    make_macros(connection)

    def judge(texts):
        rows = connection.execute(
            "SELECT verdacht(t) FROM (SELECT unnest(?::VARCHAR[]) AS t)", [list(texts)]
        ).fetchall()
        return [rule for (rule,) in rows]

    return judge


def test_the_eleven_test_agrees_with_stdnum_on_random_numbers(suspect):
    generator = random.Random(11)
    numbers = [str(generator.randrange(10_000_000, 999_999_999)) for _ in range(20_000)]
    numbers = [n for n in numbers if not (len(n) == 8 and n[:2] in ("19", "20"))]  # dates
    caught = [rule == "burgerservicenummer" for rule in suspect(numbers)]
    assert caught == [bsn.is_valid(n.zfill(9)) for n in numbers]
    assert sum(caught) > 1000


def test_a_citizen_number_is_seen_however_it_is_written(suspect):
    texts = ["111222333", "1112.22.333", "111 222 333", "BSN: 111222333", "nr. 111-222-333"]
    assert set(suspect(texts)) == {"burgerservicenummer"}
    assert suspect(["111222334", "000000000", "1112223330", "11122233"]) == [None] * 4


def test_an_address_in_any_form_is_seen(suspect):
    texts = {
        "1234 AB": "postcode",
        "1234ab": "postcode",
        "Kerkweg 1, 1234 AB": "postcode",
        "iemand@school.nl": "emailadres",
        "<i.emand@een.school.nl>": "emailadres",
        "0612345678": "telefoonnummer",
        "06-12345678": "telefoonnummer",
        "+31 6 1234 5678": "telefoonnummer",
        "(020) 123 45 67": "telefoonnummer",
        "=1+1": "formule",
        "@SUM(A1)": "formule",
        "-cmd|x": "formule",
    }
    assert dict(zip(texts, suspect(texts), strict=True)) == texts


def test_postal_codes_agree_with_stdnum(suspect):
    generator = random.Random(12)
    letters = "ABCDEFGHJKLMNPRSTVWXZ"
    codes = [
        f"{generator.randrange(1000, 10000)}{generator.choice(letters)}{generator.choice(letters)}"
        for _ in range(2000)
    ]
    valid = [code for code in codes if postcode.is_valid(code)]
    assert len(valid) > 1900
    assert set(suspect(valid)) == {"postcode"}


def test_text_is_free_text_from_the_forty_first_character_or_the_fourth_word(suspect):
    assert suspect(["x" * 40, "x" * 41]) == [None, "vrije_tekst"]
    assert suspect(["een twee drie", "een twee drie vier"]) == [None, "vrije_tekst"]
    assert suspect(["een\ttwee\n drie  vier"]) == ["vrije_tekst"]


def test_dates_numbers_and_words_are_not_taken_for_an_identity(suspect):
    harmless = ["20250907", "2025-09-07", "31-02-2025", "45907", "-", "?", "n.v.t.", "-1", "5A", ""]
    assert suspect(harmless) == [None] * len(harmless)


NO_EVENTS = GEBEURTENIS.strip().partition("\n")[0]

# column → what identifies a person, and the rule that sees it
SENTINELS = {
    "acuut": ("111222333", "burgerservicenummer"),
    "status": ("Kerkweg 1 1234 AB", "postcode"),
    "datum_signalering": ("piet@voorbeeld.nl", "emailadres"),
    "eerdere_zaak": ("0612345678", "telefoonnummer"),
    "reden_afsluiting": ("moeder zei dat het thuis onveilig is", "vrije_tekst"),
    "volgen_mdo": ("12-03-2014", "geboortedatum_mogelijk"),
}


def one_per_row() -> str:
    """Draw a table zaak in which each row holds one sentinel, in its own column."""
    columns = ["zaak_id", *SENTINELS]
    zaak = " | ".join(columns)
    for n, (column, (value, _)) in enumerate(SENTINELS.items()):
        cells = {"zaak_id": f"@z{n}", "datum_signalering": "2025-09-15", "status": "lopend"}
        zaak += "\n" + " | ".join((cells | {column: value}).get(name, "") for name in columns)
    return zaak


@delivery(zaak=one_per_row(), gebeurtenis=NO_EVENTS)
def test_an_identity_is_seen_in_every_column_and_never_shown(check):
    assert check.status == "geweigerd"
    for row, (column, (_, rule)) in enumerate(SENTINELS.items(), start=2):
        assert places(check, rule) == [("zaak", column, str(row))]
    assert not [value for value, _ in SENTINELS.values() if value in everything_shown(check)]


def test_a_delivery_with_an_identity_leaves_no_trace_in_the_workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    workspace = Workspace(tmp_path / "werkmap")
    zaak = ZAAK + "@z2 | 2025-09-15 | 111222333\n"
    assert load_deliveries(workspace, [write_delivery(tmp_path / "s", zaak=zaak)])[0].exit_code == 4
    assert not workspace.root.exists()


TOKENS = {
    "0123456789abcdef01234567": True,
    "z0123456789abcdef0123456789": True,
    "3f0c1a52-7b1d-4c3e-9a51-0c2f6a9be771": True,
    "z0123456789abcdef0123456": False,  # 23 digits
    "3f0c1a52-7b1d-1c3e-9a51-0c2f6a9be771": False,  # made from a clock and an address
    "2025-01": False,
    "jan.jansen.groep.zeven.a": False,
    "z0123456789abcdef012345678 ": True,  # a space is no part of it
}


def named(case: str, **options: str):
    """Draw a delivery whose one case has this token."""
    return drawing(
        zaak=ZAAK.replace("@z1", case), gebeurtenis=GEBEURTENIS.replace("@z1", case), **options
    )


@deliveries({text: named(text) for text in TOKENS})
def test_a_token_is_a_letter_and_at_least_24_random_digits_or_a_random_uuid(checks):
    assert {text: check.status == "ok" for text, check in checks.items()} == TOKENS
    assert found(checks["2025-01"], "levering")["token_te_kort"] == 1


def numbered(form: str) -> str:
    """Draw a table zaak with three cases, numbered in a form."""
    rows = "".join(f"{form.format(n)} | 2025-09-15 | lopend\n" for n in range(1, 4))
    return "zaak_id | datum_signalering | status\n" + rows


@deliveries(
    {
        "end": drawing(zaak=numbered("z{:026d}"), gebeurtenis=NO_EVENTS),
        "begin": drawing(zaak=numbered("z{:010d}0123456789abcdef"), gebeurtenis=NO_EVENTS),
        "random": drawing(zaak=numbered("@z{}"), gebeurtenis=NO_EVENTS),
    }
)
def test_tokens_that_are_alike_are_not_random(checks):
    assert {name: set(found(check)) for name, check in checks.items()} == {
        "end": {"token_niet_willekeurig"},
        "begin": {"token_niet_willekeurig"},
        "random": set(),
    }


ONE, OTHER = token("S1"), token("S2")
SHARED = token("z of both")


@deliveries({school: named(SHARED, school=school) for school in (ONE, OTHER)})
def test_a_case_token_of_another_school_refuses_both(checks):
    assert found(checks[ONE]) == found(checks[OTHER]) == {"token_gedeeld": 1}


def test_a_case_token_that_another_school_has_stored_refuses_a_delivery(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    workspace = Workspace(tmp_path / "werkmap")
    first, second = (named(SHARED, school=school)(tmp_path / school) for school in (ONE, OTHER))
    assert load_deliveries(workspace, [first])[0].status == "ok"
    assert found(load_deliveries(workspace, [second])[0]) == {"token_gedeeld": 1}
