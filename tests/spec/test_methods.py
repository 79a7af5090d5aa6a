"""Every worked example of the method page is worked out again, by the marts that it explains."""

import pytest

from pipeline.comparison import (
    compare_schools,
    is_distinguishable,
    newcombe_interval,
    run_chart,
    wilson_interval,
    xmr_limits,
)
from pipeline.errors import DeclarationError
from pipeline.marts.order import read_steps
from pipeline.schema.methods import methods, read_method
from tests.property.life_tables import life_tables, outcomes
from tests.spec.drawn_marts import build


def table(rows, columns):
    """Return rows as drawn for `build`: a heading and a line per row."""
    lines = [" | ".join(columns)]
    lines += [" | ".join("" if v is None else str(v) for v in row) for row in rows]
    return "\n".join(lines)


def work_out_eenheden(given):
    marts = build(
        zaak=table([(r["zaak"], r["begin"]) for r in given], ["zaak", "datum_signalering"]),
        gebeurtenis=table(
            [(r["zaak"], "overleg_ib", r["einde"], 1) for r in given],
            ["zaak", "soort", "datum", "stap"],
        ),
    )
    columns = "dagen, werkdagen, schooldagen, afloop"
    for row in given:
        found = marts.one(
            "mart_doorlooptijd", columns, row["zaak"], interval="signalering_overleg_ib"
        )
        yield {"zaak": row["zaak"], **dict(zip(columns.split(", "), found, strict=True))}


def work_out_doorlooptijd(given):
    ((curve, _),) = life_tables([([r["dag"] for r in given], [r["afloop"] for r in given])])
    for row in curve.itertuples():
        yield {
            "dag": row.t,
            "wachten": row.at_risk,
            "bereikt": row.bereikt,
            "kromme": row.overleving,
        }


def work_out_beperkt_gemiddelde(given):
    group = ([r["dag"] for r in given], [r["afloop"] for r in given])
    ((_, summary),) = life_tables([group], horizon=10)
    yield {
        "grens": summary["rmst_horizon"],
        "gemiddelde": summary["rmst"],
        "mediaan": summary["mediaan"],
        "mediaan_afgerond": summary["mediaan_naief"],
    }


def work_out_eerste_besluit(given):
    (found,) = outcomes([([r["dag"] for r in given], [r["uitkomst"] for r in given])])
    for day, rows in found.groupby("t"):
        chance = dict(zip(rows["uitkomst"], rows["incidentie"], strict=True))
        yield {
            "dag": day,
            "wachten": rows["at_risk"].iloc[0],
            "kans_5a": chance["5A"],
            "kans_5b": chance["5B"],
            "kans_gestopt": chance["gestopt"],
            "wacht_nog": rows["wachtend"].iloc[0],
        }


def work_out_aandeel(given):
    judged = [row["oordeel"] for row in given]
    teller, noemer = judged.count("ja"), judged.count("ja") + judged.count("nee")
    interval = wilson_interval(teller, noemer)
    yield {
        "teller": teller,
        "noemer": noemer,
        "nog_open": judged.count("nog open"),
        "onbekend": judged.count("onbekend"),
        "registratiegraad": noemer / (noemer + judged.count("onbekend")),
        "aandeel": teller / noemer,
        "van": interval.lower,
        "tot": interval.upper,
    }


def work_out_verandering(given):
    keys = ("teller", "noemer", "teller_vorig", "noemer_vorig")
    found = newcombe_interval(*([row[key] for row in given] for key in keys))
    told = is_distinguishable(found)
    for place, row in enumerate(given):
        yield {
            "jaar": row["jaar"],
            "verschil": row["teller"] / row["noemer"] - row["teller_vorig"] / row["noemer_vorig"],
            "van": found.lower[place],
            "tot": found.upper[place],
            "te_onderscheiden": "ja" if told[place] else "nee",
        }


