"""One made-up bestuur, and its deliveries as they are written."""

import pytest

from pipeline.sample import SampleSummary, make_sample
from tests.support.sample_reader import Tables, join_deliveries, read_all_written

Deliveries = dict[str, Tables]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleSummary:
    return make_sample(tmp_path_factory.mktemp("sample") / "out", cases_per_1000=80)


@pytest.fixture(scope="session")
def deliveries(sample: SampleSummary) -> Deliveries:
    """The tables of each delivery as they are written."""
    return read_all_written(sample.folder)


@pytest.fixture(scope="session")
def delivered(deliveries: Deliveries) -> Tables:
    return join_deliveries(deliveries)
