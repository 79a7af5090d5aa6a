"""The made-up deliveries are clean, and hold exactly what was known on the peildatum."""

import re

import pandas as pd

from pipeline.sample import CANARY, CANARY_PATTERN, SampleSummary
from pipeline.schema.calendar import read_calendar
from pipeline.schema.tables import code_lists, tables
from tests.support.sample_reader import Tables, read_truth

Deliveries = dict[str, Tables]
PEILDATUM = pd.Timestamp(2026, 1, 31)
# Feedback comes from Veilig Thuis on a working day; everything else is done at school.
NOT_AT_SCHOOL = ("terugkoppeling_vt",)
TOKEN = re.compile(r"[a-zA-Z][0-9a-f]{26}")


def test_one_school_has_no_case_one_has_one_and_one_has_few(deliveries: Deliveries) -> None:
    counts = sorted(len(found["zaak"]) for found in deliveries.values())
    assert counts[:3] == [0, 1, 3]
    assert counts[3] > 3


def test_the_summary_counts_what_is_delivered(sample: SampleSummary, delivered: Tables) -> None:
    assert sample.cases == len(delivered["zaak"])
    assert sample.events == len(delivered["gebeurtenis"])


def test_every_delivery_says_that_it_is_made_up(delivered: Tables) -> None:
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


def test_every_code_is_declared(delivered: Tables) -> None:
    for name, table in tables().items():
        for column in table.columns:
            if column.codes and column.name in delivered[name]:
                allowed = {"", *code_lists()[column.codes].codes}
                assert set(delivered[name][column.name].dropna()) <= allowed


def test_required_cells_are_filled(delivered: Tables) -> None:
    for name, table in tables().items():
        for column in table.columns:
            if column.required:
                cells = delivered[name][column.name]
                assert cells.notna().all() and cells.ne("").all()


def test_every_key_stands_once(delivered: Tables) -> None:
    for name, table in tables().items():
        assert not delivered[name].duplicated(list(table.key)).any()


def test_every_reference_is_to_a_row_of_the_same_delivery(delivered: Tables) -> None:
    for name, table in tables().items():
        for link in table.foreign_keys:
            target = delivered[link.target][["levering", link.target_column]]
            known = set(target.itertuples(index=False, name=None))
            rows = delivered[name][delivered[name][link.column] != ""]
            assert set(zip(rows.levering, rows[link.column], strict=True)) <= known


def test_every_event_stands_under_its_step(delivered: Tables) -> None:
    kinds = code_lists()["soort_gebeurtenis"].stap
    pairs = delivered["gebeurtenis"][["soort", "stap"]].drop_duplicates()
    assert all(row.stap in kinds[row.soort] for row in pairs.itertuples())


def test_tokens_are_random_and_used_once(delivered: Tables) -> None:
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


def test_every_zaak_token_is_a_canary_and_no_other_token_is(delivered: Tables) -> None:
    assert delivered["zaak"].zaak_id.str.fullmatch(CANARY_PATTERN.pattern).all()
    assert not delivered["gebeurtenis"].gebeurtenis_id.str.contains(CANARY).any()
    assert not delivered["levering"].school_id.str.contains(CANARY).any()


def test_cases_begin_and_schools_act_on_school_days_only(delivered: Tables) -> None:
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


def test_nothing_lies_after_the_peildatum_but_plans(delivered: Tables) -> None:
    plans = 0
    for name, table in tables().items():
        for column in table.columns:
            if column.type == "date" and column.name in delivered[name]:
                late = (delivered[name][column.name] > PEILDATUM).sum()
                assert late == 0 or column.future
                plans += late
    assert plans > 0


def test_delivered_events_are_the_true_ones_up_to_the_peildatum(
    sample: SampleSummary, delivered: Tables
) -> None:
    truth = read_truth(sample.folder, "gebeurtenissen.csv")
    known = truth[truth.datum <= PEILDATUM]
    columns = ["gebeurtenis_id", "zaak_id", "soort", "datum"]
    got = delivered["gebeurtenis"][columns].sort_values("gebeurtenis_id", ignore_index=True)
    want = known[columns].sort_values("gebeurtenis_id", ignore_index=True)
    assert got.equals(want.astype(got.dtypes))
    assert (truth.datum > PEILDATUM).sum() > 100


def test_a_case_is_open_exactly_when_its_end_has_not_come(
    sample: SampleSummary, delivered: Tables
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
    sample: SampleSummary, delivered: Tables
) -> None:
    truth = read_truth(sample.folder, "evaluaties.csv").set_index("evaluatie_id")
    rows = delivered["evaluatie"].set_index("evaluatie_id")
    true_held = truth.gehouden_datum.loc[rows.index]
    known = true_held.where(true_held <= PEILDATUM)
    assert rows.gehouden_datum.astype("datetime64[s]").equals(known.astype("datetime64[s]"))
    assert ((true_held > PEILDATUM) & (rows.gepland_datum <= PEILDATUM)).any()


def test_expected_counts_are_those_of_the_deliveries(
    sample: SampleSummary, delivered: Tables
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


def test_every_round_of_weighing_follows_a_route_and_its_decision_fits(delivered: Tables) -> None:
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
    delivered: Tables,
) -> None:
    answers = delivered["afweging"]
    unsafe = answers[(answers.vraag == "2") & (answers.antwoord == "ja")]
    key = ["zaak_id", "ronde"]
    later = answers[answers.vraag > "2"].merge(unsafe[key], on=key)
    assert len(later) > 20
    assert not (later.samen_met_vt == "nee").any()


def test_an_employee_case_holds_nothing_but_its_hand_over(delivered: Tables) -> None:
    cases = delivered["zaak"][delivered["zaak"].buiten_stappenplan == "medewerker"]
    assert len(cases) > 0 and set(cases.status) == {"buiten_stappenplan"}
    for name, frame in delivered.items():
        if name not in ("zaak", "gebeurtenis") and "zaak_id" in frame:
            assert not set(frame.zaak_id) & set(cases.zaak_id)
    events = delivered["gebeurtenis"]
    kinds = set(events[events.zaak_id.isin(cases.zaak_id)].soort)
    assert kinds == {"overdracht_directie_vertrouwenspersoon"}
