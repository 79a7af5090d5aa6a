"""The made-up deliveries: the same every time, clean, exactly what was known on the peildatum."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import pipeline.sample
from pipeline.errors import DeclarationError, UsageError
from pipeline.sample import CANARY, CANARY_PATTERN, SampleSummary, make_sample
from pipeline.sample.parameters import MARKS, read_parameters
from pipeline.sample.schools import invent_names, slug
from pipeline.schema.calendar import read_calendar
from pipeline.schema.tables import code_lists, tables
from tests.support.sample_reader import (
    join_deliveries,
    read_all,
    read_all_written,
    read_truth,
)

Deliveries = dict[str, dict[str, pd.DataFrame]]
PEILDATUM = pd.Timestamp(2026, 1, 31)
# Feedback comes from Veilig Thuis on a working day; everything else is done at school.
NOT_AT_SCHOOL = ("terugkoppeling_vt",)
TOKEN = re.compile(r"[a-zA-Z][0-9a-f]{26}")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleSummary:
    return make_sample(tmp_path_factory.mktemp("sample") / "out", cases_per_1000=80)


@pytest.fixture(scope="module")
def deliveries(sample: SampleSummary) -> Deliveries:
    """The tables of each delivery as they are written."""
    return read_all_written(sample.folder)


@pytest.fixture(scope="module")
def delivered(deliveries: Deliveries) -> dict[str, pd.DataFrame]:
    return join_deliveries(deliveries)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample of six schools with the default seed."""
    return make_sample(tmp_path_factory.mktemp("small") / "out", schools=6).folder


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_the_same_seed_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    make_sample(tmp_path / "again", schools=6)
    assert hashes(small) == hashes(tmp_path / "again")


def test_another_seed_gives_other_schools_and_other_cases(small: Path, tmp_path: Path) -> None:
    make_sample(tmp_path / "two", schools=6, seed=2)
    keyed = ("levering", "zaak", "gebeurtenis")
    one, two = read_all(small, keyed), read_all(tmp_path / "two", keyed)
    assert not set(one["levering"].school_id) & set(two["levering"].school_id)
    assert not set(one["zaak"].zaak_id) & set(two["zaak"].zaak_id)
    assert not set(one["gebeurtenis"].gebeurtenis_id) & set(two["gebeurtenis"].gebeurtenis_id)


def test_every_school_is_a_delivery_and_the_truth_is_none(sample: SampleSummary) -> None:
    assert len(sample.deliveries) == sample.schools == 12
    assert all(path.name != "truth" for path in sample.deliveries)
    assert [path.suffix for path in sample.deliveries].count(".xlsx") == 1


def test_one_school_has_no_case_one_has_one_and_one_has_few(deliveries: Deliveries) -> None:
    counts = sorted(len(found["zaak"]) for found in deliveries.values())
    assert counts[:3] == [0, 1, 3]
    assert counts[3] > 3


def test_the_summary_counts_what_is_delivered(
    sample: SampleSummary, delivered: dict[str, pd.DataFrame]
) -> None:
    assert sample.cases == len(delivered["zaak"])
    assert sample.events == len(delivered["gebeurtenis"])


def test_every_delivery_says_that_it_is_made_up(delivered: dict[str, pd.DataFrame]) -> None:
    assert set(delivered["levering"].bron) == {"synthetisch"}


def test_every_column_is_declared_and_every_required_table_is_there(deliveries: Deliveries) -> None:
    required = {table.name for table in tables().values() if table.required}
    for found in deliveries.values():
        assert required <= set(found)
        for name, frame in found.items():
            assert set(frame.columns) <= set(tables()[name].column_names)


def test_some_schools_do_not_register_a_table_or_a_column(deliveries: Deliveries) -> None:
    found = list(deliveries.values())
    absent = {name for name in tables() if any(name not in each for each in found)}
    assert {"melding", "evaluatie", "dossier_toets", "zaak_route"} <= absent
    assert any("vorm" not in each["gebeurtenis"] for each in found)


def test_every_code_is_declared(delivered: dict[str, pd.DataFrame]) -> None:
    for name, table in tables().items():
        for column in table.columns:
            if column.codes and column.name in delivered[name]:
                allowed = {"", *code_lists()[column.codes].codes}
                assert set(delivered[name][column.name].dropna()) <= allowed


def test_required_cells_are_filled(delivered: dict[str, pd.DataFrame]) -> None:
    for name, table in tables().items():
        for column in table.columns:
            if column.required:
                cells = delivered[name][column.name]
                assert cells.notna().all() and cells.ne("").all()


def test_every_key_stands_once(delivered: dict[str, pd.DataFrame]) -> None:
    for name, table in tables().items():
        assert not delivered[name].duplicated(list(table.key)).any()