def work_out_evaluaties(given):
    marts = build(
        peildatum="2026-02-02",
        zaak=table([("Z", "2025-09-01")], ["zaak", "datum_signalering"]),
        evaluatie=table(
            [(r["evaluatie"], "Z", "proces", r["gepland"], r["gehouden"]) for r in given],
            ["evaluatie", "zaak", "soort", "gepland_datum", "gehouden_datum"],
        ),
    )
    for row in given:
        number = marts.numbers.of["evaluatie", row["evaluatie"]]
        status, due = marts.one("mart_evaluatie", "status, is_verstreken", evaluatie_nr=number)
        yield {
            "evaluatie": row["evaluatie"],
            "stand": status,
            "aan_de_beurt": "ja" if due else "nee",
        }


def work_out_stroom(given):
    marts = build(
        zaak=table(
            [(r["zaak"], r["signaal"], r["einde"], r["afloop"]) for r in given],
            ["zaak", "datum_signalering", "datum_status", "status"],
        )
    )
    columns = "begin, nieuw, heropend, afgesloten, overgedragen, eind"
    found = marts.one("mart_stroom", columns, schooljaar="2024-2025")
    yield dict(zip(columns.split(", "), found, strict=True))


def work_out_per_1000_leerlingen(given):
    cases = [row for row in given for _ in range(row["zaken"])]
    marts = build(
        peildatum="2026-02-02",
        zaak=table(
            [(f"zaak {n}", row["schooljaar"][:4] + "-10-07") for n, row in enumerate(cases)],
            ["zaak", "datum_signalering"],
        ),
        school_jaar=table(
            [("S1", row["schooljaar"], row["leerlingen"]) for row in given],
            ["school_id", "schooljaar", "leerlingen"],
        ),
    )
    found = marts.one("mart_omvang", "per_1000, onder, boven", school_id="S1", schooljaar="alle")
    yield dict(zip(("per_1000", "van", "tot"), found, strict=True))


def work_out_tussen_scholen(given):
    columns = ([row[key] for row in given] for key in ("school", "teller", "noemer"))
    found = compare_schools(*columns)
    assert not found.told_apart
    for place, label in enumerate(found.labels):
        yield {
            "school": label,
            "aandeel": found.share[place],
            "van_95": found.limits_95.lower[place],
            "tot_95": found.limits_95.upper[place],
            "samengenomen": found.pooled.share[place],
            "plek": found.place[place],
        }


def work_out_over_de_tijd(given):
    values = [row["aantal"] for row in given]
    limits, runs = xmr_limits(values, lowest=0), run_chart(values)
    yield {
        "gemiddelde": limits.mean,
        "van": limits.lower,
        "tot": limits.upper,
        "mediaan": runs.median,
        "langste_reeks": runs.longest_run,
    }


def as_printed(row):
    return {
        key: value if isinstance(value, str) else round(float(value), 3)
        for key, value in row.items()
    }


@pytest.mark.parametrize("name", methods())
def test_the_worked_example_gives_the_numbers_that_are_printed(name):
    example = methods()[name].example
    worked_out = list(globals()[f"work_out_{name}"](example.given))
    assert [as_printed(row) for row in worked_out] == [as_printed(row) for row in example.expect]


def test_every_method_points_to_marts_that_are_built():
    built = {step.name for step in read_steps()}
    for method in methods().values():
        assert set(method.marts) <= built, method.name
        assert method.formula and method.sources


def test_methods_stand_in_their_own_order():
    assert [method.order for method in methods().values()] == list(range(1, len(methods()) + 1))


def test_an_example_of_four_cases_is_refused(tmp_path):
    path = tmp_path / "m.yml"
    rows = "[{a: 1}, {a: 2}, {a: 3}, {a: 4}]"
    path.write_text(
        "name: m\norder: 1\ntitle: {nl: a, en: b}\ntext: {nl: a, en: b}\nformula: [x]\n"
        "unit: {nl: a, en: b}\nsources: [s]\nmarts: [mart_zaak]\n"
        f"example: {{text: {{nl: a, en: b}}, given: {rows}, expect: {rows}}}\n",
        "utf-8",
    )
    with pytest.raises(DeclarationError, match="4 rows; give five"):
        read_method(path)
