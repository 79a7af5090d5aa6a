"""The order of steps is never binding: shuffling the events of a case changes no verdict."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.stg import judge_norms

DECISION = date(2025, 11, 3)
STEPS = {
    "1": ("observatie", "signalen_in_kaart", "overleg_ib", "directie_geinformeerd"),
    "2": ("groepsbespreking", "bilateraal_overleg", "advies_veilig_thuis", "mdo"),
    "3": ("kind_ingelicht", "gesprek_ouders"),
    "4": ("risicotaxatie", "weging"),
}
PAIRS = [(step, soort) for step, kinds in STEPS.items() for soort in kinds]
# Norms that ask whether something happened before the decision, in whatever order.
SET_BASED = ("G-02", "S1-01", "S1-03", "S2-01", "S2-03", "S2-05", "D-05")

events = st.lists(
    st.tuples(
        st.sampled_from(PAIRS),
        st.integers(min_value=-40, max_value=10),
        st.sampled_from(["ja", "nee", "onbekend"]),
        st.sampled_from(["regulier", "anoniem"]),
        st.integers(min_value=1, max_value=2),
        st.sets(st.sampled_from(["leerkracht", "intern_begeleider", "ouder"])),
    ),
    max_size=12,
)
cases = st.tuples(events, st.sampled_from(["ja", "nee"]), st.sampled_from(["5A", "5B", "stoppen"]))
several_cases = st.lists(cases, min_size=1, max_size=40)
COPY = 1000


def rows_of(drawn: list, first: int, numbers: list[int]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the drawn cases, numbered from `first`; `numbers` are for the events."""
    rows: dict[str, list[dict[str, Any]]] = {
        table: [] for table in ("zaak", "besluit", "gebeurtenis", "gebeurtenis_rol")
    }
    left = iter(numbers)
    for zaak, (events_of, acute, outcome) in enumerate(drawn, start=first):
        case = {"zaak_nr": zaak, "datum_signalering": "2025-09-08", "acuut": acute}
        rows["zaak"].append(case)
        rows["besluit"].append(
            {"besluit_nr": zaak, "zaak_nr": zaak, "datum": DECISION, "uitkomst": outcome}
        )
        for drawn_event in events_of:
            event, roles = event_rows(zaak, next(left), drawn_event)
            rows["gebeurtenis"].append(event)
            rows["gebeurtenis_rol"] += roles
    return rows


def event_rows(zaak: int, number: int, drawn_event: tuple) -> tuple[dict, list[dict]]:
    (step, soort), days, doc, vorm, ronde, roles = drawn_event
    event = {
        "gebeurtenis_nr": number,
        "zaak_nr": zaak,
        "stap": step,
        "soort": soort,
        "ronde": ronde,
        "datum": DECISION + timedelta(days=days),
        "document_bijgewerkt": doc,
        "vorm": vorm,
    }
    keys = {"gebeurtenis_nr": number, "betrokkenheid": "uitvoerder"}
    return event, [{**keys, "rol": role} for role in sorted(roles)]


def judge_both(
    original: list, changed: list, random, *norm_ids: str
) -> tuple[list[tuple], list[tuple]]:
    """Return the verdicts of the cases, and of their copies with shuffled rows and numbers."""
    total = sum(len(events_of) for events_of, _, _ in original)
    shuffled = list(range(total + 1, 2 * total + 1))
    random.shuffle(shuffled)
    first = rows_of(original, 1, list(range(1, total + 1)))
    second = rows_of(changed, 1 + COPY, shuffled)
    rows = {table: first[table] + second[table] for table in first}
    for table in ("gebeurtenis", "gebeurtenis_rol"):
        rows[table].sort(key=lambda row: row["gebeurtenis_nr"])
    connection = judge_norms(rows, *norm_ids)
    return counted(connection, f"<= {COPY}"), counted(connection, f"> {COPY}")


def counted(connection, which: str) -> list[tuple]:
    """Return every verdict per case and norm, without the numbers that units got at loading."""
    return connection.execute(
        f"SELECT zaak_nr % {COPY}, norm_id, coalesce(uitzondering, verdict), count(*)"
        f" FROM mart_norm WHERE zaak_nr {which} GROUP BY ALL ORDER BY ALL"
    ).fetchall()


slow_but_whole = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@slow_but_whole
@given(several_cases, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_delivered_and_numbered_changes_no_verdict(drawn, random):
    shuffled = [(random.sample(each, len(each)), *rest) for each, *rest in drawn]
    first, second = judge_both(drawn, shuffled, random)
    assert first == second


@slow_but_whole
@given(several_cases, st.randoms(use_true_random=False))
def test_swapping_the_days_of_steps_before_the_decision_changes_no_verdict_about_the_steps(
    drawn, random
):
    swapped = []
    for events_of, *rest in drawn:
        days = [days for _, days, *_ in events_of if days <= 0]
        fresh = iter(random.sample(days, len(days)))
        moved = [(pair, next(fresh) if day <= 0 else day, *more) for pair, day, *more in events_of]
        swapped.append((moved, *rest))
    first, second = judge_both(drawn, swapped, random, *SET_BASED)
    assert first == second and {norm_id for _, norm_id, *_ in first} == set(SET_BASED)
