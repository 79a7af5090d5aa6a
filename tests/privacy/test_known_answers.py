"""Cases with published answers: package tests, manuals and textbooks on disclosure control.

`tests/data/sdc_cases.json` names the source of each case.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.disclosure.cuts import Problem
from pipeline.disclosure.judge import judge, outsider
from pipeline.disclosure.model import make_model
from pipeline.disclosure.polytope import interval
from pipeline.disclosure.protect import protect
from pipeline.disclosure.rules import dominant_cells
from pipeline.disclosure.seen import Seen, SeenCell
from pipeline.disclosure.targets import HIDDEN, Target
from pipeline.schema.releases import catalogue
from tests.privacy.drawn import Case, Codes, drawn_catalogue, drawn_seen_table, hide

FILE = Path(__file__).parents[1] / "data" / "sdc_cases.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["cases"]


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] == kind]


def by_id(name: str) -> dict[str, Any]:
    return next(case for case in CASES if case["id"] == name)


def intervals(case: Case, seen: Seen, wanted: list[Codes]) -> dict[Codes, tuple[int, float]]:
    """Return what the attack proves of each cell."""
    targets = [
        Target(
            HIDDEN,
            0,
            seen.tables[0].name,
            "geteld",
            codes,
            {d: frozenset(case.members[d][c]) for d, c in zip(case.dimensions, codes, strict=True)},
        )
        for codes in wanted
    ]
    model = make_model([seen], targets, case.catalogue())
    rows = [model.matrix[place].toarray().ravel() for place in range(len(targets))]
    return {codes: interval(model.polytope, row) for codes, row in zip(wanted, rows, strict=True)}


@pytest.mark.parametrize("content", of_kind("audit"))
def test_the_attack_finds_the_published_interval(content: dict[str, Any]) -> None:
    case = Case(content)
    wanted = {
        tuple(key.split("|")): tuple(v) for key, v in content["expect"].get("intervals", {}).items()
    }
    hidden = [tuple(key.split("|")) for key in content["expect"].get("no_exact", [])]
    found = intervals(case, case.seen(), [*wanted, *hidden])
    assert {codes: found[codes] for codes in wanted} == wanted
    assert [codes for codes in hidden if found[codes][0] == found[codes][1]] == []


def test_two_linked_tables_safe_apart_give_a_cell_away_together() -> None:
    """The county table is safe; with "BIG" and "small" beside it, it is not."""
    alone, linked = by_id("sdctable_linked_each_safe"), by_id("sdctable_linked_protected")
    case = Case(linked)
    hidden = [(code,) for code in alone["expect"]["primary"]]
    seen = hide(case.seen(), [("tabel_0", codes) for codes in hidden])
    found = intervals(case, seen, hidden)
    assert any(low == high for low, high in found.values())


def primaries(content: dict[str, Any], case: Case) -> frozenset[tuple[str, Codes]]:
    """Return the primary cells by the rule that the source applied."""
    if "primary" in content:
        return frozenset(("tabel_0", tuple(codes)) for codes in content["primary"])
    rule = content["primary_rule"]
    least = 0 if rule["zeros_sensitive"] else 1
    return frozenset(
        ("tabel_0", codes)
        for codes in case.cells(content["tables"][0])
        if least <= case.value(codes) <= rule["maxN"]
    )


@pytest.mark.parametrize("content", of_kind("complementary"))
def test_protection_hides_the_primaries_and_leaves_none_to_be_worked_out(
    content: dict[str, Any],
) -> None:
    case = Case(content)
    hidden = primaries(content, case)
    published = content["expect"].get("primary", content.get("primary"))
    names = {"|".join(codes) for _, codes in hidden}
    assert names == {"|".join(p) if isinstance(p, list) else p for p in published}

    up_to = content.get("primary_rule", {}).get("maxN", 2)
    pattern, _ = protect(Problem(case.drafts(), hidden, up_to, 20000, 60))
    assert hidden < pattern
    model_case = hide(case.seen(), pattern)
    found = intervals(case, model_case, [codes for _, codes in sorted(pattern)])
    assert [codes for codes, (low, high) in found.items() if low > 0 or high < up_to] == []


@pytest.mark.parametrize("content", of_kind("complementary"))
def test_the_pattern_of_the_source_is_judged_as_the_source_says(content: dict[str, Any]) -> None:
    """With the published secondary cells no primary is exact: the attack agrees."""
    case = Case(content)
    secondary = {("tabel_0", tuple(key.split("|"))) for key in content["expect"]["secondary"]}
    primary = primaries(content, case)
    found = intervals(case, hide(case.seen(), primary | secondary), [c for _, c in sorted(primary)])
    assert [codes for codes, (low, high) in found.items() if low == high] == []


def test_everyone_in_a_group_and_all_but_one_are_hidden() -> None:
    """Handbook: all married work full-time; the one divorced part-timer knows all the others."""
    content = by_id("handbook_group_disclosure")
    case = Case(
        {
            **content,
            "tables": [
                {
                    "cells": [
                        [g, h] for g in ("Married", "Divorced", "Single") for h in ("Full", "Part")
                    ]
                }
            ],
        }
    )
    rules = catalogue().tiers["vrijgave"].rules
    assert rules is not None
    from dataclasses import replace

    loose = replace(rules, threshold={"school": 2, "cluster": 2, "bestuur": 2})
    draft = case.drafts()[0]
    found = {draft.cells[place].codes[0] for place in dominant_cells(draft, loose)}
    expect = content["expect"]
    assert found == set(expect["group_disclosure"]) | set(expect["within_group_disclosure"])
    assert found & set(expect["safe_groups"]) == set()


def rounded_interval(low: int, high: int) -> tuple[int, float]:
    """Return what the attack makes of one count that was shown as between two numbers."""
    cells = (SeenCell(("a",), low, high),)
    seen = Seen("r", (), (), (drawn_seen_table("t", ["d"], {"d": {"a": ("a",)}}, cells),), ())
    target = Target(HIDDEN, 0, "t", "geteld", ("a",), {"d": frozenset({"a"})})
    model = make_model([seen], [target], drawn_catalogue(["d"], ["t"]))
    return interval(model.polytope, model.matrix[0].toarray().ravel())


def passes(low: int, high: int) -> bool:
    """Return whether a count shown as between two numbers passes the rule of this project."""
    cells = (SeenCell(("a",), low, high),)
    seen = Seen("r", (), (), (drawn_seen_table("t", ["d"], {"d": {"a": ("a",)}}, cells),), ())
    target = Target(HIDDEN, 0, "t", "geteld", ("a",), {"d": frozenset({"a"})})
    model = make_model([seen], [target], drawn_catalogue(["d"], ["t"]))
    reader, chosen = outsider("buitenstaander", model, strict=True), np.array([0])
    return not judge(reader, model, chosen, chosen, 4).failures


def test_rounded_counts_are_intervals_and_a_small_one_does_not_pass() -> None:
    """Handbook, controlled rounding to base 5: why this project does not round small counts."""
    for example in by_id("handbook_rounding_intervals")["expect"]["zero_restricted"]:
        low, high = example["interval"]
        assert rounded_interval(low, high) == (low, high)
    assert not passes(1, 9)
    assert passes(0, 4)


def test_conventional_rounding_to_five_narrows_small_counts() -> None:
    """The largest rounded value that a count below 5 can have is 5: it says 3 to 7."""
    case = Case({**by_id("handbook_conventional_rounding"), "tables": []})
    rounded = by_id("handbook_conventional_rounding")["expect"]["rounded5"]
    for key, shown in rounded.items():
        codes = tuple(key.split("|"))
        assert abs(case.value(codes) - shown) <= 2
    assert not passes(3, 7)


def test_midpoint_rounding_tells_zero_from_not_zero() -> None:
    shown = by_id("opensafely_midpoint6")["expect"]["map"]
    behind_three = [int(count) for count, value in shown.items() if value == 3]
    assert not passes(min(behind_three), 6)


def test_a_cell_key_leaves_an_interval_that_does_not_pass() -> None:
    content = by_id("handbook_cellkey")
    key = round(sum(content["record_keys"]) % 1, 10)
    row = next(
        row
        for row in content["ptable"]
        if row["original"] == len(content["record_keys"]) and row["lo"] <= key < row["hi"]
    )
    assert (key, row["perturbed"]) == (
        content["expect"]["cell_key"],
        content["expect"]["perturbed"],
    )
    behind = [
        entry["original"] for entry in content["ptable"] if entry["perturbed"] == row["perturbed"]
    ]
    assert not passes(min(behind), max(behind))


def test_a_mean_gives_the_count_behind_it_back_so_no_mean_is_released() -> None:
    content = by_id("handbook_means_attack")
    found = {}
    for name, shown in content["perturbed"].items():
        mean, spread = content["means"][name], content["max_dev"]
        candidates = range(shown - spread, shown + spread + 1)
        found[name] = [n for n in candidates if abs(n * mean - round(n * mean)) < 0.005 * n]
    assert all(
        content["expect"]["counts"][name] in candidates for name, candidates in found.items()
    )
    kinds = {table.kind for table in catalogue().of_tier("vrijgave")}
    assert kinds == {"counts", "classes", "register"}