def test_every_reference_is_to_a_row_of_the_same_delivery(
    delivered: dict[str, pd.DataFrame],
) -> None:
    for name, table in tables().items():
        for link in table.foreign_keys:
            target = delivered[link.target][["levering", link.target_column]]
            known = set(target.itertuples(index=False, name=None))
            rows = delivered[name][delivered[name][link.column] != ""]
            assert set(zip(rows.levering, rows[link.column], strict=True)) <= known


def test_every_event_stands_under_its_step(delivered: dict[str, pd.DataFrame]) -> None:
    kinds = code_lists()["soort_gebeurtenis"].stap
    pairs = delivered["gebeurtenis"][["soort", "stap"]].drop_duplicates()
    assert all(row.stap in kinds[row.soort] for row in pairs.itertuples())


def test_tokens_are_random_and_used_once(delivered: dict[str, pd.DataFrame]) -> None:
    seen: set[str] = set()
    for name, column in (
        *(("zaak", "zaak_id"), ("gebeurtenis", "gebeurtenis_id"), ("besluit", "besluit_id")),
        *(("melding", "melding_id"), ("hulp", "hulp_id"), ("evaluatie", "evaluatie_id")),
    ):
        tokens = delivered[name][column]
        assert tokens.is_unique and not seen & set(tokens)
        seen |= set(tokens)
        assert tokens.str.replace(CANARY, "").str.fullmatch(TOKEN.pattern).all()
    assert len({token[1:9] for token in seen}) > 0.999 * len(seen)


def test_every_zaak_token_is_a_canary_and_no_other_token_is(
    delivered: dict[str, pd.DataFrame],
) -> None:
    assert delivered["zaak"].zaak_id.str.fullmatch(CANARY_PATTERN.pattern).all()
    assert not delivered["gebeurtenis"].gebeurtenis_id.str.contains(CANARY).any()
    assert not delivered["levering"].school_id.str.contains(CANARY).any()


def test_schools_hand_in_files_in_different_dialects(sample: SampleSummary) -> None:
    heads = {p: (p / "zaak.csv").read_bytes() for p in sample.deliveries if p.is_dir()}
    separators = {max(b";,\t", key=raw.splitlines()[0].count) for raw in heads.values()}
    assert separators == set(b";,\t")
    assert any(raw.startswith(b"\xef\xbb\xbf") for raw in heads.values())
    assert any(not is_utf8(p) for p in sample.deliveries if p.is_dir())
    text = b"".join(heads.values())
    for form in (rb"\d{2}-\d{2}-20\d{2}", rb"20\d{2}-\d{2}-\d{2}", rb"[;,\t]20\d{6}[;,\t]"):
        assert re.search(form, text)


def is_utf8(folder: Path) -> bool:
    try:
        b"".join(file.read_bytes() for file in folder.iterdir()).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_cases_begin_and_schools_act_on_school_days_only(
    delivered: dict[str, pd.DataFrame],
) -> None:
    calendar = read_calendar()
    school_days = calendar[calendar.is_schooldag].groupby("vakantieregio").datum.agg(set)
    region = delivered["levering"].set_index("levering").vakantieregio
    events = delivered["gebeurtenis"]
    dated = (
        ("zaak", delivered["zaak"], "datum_signalering"),
        ("gebeurtenis", events[~events.soort.isin(NOT_AT_SCHOOL)], "datum"),
        ("besluit", delivered["besluit"], "datum"),
        ("melding", delivered["melding"], "datum"),
        ("evaluatie", delivered["evaluatie"], "gehouden_datum"),
        ("hulp", delivered["hulp"], "datum_verwijzing"),
    )
    for _, rows, column in dated:
        for name, part in rows.dropna(subset=[column]).groupby(rows.levering.map(region)):
            assert set(part[column]) <= school_days[name]


def test_nothing_lies_after_the_peildatum_but_plans(delivered: dict[str, pd.DataFrame]) -> None:
    plans = 0
    for name, table in tables().items():
        for column in table.columns:
            if column.type == "date" and column.name in delivered[name]:
                late = (delivered[name][column.name] > PEILDATUM).sum()
                assert late == 0 or column.future
                plans += late
    assert plans > 0


def test_delivered_events_are_the_true_ones_up_to_the_peildatum(
    sample: SampleSummary, delivered: dict[str, pd.DataFrame]
) -> None:
    truth = read_truth(sample.folder, "gebeurtenissen.csv")
    known = truth[truth.datum <= PEILDATUM]
    columns = ["gebeurtenis_id", "zaak_id", "soort", "datum"]
    got = delivered["gebeurtenis"][columns].sort_values("gebeurtenis_id", ignore_index=True)
    want = known[columns].sort_values("gebeurtenis_id", ignore_index=True)
    assert got.equals(want.astype(got.dtypes))
    assert (truth.datum > PEILDATUM).sum() > 100


