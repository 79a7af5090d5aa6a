"""The declarations that are fuzzed: what reads each kind, and a sound one of each."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any


@cache
def readers() -> dict[str, Callable[[Path], Any]]:
    """Return the reader of each kind of declaration, by the folder or file that it reads."""
    from pipeline.schema import (
        counted,
        editions,
        entry_template,
        labels,
        languages,
        measures,
        methods,
        releases,
        retention,
        rules,
        sources,
        tables,
        tiers,
    )

    return {
        "codes/maatregel_status.yml": tables.read_code_list,
        "editions/bestuur.yml": editions.read_edition,
        "indicators/aantal_zaken.yml": measures.read_indicator,
        "intervals/signalering_besluit.yml": measures.read_interval,
        "labels/opening.yml": labels.read_labels,
        "languages/nl.yml": languages.read_language,
        "methods/doorlooptijd.yml": methods.read_method,
        "releases/dimensions/interval.yml": counted.read_dimension,
        "releases/tiers/vrijgave.yml": tiers.read_tier,
        "releases/vrijgave/leveringen.yml": releases.read_table,
        "releases/vrijgave/zaken_per_jaar.yml": releases.read_table,
        "retention.yml": retention.read_retention,
        "rules/cellen.yml": rules.read_rules,
        "sources/esis.yml": sources.read_source,
        "tables/zaak.yml": lambda path: tables.read_table(path, tables.code_lists()),
        "template/zaak.yml": entry_template.read_sheet,
        "thresholds/acuut.yml": measures.read_threshold,
    }


@cache
def declarations() -> dict[str, bytes]:
    """Return the sound declarations that are there, by name; the start of every mutation."""
    from pipeline.paths import DATA_SCHEMA

    return {name: (DATA_SCHEMA / name).read_bytes() for name in readers()}
