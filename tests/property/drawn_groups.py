"""Groups of cases that tie without end, for the life-table SQL to be tried on."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# One run of the SQL serves sixty groups: few runs, many drawn groups.
few_runs = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def groups_of(choices):
    """Return up to sixty groups of up to thirty cases that tie on days 0 to 6."""
    case = st.tuples(st.integers(0, 6), st.sampled_from(choices))
    group = st.lists(case, min_size=1, max_size=30).map(
        lambda cases: ([time for time, _ in cases], [end for _, end in cases])
    )
    return st.lists(group, min_size=30, max_size=60)
