"""Cases beside pupils: the limits lie close to the exact ones of a count."""

import pytest

from pipeline.comparison import poisson_interval
from tests.spec.drawn_marts import build

COUNTS = [0, 1, 2, 3, 5, 10, 25]


@pytest.fixture(scope="module")
def marts():
    """Return a school per count: so many cases in a school year that has ended, of 1000 pupils."""
    cases = [f"{n} {school} | 2024-10-07 | S{school}" for school in COUNTS for n in range(school)]
    return build(
        schools={f"S{school}": "2026-02-02" for school in COUNTS},
        zaak="\n".join(["zaak | datum_signalering | school_id", *cases]),
        school_jaar="\n".join(
            ["school_id | schooljaar | leerlingen"]
            + [f"S{school} | 2024-2025 | 1000" for school in COUNTS]
        ),
    )


@pytest.mark.parametrize("count", COUNTS)
def test_the_limits_are_within_three_hundredths_of_a_case_of_the_exact_ones(marts, count):
    found = marts.one(
        "mart_omvang", "per_1000, onder, boven", school_id=f"S{count}", schooljaar="alle"
    )
    exact = poisson_interval(count)
    assert found[0] == count
    assert found[1:] == (
        pytest.approx(float(exact.lower), abs=0.03),
        pytest.approx(float(exact.upper), abs=0.03),
    )
