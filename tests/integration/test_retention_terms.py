"""Each table has a term or a reason to stay; a faulty declaration of terms is named."""

import pytest

from pipeline.errors import DeclarationError
from pipeline.schema.retention import read_retention, retention
from pipeline.schema.tables import tables


def test_every_table_has_a_term_or_a_reason_to_stay():
    terms = retention()
    assert set(terms.years) | set(terms.kept) == set(tables())
    assert not set(terms.years) & set(terms.kept)
    with_persons = {
        name
        for name, table in tables().items()
        if {"zaak_id", "gebeurtenis_id"} & set(table.column_names)
    }
    assert with_persons == set(terms.years)
    assert max(terms.years.values()) <= 2 and terms.days["deliveries"] <= 30


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("  mdo: {school", "  mda: {school", "no term for mdo"),
        ("years_after_closing: 2", "years_after_closing: twee", "number from 0 to 20"),
        (', reason: "A count of pupils per school year, public; about no person."', "", "reason"),
        ("since: loaded", "since: made", "since is 'made'; choices: loaded"),
    ],
)
def test_a_faulty_declaration_is_named(tmp_path, old, new, complaint):
    from pipeline.paths import DATA_SCHEMA

    text = (DATA_SCHEMA / "retention.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "retention.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationError, match=complaint):
        read_retention(tmp_path / "retention.yml")
