"""What is changed, and the tests that should notice."""

CURVES = ["tests/property/test_life_tables.py", "tests/spec/test_methods.py"]
MARTS = {
    "mart_overleving": CURVES,
    "mart_duur": [*CURVES, "tests/spec/test_durations_mart.py"],
    "mart_uitkomst": [*CURVES, "tests/spec/test_outcomes_mart.py"],
    "mart_doorlooptijd": ["tests/spec/test_durations_mart.py", "tests/spec/test_real_timing.py"],
    "mart_stroom": ["tests/spec/test_flow_mart.py", "tests/spec/test_purged_years_mart.py"],
    "mart_stilstand": ["tests/spec/test_stalled_mart.py"],
    "mart_evaluatie": ["tests/spec/test_evaluations_mart.py"],
}
KNOWN = ["tests/privacy/test_known_answers.py", "tests/privacy/test_adversaries.py"]
GATE = {
    "drafts": ["tests/unit/test_drafts.py"],
    "exact": ["tests/unit/test_exact_tables.py"],
    "safe_table": ["tests/unit/test_safe_table.py"],
    "targets": ["tests/unit/test_targets.py"],
    "protect": KNOWN,
    "polytope": KNOWN,
    "judge": KNOWN,
}
MODULES = {
    "norms/verdicts": [
        "tests/spec/test_verdicts.py",
        "tests/unit/test_norm_sql.py",
        "tests/spec/test_norm_examples.py",
    ],
    **{
        f"comparison/{name}": ["tests/unit/test_comparison.py"]
        for name in ("funnel", "intervals", "pooling", "schools", "series")
    },
    **{f"disclosure/{name}": tests for name, tests in GATE.items()},
}
SUBJECTS = {**{f"sql/{name}": tests for name, tests in MARTS.items()}, **MODULES}
