"""A load takes what was delivered: per school the latest, counted, beside what it replaced."""

import pandas as pd
import pytest

from pipeline.errors import UsageError
from pipeline.intake import delivery_register, load_deliveries, read_quality
from pipeline.workspace import Workspace
from tests.deliveries import SCHOOL, ZAAK, found, token, write_delivery
from tests.integration.loads import HEADER, cases, of_school, rows


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


def test_a_redelivery_replaces_that_school_and_no_other(workspace, tmp_path):
    other = token("S2")
    load_deliveries(
        workspace,
        [
            write_delivery(tmp_path / "a", zaak=cases(3), gebeurtenis=HEADER),
            write_delivery(
                tmp_path / "b", levering=of_school(other), zaak=cases(2, 10), gebeurtenis=HEADER
            ),
        ],
    )
    later = of_school(SCHOOL, "2026-02-28")
    load_deliveries(
        workspace,
        [write_delivery(tmp_path / "c", levering=later, zaak=cases(4, 2), gebeurtenis=HEADER)],
    )
    per_school = rows(workspace, "SELECT school_id, count(*) FROM stg_zaak GROUP BY 1")
    assert dict(per_school) == {SCHOOL: 4, other: 2}
    deliveries = "SELECT school_id, peildatum::VARCHAR FROM stg_levering ORDER BY levering_nr"
    assert rows(workspace, deliveries) == [(other, "2026-01-31"), (SCHOOL, "2026-02-28")]
    assert len(rows(workspace, "SELECT * FROM log_levering")) == 3
    numbers = [number for (number,) in rows(workspace, "SELECT zaak_nr FROM stg_zaak")]
    assert len(set(numbers)) == 6 and numbers == sorted(numbers)
    changes = rows(
        workspace, "SELECT nieuw, gebleven, verdwenen FROM log_zaken WHERE levering_nr = 3"
    )
    assert changes == [(3, 1, 2)]


def test_two_deliveries_of_one_school_at_once_give_the_latest(workspace, tmp_path):
    older = write_delivery(tmp_path / "a", zaak=cases(3), gebeurtenis=HEADER)
    newer = write_delivery(
        tmp_path / "b",
        levering=of_school(SCHOOL, "2026-02-28"),
        zaak=cases(5),
        gebeurtenis=HEADER,
    )
    checks = load_deliveries(workspace, [newer, older])
    assert [found(check) for check in checks] == [{}, {"levering_ingehaald": 1}]
    assert rows(workspace, "SELECT count(*) FROM stg_zaak") == [(5,)]
    assert len(rows(workspace, "SELECT * FROM log_levering")) == 1


def test_what_a_later_delivery_lacks_is_said(workspace, tmp_path):
    evaluatie = "evaluatie_id | zaak_id | soort | gepland_datum\n"
    first = write_delivery(tmp_path / "a", zaak=cases(3), gebeurtenis=HEADER, evaluatie=evaluatie)
    load_deliveries(workspace, [first])
    older = write_delivery(
        tmp_path / "b",
        levering=of_school(SCHOOL, "2026-01-30"),
        zaak=cases(1),
        gebeurtenis=HEADER,
    )
    check = load_deliveries(workspace, [older])[0]
    assert found(check) == {"peildatum_ouder": 1, "zaken_verdwenen": 2, "tabel_verdwenen": 4}
    assert check.status == "ok"
    changes = read_quality(workspace, SCHOOL).wijzigingen
    lost = changes[(changes.soort == "zaken") & (changes.onderwerp == "verdwenen")]
    assert lost.nu.tolist() == [2]


def test_a_refused_delivery_leaves_the_school_as_it_was_and_the_others_are_taken(
    workspace, tmp_path
):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    before = rows(workspace, f"SELECT * FROM stg_zaak WHERE school_id = '{SCHOOL}'")
    bad = write_delivery(tmp_path / "b", zaak=ZAAK + "kort | 2025-09-15 | lopend\n")
    good = write_delivery(
        tmp_path / "c", levering=of_school(token("S2")), zaak=cases(2, 5), gebeurtenis=HEADER
    )
    checks = load_deliveries(workspace, [bad, good])
    assert [check.exit_code for check in checks] == [4, 0]
    assert rows(workspace, f"SELECT * FROM stg_zaak WHERE school_id = '{SCHOOL}'") == before
    assert rows(workspace, "SELECT count(*) FROM stg_zaak") == [(3,)]