def test_a_case_is_open_exactly_when_its_end_has_not_come(
    sample: SampleSummary, delivered: dict[str, pd.DataFrame]
) -> None:
    truth = read_truth(sample.folder, "zaken.csv").set_index("zaak_id")
    cases = delivered["zaak"].set_index("zaak_id")
    truth = truth.loc[cases.index]
    outside = truth.buiten_stappenplan == "medewerker"
    is_open = ~(truth.datum_einde <= PEILDATUM) & ~outside
    assert ((cases.status == "lopend") == is_open).all()
    assert (cases.datum_status[is_open] == PEILDATUM).all()
    ended = ~is_open & ~outside
    assert (cases.datum_status[ended] == truth.datum_einde[ended]).all()
    assert (cases.reden_afsluiting[ended] == truth.reden_einde[ended]).all()
    assert is_open.sum() > 50 and ended.sum() > 50


def test_an_evaluation_that_is_still_to_be_held_is_not_held_yet(
    sample: SampleSummary, delivered: dict[str, pd.DataFrame]
) -> None:
    truth = read_truth(sample.folder, "evaluaties.csv").set_index("evaluatie_id")
    rows = delivered["evaluatie"].set_index("evaluatie_id")
    true_held = truth.gehouden_datum.loc[rows.index]
    known = true_held.where(true_held <= PEILDATUM)
    assert rows.gehouden_datum.astype("datetime64[s]").equals(known.astype("datetime64[s]"))
    assert ((true_held > PEILDATUM) & (rows.gepland_datum <= PEILDATUM)).any()


def test_expected_counts_are_those_of_the_deliveries(
    sample: SampleSummary, delivered: dict[str, pd.DataFrame]
) -> None:
    expected = (
        read_truth(sample.folder, "verwacht.csv").set_index("school_id").drop(columns="schooljaar")
    )
    expected = expected.astype(int).groupby(level=0).sum()
    school = delivered["levering"].set_index("levering").school_id
    cases = delivered["zaak"].assign(school_id=lambda frame: frame.levering.map(school))
    by_status = pd.crosstab(cases.school_id, cases.status)
    for status in ("lopend", "afgesloten", "overgedragen", "buiten_stappenplan"):
        got = by_status[status].reindex(expected.index)
        assert got.tolist() == expected[status].tolist()
    first = delivered["besluit"].sort_values("datum", kind="stable").drop_duplicates("zaak_id")
    outcomes = pd.crosstab(first.levering.map(school), first.uitkomst)
    outcomes = outcomes.reindex(expected.index, fill_value=0)
    assert outcomes["5A"].tolist() == expected.eerste_5a.tolist()
    assert outcomes["5B"].tolist() == expected.eerste_5b.tolist()
    assert outcomes["stoppen"].tolist() == expected.eerste_stoppen.tolist()


def test_an_earlier_delivery_holds_the_same_cases_as_known_then(tmp_path: Path) -> None:
    drawn = {"schools": 6, "cases_per_1000": 120}
    make_sample(tmp_path / "june", peildatum=date(2025, 6, 26), years=2, **drawn)
    make_sample(tmp_path / "january", peildatum=date(2026, 1, 31), years=3, **drawn)
    june, january = (
        read_all(tmp_path / name, ("zaak", "gebeurtenis")) for name in ("june", "january")
    )
    later = january["zaak"][january["zaak"].datum_signalering <= "2025-06-26"]
    assert set(june["zaak"].zaak_id) == set(later.zaak_id)
    columns = ["gebeurtenis_id", "zaak_id", "soort", "stap", "datum"]
    known = january["gebeurtenis"][january["gebeurtenis"].datum <= "2025-06-26"]
    got = june["gebeurtenis"][columns].sort_values("gebeurtenis_id", ignore_index=True)
    assert got.equals(known[columns].sort_values("gebeurtenis_id", ignore_index=True))
    assert (june["zaak"].status == "lopend").sum() > (later.status == "lopend").sum()
    both = june["gebeurtenis"].merge(january["gebeurtenis"], on="gebeurtenis_id")
    filled = both[both.document_bijgewerkt_x.isin(["ja", "nee"])]
    assert (filled.document_bijgewerkt_x == filled.document_bijgewerkt_y).all()


