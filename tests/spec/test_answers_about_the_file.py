"""The answers of the intern begeleider about the file of a case, each read by its own norm."""

import pytest

from tests.spec.drawn_case import CASES

drawn = CASES.case
DOSSIER = {f"D-{number:02}": f"toets_d{number:02}" for number in range(1, 13)}
ATTESTED = {
    "S1-13": "attest_s1_13",
    "S2-02": "attest_s2_02",
    "S3-02": "attest_s3_02",
    "S3-12": "attest_s3_12",
    "S3-16": "attest_s3_16",
    "A-10": "attest_a_10",
}
COLUMNS = DOSSIER | ATTESTED
ANSWERS = "{" + ", ".join(f"'{norm_id}': {column}" for norm_id, column in COLUMNS.items()) + "}"


def answered(norm_id, answer):
    table = "dossier_toets" if norm_id in DOSSIER else "attest"
    return drawn(**{table: [{"zaak_nr": 1, "norm_id": norm_id, "antwoord": answer}]})


@pytest.mark.parametrize(
    ("norm_id", "answer", "situation"),
    [
        (norm_id, answer, answered(norm_id, answer))
        for norm_id in COLUMNS
        for answer in ("ja", "nee", "nvt", "onbekend")
    ],
)
def test_an_answer_is_read_by_its_own_norm_and_by_no_other(norm_id, answer, situation):
    nobody_said = dict.fromkeys(COLUMNS, "onbekend")
    assert situation.column("zaak", ANSWERS) == [nobody_said | {norm_id: answer}]


def file_answers(*answers):
    """Draw a case with answers about its file: D-01 first."""
    rows = [
        {"zaak_nr": 1, "norm_id": norm_id, "antwoord": answer}
        for norm_id, answer in zip(DOSSIER, answers, strict=False)
    ]
    return drawn(dossier_toets=rows, attest=[{"zaak_nr": 1, "norm_id": "S1-13", "antwoord": "ja"}])


@pytest.mark.parametrize(
    ("situation", "yes", "no"),
    [
        (file_answers(), 0, 0),
        (file_answers("ja", "nee", "nvt", "onbekend", "ja"), 2, 1),
        (file_answers(*["ja"] * 12), 12, 0),
        (file_answers(*["nee"] * 12), 0, 12),
    ],
)
def test_answers_about_the_file_are_counted_apart_from_the_others(situation, yes, no):
    assert situation.column("zaak", "aantal_dossiertoetsen_ja") == [yes]
    assert situation.column("zaak", "aantal_dossiertoetsen_nee") == [no]
