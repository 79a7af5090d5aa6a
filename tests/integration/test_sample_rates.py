"""The made-up cases run as domain C.3 says, recounted from the delivered files alone.

Counted on the cases of 2023-2024, which have run for one and a half to two and a half years on the
peildatum, so that hardly any is still under way. Tolerances are four standard errors or more.
"""

import numpy as np
import pandas as pd
import pytest

from pipeline.sample import make_sample
from pipeline.sample.parameters import read_parameters
from pipeline.schema.calendar import read_calendar
from tests.integration.counted_sample import (
    KNOWN,
    Counted,
    read_counted,
    schooldagen,
    share,
    without_reports,
    yes,
)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    folder = tmp_path_factory.mktemp("rates") / "out"
    assert make_sample(folder, cases_per_1000=2300).cases > 20_000
    return read_counted(folder)


@pytest.mark.parametrize(
    ("begin", "end", "median", "p90"),
    [
        ("datum_signalering", "overleg", 3, 15),
        ("datum_signalering", "advies", 9, 40),
        ("advies", "gesprek", 7, 25),
        ("gesprek", "weging", 5, 30),
        ("weging", "besluit", 1, 8),
        ("besluit_5b", "melding", 1, 6),
    ],
)
def test_steps_take_as_long_as_declared(
    counted: Counted, begin: str, end: str, median: float, p90: float
) -> None:
    calm = counted.cases[counted.cases.acuut != "ja"]
    days = schooldagen(calm, begin, end)
    assert len(days) > 1000
    assert abs(np.median(days) - median) <= max(0.5, 0.1 * median)
    assert abs(np.quantile(days, 0.9) - p90) <= max(1, 0.12 * p90)


def test_acute_cases_are_reported_on_the_day_they_are_decided_on_as_often_as_declared(
    counted: Counted,
) -> None:
    acute = counted.cases[counted.cases.acuut == "ja"]
    days = schooldagen(acute, "besluit_5b", "melding")
    assert abs((days == 0).mean() - 0.8) < 0.1
    assert abs(share(acute.uitkomst == "5B") - 0.9) < 0.08


def test_first_decisions_have_the_declared_shares(counted: Counted) -> None:
    inside = counted.cases[counted.cases.buiten_stappenplan == "nee"]
    shares = inside.uitkomst.value_counts(normalize=True)
    assert abs(shares["5A"] - 0.42) < 0.025
    assert abs(shares["5B"] - 0.20) < 0.02
    assert abs(shares["stoppen"] - 0.38) < 0.025
    reasons = inside.reden_afsluiting.value_counts() / len(inside)
    assert abs(reasons["zorgen_weggenomen"] - 0.30) < 0.025
    assert abs(reasons["afweging1_nee"] - 0.08) < 0.015


def test_kinds_of_case_have_the_declared_shares(counted: Counted) -> None:
    cases = counted.tables["zaak"]
    known = cases[cases.acuut.isin(KNOWN)]
    assert abs(share(known.acuut == "ja") - 0.04) < 0.008
    assert abs(share(cases.buiten_stappenplan == "medewerker") - 0.005) < 0.003
    routes = counted.tables["zaak_route"].bijzondere_route.value_counts(normalize=True)
    assert abs(routes["letsel_onduidelijk"] - 0.05) < 0.01
    assert abs(routes["eergerelateerd"] - 0.005) < 0.003
    assert 0 < routes["vgv"] < 0.006


def test_later_reports_come_as_often_as_declared(counted: Counted) -> None:
    decisions, reports = counted.tables["besluit"], counted.tables["melding"]
    cases = counted.cases[~counted.cases.levering.isin(without_reports(counted))]
    ever_5b = set(decisions[decisions.uitkomst == "5B"].zaak_id)
    first_5a, first_5b = (cases.index[cases.uitkomst == which] for which in ("5A", "5B"))
    assert abs(first_5a.isin(ever_5b).mean() - 0.12) < 0.025
    again = set(reports[reports.volgnr == "2"].zaak_id)
    assert abs(first_5b.isin(again).mean() - 0.15) < 0.04


def test_veilig_thuis_and_others_are_consulted_as_often_as_declared(counted: Counted) -> None:
    events = counted.tables["gebeurtenis"]
    calm = counted.cases[(counted.cases.acuut == "nee") & counted.cases.uitkomst.isin(["5A", "5B"])]
    of = {kind: calm.index.isin(events[events.soort == kind].zaak_id) for kind in set(events.soort)}
    assert abs(of["advies_veilig_thuis"].mean() - 0.87) < 0.03  # 85%, or a later one only
    assert abs(of["bilateraal_overleg"].mean() - 0.55) < 0.03
    assert abs(of["verwijsindex_gebruikt"].mean() - 0.25) < 0.03
    assert abs(of["mdo"].mean() - 0.30) < 0.03
    advice = events[
        (events.soort == "advies_veilig_thuis") & events.vorm.isin(["regulier", "anoniem"])
    ]
    assert abs(share(advice.vorm == "anoniem") - 0.35) < 0.03
    permission = counted.tables["mdo"].toestemming_ouders
    permission = permission[permission != ""].value_counts(normalize=True)
    assert abs(permission["geweigerd"] - 0.08) < 0.02
    assert abs(permission["nvt_anoniem"] - 0.10) < 0.025