def test_the_numbers_of_rows_add_up(workspace, tmp_path):
    zaak = cases(10) + "@z90 | geen | lopend\n@z91 | 2025-09-15 | weg\n"
    load_deliveries(workspace, [write_delivery(tmp_path / "a", zaak=zaak, gebeurtenis=HEADER)])
    (counts,) = rows(workspace, "SELECT rijen, afgekeurd_rijen FROM stg_levering")
    stored = rows(workspace, "SELECT count(*) FROM stg_zaak")[0][0]
    refused = rows(workspace, "SELECT count(DISTINCT rij) FROM reject_zaak")[0][0]
    assert counts == (13, 2)  # twelve cases and the delivery's own row
    assert stored + refused == 12


def test_a_peildatum_given_by_hand_takes_the_place_of_the_delivered_one(workspace, tmp_path):
    from datetime import date

    load_deliveries(workspace, [write_delivery(tmp_path / "a")], peildatum=date(2025, 12, 31))
    assert rows(workspace, "SELECT peildatum FROM stg_levering") == [(date(2025, 12, 31),)]


def test_a_path_that_is_not_there_and_a_folder_of_folders_are_wrong_use(workspace, tmp_path):
    with pytest.raises(UsageError, match="there is no delivery at"):
        load_deliveries(workspace, [tmp_path / "weg"])
    write_delivery(tmp_path / "scholen" / "een")
    with pytest.raises(UsageError, match="holds folders"):
        load_deliveries(workspace, [tmp_path / "scholen"])
    assert not workspace.root.exists()


def test_the_register_tells_zero_from_missing(workspace, tmp_path):
    names = {name: token(name) for name in ("Svol", "Snul", "Sweg", "Sdeel")}
    deliveries = [
        write_delivery(
            tmp_path / "vol", levering=of_school(names["Svol"]), zaak=cases(2), gebeurtenis=HEADER
        ),
        write_delivery(
            tmp_path / "nul",
            levering=of_school(names["Snul"]),
            zaak=cases(0),
            gebeurtenis=HEADER,
        ),
        write_delivery(
            tmp_path / "deel",
            levering=of_school(names["Sdeel"], "2025-11-30"),
            zaak=cases(1, 8),
            gebeurtenis=HEADER,
        ),
    ]
    load_deliveries(workspace, deliveries)
    workspace.school_names.write_text(
        "school_id,naam\n" + "".join(f"{t},School {n}\n" for n, t in names.items())
    )
    register = delivery_register(workspace).set_index("school_id")
    seen = {name: register.loc[school, "status"] for name, school in names.items()}
    assert seen == {
        "Svol": "geleverd",
        "Snul": "nul_zaken",
        "Sweg": "niet_geleverd",
        "Sdeel": "deels",
    }
    counts = register["aantal_zaken"].to_dict()
    assert counts[names["Snul"]] == 0
    assert pd.isna(counts[names["Sweg"]])

    again = of_school(names["Svol"], "2026-02-01")
    load_deliveries(
        workspace,
        [write_delivery(tmp_path / "vol2", levering=again, zaak=cases(3), gebeurtenis=HEADER)],
    )
    register = delivery_register(workspace).set_index("school_id")
    assert register.loc[names["Svol"], "status"] == "herlevering"
    assert register.loc[names["Snul"], "status"] == "deels"  # its peildatum is now the older one


def test_progress_is_told_from_the_first_file_to_the_last_step(workspace, tmp_path):
    steps = []
    load_deliveries(
        workspace, [write_delivery(tmp_path / "a")], progress=lambda *step: steps.append(step)
    )
    assert steps == [(0, 3, "lezen"), (1, 3, "controleren"), (2, 3, "opslaan")]
