"""Files as made-up schools hand them in: one delivery each, in different dialects."""

import re
from pathlib import Path

from pipeline.sample import SampleSummary


def test_every_school_is_a_delivery_and_the_truth_is_none(sample: SampleSummary) -> None:
    assert len(sample.deliveries) == sample.schools == 12
    assert all(path.name != "truth" for path in sample.deliveries)
    assert [path.suffix for path in sample.deliveries].count(".xlsx") == 1


def test_schools_hand_in_files_in_different_dialects(sample: SampleSummary) -> None:
    heads = {p: (p / "zaak.csv").read_bytes() for p in sample.deliveries if p.is_dir()}
    separators = {max(b";,\t", key=raw.splitlines()[0].count) for raw in heads.values()}
    assert separators == set(b";,\t")
    assert any(raw.startswith(b"\xef\xbb\xbf") for raw in heads.values())
    assert any(not is_utf8(p) for p in sample.deliveries if p.is_dir())
    text = b"".join(heads.values())
    for form in (rb"\d{2}-\d{2}-20\d{2}", rb"20\d{2}-\d{2}-\d{2}", rb"[;,\t]20\d{6}[;,\t]"):
        assert re.search(form, text)


def is_utf8(folder: Path) -> bool:
    try:
        b"".join(file.read_bytes() for file in folder.iterdir()).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