# v1, v2, v3, v4, v5 of one round: the rows of A.3; with Veilig Thuis 3 to 5 may still be open
ROUTES = {
    ("nee", "", "", "", ""): "stoppen",
    ("ja", "ja", "", "", ""): "5B",
    ("ja", "ja", "ja", "ja", ""): "5B",
    ("ja", "nee", "nee", "", ""): "5B",
    ("ja", "nee", "ja", "nee", ""): "5B",
    ("ja", "nee", "ja", "ja", ""): "5A",
    ("ja", "nee", "ja", "ja", "nee"): "5A",
    ("ja", "nee", "ja", "ja", "ja"): "5A",
}


def test_every_round_of_weighing_follows_a_route_and_its_decision_fits(
    delivered: dict[str, pd.DataFrame],
) -> None:
    answers = delivered["afweging"].pivot(
        index=["zaak_id", "ronde"], columns="vraag", values="antwoord"
    )
    routes = answers.fillna("").apply(tuple, axis=1)
    assert set(routes) == set(ROUTES)
    decisions = delivered["besluit"].sort_values("datum", kind="stable")
    first = decisions.drop_duplicates(["zaak_id", "ronde"]).set_index(["zaak_id", "ronde"])
    both = routes.to_frame("route").join(first.uitkomst, how="inner")
    assert (both.route.map(ROUTES) == both.uitkomst).all()
    reported = set(delivered["melding"].zaak_id)
    ended_no = both[both.route == ("ja", "nee", "ja", "ja", "nee")].index.get_level_values(0)
    assert len(set(ended_no) & reported) > 0


def test_questions_after_a_yes_to_unsafety_are_answered_with_veilig_thuis(
    delivered: dict[str, pd.DataFrame],
) -> None:
    answers = delivered["afweging"]
    unsafe = answers[(answers.vraag == "2") & (answers.antwoord == "ja")]
    key = ["zaak_id", "ronde"]
    later = answers[answers.vraag > "2"].merge(unsafe[key], on=key)
    assert len(later) > 20
    assert not (later.samen_met_vt == "nee").any()


def test_an_employee_case_holds_nothing_but_its_hand_over(
    delivered: dict[str, pd.DataFrame],
) -> None:
    cases = delivered["zaak"][delivered["zaak"].buiten_stappenplan == "medewerker"]
    assert len(cases) > 0 and set(cases.status) == {"buiten_stappenplan"}
    for name, frame in delivered.items():
        if name not in ("zaak", "gebeurtenis") and "zaak_id" in frame:
            assert not set(frame.zaak_id) & set(cases.zaak_id)
    events = delivered["gebeurtenis"]
    kinds = set(events[events.zaak_id.isin(cases.zaak_id)].soort)
    assert kinds == {"overdracht_directie_vertrouwenspersoon"}


def test_school_names_are_invented_and_all_different() -> None:
    names = invent_names(read_parameters(), seed=1, n=7_000)
    assert len(set(names)) == len(set(map(slug, names))) == 7_000
    assert all(re.fullmatch(r"[a-z0-9-]+", slug(name)) for name in names)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("x")
    with pytest.raises(UsageError, match="not empty"):
        make_sample(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["keep.txt"]


@pytest.mark.parametrize(
    "wrong", [{"schools": 0}, {"years": 0}, {"years": 30}, {"cases_per_1000": -1.0}]
)
def test_arguments_that_cannot_be_are_refused_before_anything_is_written(
    tmp_path: Path, wrong: dict[str, int]
) -> None:
    with pytest.raises(UsageError):
        make_sample(tmp_path / "out", **wrong)
    assert not (tmp_path / "out").exists()


def test_every_parameter_says_whether_it_is_a_guess() -> None:
    parameters = read_parameters()
    names = {"start_months", *parameters.numbers, *parameters.shares, *parameters.mixes}
    assert names | set(parameters.durations) == set(parameters.marks)
    assert set(parameters.marks.values()) <= set(MARKS)


def test_a_share_above_one_is_refused(tmp_path: Path) -> None:
    from pipeline.paths import DATA_SCHEMA

    text = (DATA_SCHEMA / "sample.yml").read_text(encoding="utf-8")
    assert text.count("acuut: {value: 0.04") == 1
    changed = tmp_path / "sample.yml"
    changed.write_text(text.replace("acuut: {value: 0.04", "acuut: {value: 4"), encoding="utf-8")
    with pytest.raises(DeclarationError, match="acuut"):
        read_parameters(changed)


def test_every_declared_rate_is_used() -> None:
    parameters = read_parameters()
    folder = Path(pipeline.sample.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    code += " ".join(f'"{who}_betrokken"' for who in ("leerkracht", "ib", "directie", "vt"))
    rates = (parameters.numbers, parameters.shares, parameters.mixes, parameters.durations)
    assert [name for part in rates for name in part if f'"{name}"' not in code] == []
