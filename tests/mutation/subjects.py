"""What is changed, and the tests that should notice."""

PURGED = "tests/spec/test_purged_years_mart.py"
CURVES = [
    "tests/spec/test_curves_mart.py",
    "tests/spec/test_curves_of_decisions.py",
    "tests/property/test_life_tables.py",
    "tests/property/test_limits_of_durations.py",
    "tests/property/test_incidences.py",
    "tests/spec/test_methods.py",
]
LEFT = [
    "tests/spec/test_pupils_who_left.py",
    "tests/spec/test_indicators_where_recorded.py",
    "tests/spec/test_indicators_partly_recorded.py",
    "tests/spec/test_indicators.py",
]
STALLED = [
    "tests/spec/test_stalled_mart.py",
    "tests/spec/test_stalled_mart_activity.py",
    "tests/spec/test_stalled_mart_thresholds.py",
]
DURATIONS = [
    "tests/spec/test_durations_mart.py",
    "tests/spec/test_durations_after_a_decision.py",
]
MOMENTS = "tests/spec/test_marts_of_moments.py"
DELIVERED = [
    "tests/spec/test_indicators_of_what_is_delivered.py",
    "tests/spec/test_indicators_where_recorded.py",
]
MARTS = {
    "mart_gesprek": [MOMENTS, *DELIVERED],
    "mart_advies": [MOMENTS],
    "mart_besluit": [MOMENTS],
    "mart_mdo": [MOMENTS],
    "mart_melding": ["tests/spec/test_reports_mart.py", *DELIVERED],
    "mart_hulp": ["tests/spec/test_help_mart.py", *DELIVERED],
    "mart_zaak": [
        *DURATIONS,
        "tests/spec/test_outcomes_mart.py",
        "tests/spec/test_flow_mart.py",
        *STALLED,
        "tests/spec/test_evaluations_mart.py",
        "tests/spec/test_selections_mart.py",
        "tests/unit/test_marts_sql.py",
        *LEFT,
    ],
    "mart_weging": [
        "tests/spec/test_weighing_mart.py",
        "tests/spec/test_outcomes_mart.py",
        *STALLED,
        *LEFT,
    ],
    "mart_overleving": [*CURVES, PURGED],
    "mart_duur": [*CURVES, *DURATIONS, PURGED],
    "mart_uitkomst": [*CURVES, "tests/spec/test_outcomes_mart.py", PURGED],
    "mart_doorlooptijd": [
        *DURATIONS,
        "tests/spec/test_outcomes_mart.py",
        PURGED,
    ],
    "mart_stroom": ["tests/spec/test_flow_mart.py", PURGED],
    "mart_stilstand": STALLED,
    "mart_evaluatie": ["tests/spec/test_evaluations_mart.py"],
}
KNOWN = ["tests/privacy/test_known_answers.py", "tests/privacy/test_adversaries.py"]
GATE = {
    "drafts": ["tests/unit/test_drafts.py"],
    "exact": ["tests/unit/test_exact_tables.py"],
    "safe_table": ["tests/unit/test_safe_table.py"],
    "targets": ["tests/unit/test_targets.py"],
    "protect": ["tests/unit/test_protect.py", *KNOWN],
    "polytope": ["tests/unit/test_polytope.py", *KNOWN],
    "judge": ["tests/unit/test_judge.py", "tests/unit/test_judge_proofs.py", *KNOWN],
}
READINGS = [
    "tests/spec/test_second_reading.py",
    "tests/spec/test_acute_and_closed_cases.py",
    "tests/spec/test_partly_recorded.py",
    "tests/spec/test_norms_where_recorded.py",
    "tests/spec/test_weighing_partly_recorded.py",
]
WEIGHING = ["tests/spec/test_afwegingskader.py", "tests/spec/test_what_a_route_requires.py"]
NORM_SQL = "tests/unit/test_norm_sql.py"
NORMS = {
    "verdicts": ["tests/spec/test_verdicts.py", NORM_SQL, "tests/spec/test_norm_examples.py"],
    "counting": [NORM_SQL],
    "mart_norm_telling": [NORM_SQL],
    "mart_norm_uitzondering": [NORM_SQL],
    "mart_route": WEIGHING,
}
EVALUATIONS = "tests/spec/test_evaluations_on_record.py"
HELP = "tests/spec/test_help_on_record.py"
UNITS = "tests/spec/test_units_of_a_case.py"
WIDE = {
    "toets_afweging": [
        "tests/spec/test_answers_to_weighing_questions.py",
        "tests/spec/test_rounds_of_weighing.py",
    ],
    "toets_antwoord": ["tests/spec/test_answers_about_the_file.py"],
    "toets_duur": ["tests/spec/test_school_days_of_a_case.py"],
    "toets_feit": ["tests/spec/test_what_is_recorded_of_a_case.py"],
    "toets_notitie": ["tests/spec/test_notes_of_a_case.py"],
    "toets_rol": ["tests/spec/test_how_a_role_took_part.py"],
    "toets_verloop": [
        "tests/spec/test_steps_on_record.py",
        "tests/spec/test_who_was_there.py",
        "tests/spec/test_how_a_role_took_part.py",
    ],
    "toets_evaluatie": [EVALUATIONS, UNITS],
    "toets_evaluatie_per_zaak": [EVALUATIONS, UNITS],
    "toets_hulp": [HELP, UNITS],
    "toets_hulp_per_zaak": [HELP, "tests/spec/test_rounds_of_weighing.py"],
    "toets_mdo": [UNITS, "tests/spec/test_how_a_role_took_part.py"],
    "toets_melding": [UNITS],
    "toets_oudergesprek": ["tests/spec/test_talks_with_parents_on_record.py", UNITS],
    "toets_ronde": ["tests/spec/test_rounds_of_weighing.py", *WEIGHING, *READINGS],
    "toets_zaak": [
        "tests/spec/test_answers_about_the_file.py",
        "tests/spec/test_steps_on_record.py",
        "tests/spec/test_who_was_there.py",
        *READINGS,
    ],
    "toets_besluit": ["tests/spec/test_what_a_decision_rests_on.py", *READINGS],
    "toets_school": ["tests/spec/test_what_a_school_records.py", *READINGS],
    "toets_school_jaar": [
        "tests/spec/test_measures_of_a_school_year.py",
        "tests/spec/test_organisation_norms.py",
    ],
}
COMPARISON = ("funnel", "intervals", "pooling", "schools", "series")
MODULES = {
    **{f"norms/{name}": tests for name, tests in NORMS.items()},
    **{
        f"comparison/{name}": [f"tests/unit/test_comparison_{other}.py" for other in COMPARISON]
        for name in COMPARISON
    },
    **{f"disclosure/{name}": tests for name, tests in GATE.items()},
}
SUBJECTS = {**{f"sql/{name}": tests for name, tests in {**MARTS, **WIDE}.items()}, **MODULES}