def test_parent_talks_have_the_declared_features(counted: Counted) -> None:
    events, roles = counted.tables["gebeurtenis"], counted.tables["gebeurtenis_rol"]
    talks = events[(events.soort == "gesprek_ouders") & (events.datum < "2025-10-01")]
    children = events[events.soort == "kind_ingelicht"]
    informed = talks.merge(children, on=["zaak_id", "ronde"], how="left", suffixes=("", "_kind"))
    assert abs(share(informed.datum_kind <= informed.datum) - 0.8) < 0.02
    acting = roles[roles.betrokkenheid == "uitvoerder"]
    both = (
        acting[acting.rol.isin(["leerkracht", "intern_begeleider"])]
        .groupby("gebeurtenis_id")
        .size()
    )
    with_roles = talks[talks.levering.isin(set(roles.levering))]
    assert abs(share(with_roles.gebeurtenis_id.map(both) == 2) - 0.85) < 0.02
    features = counted.tables["oudergesprek"].merge(talks[["gebeurtenis_id"]], on="gebeurtenis_id")
    assert (
        abs(share(features.verslag_datum.notna()) - 0.8 * 0.965) < 0.02
    )  # some are not registered
    assert abs(yes(features.ondertekening_gevraagd) - 0.6) < 0.02


def test_reports_have_the_declared_features(counted: Counted) -> None:
    cases = counted.cases[counted.cases.uitkomst == "5B"]
    first = counted.tables["melding"].query("volgnr == '1'").set_index("zaak_id")
    first = first[first.index.isin(cases.index)]
    spoken = cases.gesprek.reindex(first.index) <= first.datum
    assert abs(share(~spoken) - 0.15) < 0.04
    reasons = first.reden_geen_oudergesprek
    assert (reasons[spoken] == "nvt").all() and not (reasons[~spoken] == "nvt").any()
    assert abs(share(reasons[~spoken] != "onbekend") - 0.85) < 0.09
    assert abs(yes(first.leerling_12plus) - 0.10) < 0.03


def test_feedback_of_veilig_thuis_takes_as_many_working_days_as_declared(counted: Counted) -> None:
    number = read_calendar().drop_duplicates("datum").set_index("datum").werkdag_nr
    reports = counted.tables["melding"]
    old = reports[reports.datum < "2025-02-01"].dropna(subset=["terugkoppeling_datum"])
    days = number.loc[old.terugkoppeling_datum].to_numpy() - number.loc[old.datum].to_numpy()
    assert len(days) > 500
    assert abs(np.median(days) - 8) <= 1
    assert abs(np.quantile(days, 0.9) - 35) <= 6


def test_help_has_the_declared_features(counted: Counted) -> None:
    cases = counted.cases[counted.cases.uitkomst == "5A"]
    help_rows = counted.tables["hulp"].set_index("zaak_id")
    help_rows = help_rows[help_rows.index.isin(cases.index)]
    decided = cases.besluit.reindex(help_rows.index)
    weeks = (help_rows.gewenste_termijn_datum - decided).dt.days / 7
    assert weeks.min() >= 12 and weeks.max() <= 26 + 9  # moved past a summer holiday at most
    assert abs(yes(help_rows.aangekomen) - 0.75) < 0.04
    evaluations = counted.tables["evaluatie"]
    due = evaluations[evaluations.gepland_datum < "2025-06-01"]
    held = due.gehouden_datum.notna().groupby(due.soort).mean()
    assert abs(held["begeleidingsplan"] - 0.7) < 0.03
    assert abs(held["hulp_effect"] - 0.7) < 0.03
    assert abs(held["proces"] - 0.5) < 0.03


def test_process_evaluations_are_recorded_and_fed_back_as_often_as_declared(
    counted: Counted,
) -> None:
    evaluations = counted.tables["evaluatie"]
    held = evaluations[
        (evaluations.soort == "proces") & (evaluations.gehouden_datum < "2025-06-01")
    ]
    assert abs(share(held.vastgelegd_datum.notna()) - 0.85 * 0.965) < 0.03
    assert abs(share(held.teruggekoppeld_directie_datum.notna()) - 0.70 * 0.965) < 0.03


def test_events_are_registered_with_the_declared_delay(counted: Counted) -> None:
    region = counted.tables["levering"].set_index("levering").vakantieregio
    events = counted.tables["gebeurtenis"]
    events = events[(events.datum < "2025-06-01") & (events.soort != "terugkoppeling_vt")]
    events = events.assign(region=events.levering.map(region))
    days = schooldagen(events, "datum", "datum_registratie")
    assert abs((days == 0).mean() - 0.6) < 0.01
    assert abs(days[days > 0].mean() - 4) < 0.1


def test_cases_begin_in_the_months_that_are_declared(counted: Counted) -> None:
    begun = counted.cases.datum_signalering.dt.month.value_counts(normalize=True)
    weights = dict(
        zip([8, 9, 10, 11, 12, *range(1, 8)], read_parameters().start_months, strict=True)
    )
    weights = pd.Series(weights) / sum(weights.values())
    assert (begun.reindex(weights.index) - weights).abs().max() < 0.015


def test_cells_are_left_open_more_in_small_schools_and_open_cases(counted: Counted) -> None:
    cases = counted.tables["zaak"].query("buiten_stappenplan == 'nee'")
    lost = ~cases.eerdere_zaak.isin(KNOWN)
    per_school = lost.groupby(cases.levering).mean()
    large = per_school[cases.groupby("levering").size() > 500]
    assert large.between(0.03, 0.16).all()
    pupils = counted.tables["school_jaar"].astype({"leerlingen": int})
    size = pupils.groupby("levering").leerlingen.mean().reindex(large.index)
    assert size.corr(large, method="spearman") < -0.3
    assert lost[cases.status == "lopend"].mean() > lost[cases.status != "lopend"].mean()
