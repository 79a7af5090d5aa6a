"""Made-up schools have the declared sizes and numbers of new cases."""

import numpy as np

from pipeline.sample.parameters import read_parameters
from pipeline.sample.schools import make_schools
from pipeline.sample.start import draw_counts


def test_schools_are_of_the_declared_sizes() -> None:
    size = make_schools(read_parameters(), 1, 4000).size
    assert abs(np.median(size) - 215) < 6
    assert size.min() >= 60 and size.max() <= 700


def test_new_cases_per_school_are_gamma_poisson_around_twelve_per_thousand_pupils() -> None:
    parameters = read_parameters()
    schools = make_schools(parameters, 1, 4000)
    counts = np.concatenate([draw_counts(parameters, 1, schools, y, 12.0) for y in (2023, 2024)])
    pupils = np.tile(schools.size, 2)
    rate = counts.sum() / pupils.sum() * 1000
    assert abs(rate - 12) < 0.5
    expected = pupils * 12 / 1000
    extra = ((counts - expected) ** 2 - expected).sum() / (expected**2).sum()  # gamma: CV²
    assert abs(extra - 0.25) < 0.05
    assert (counts == 0).mean() > 0.08
