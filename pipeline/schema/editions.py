"""The editions of `data_schema/editions`: which notebook, for whom, of which tier, one per what."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import DeclarationError, UsageError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.tables import Label
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

TIERS = ("intern", "vertrouwelijk", "vrijgave")
PER = ("school", "bestuur")
SOURCES = ("vertrouwelijk", "vrijgave", "zaken")


@dataclass(frozen=True)
class Edition:
    """One kind of report. `per` says whether each school or the bestuur gets one.

    source: the one file its notebook reads: `vertrouwelijk` (exact aggregates of one school),
    `vrijgave` (what passed the gate) or `zaken` (case level, tier intern only).
    file: the file's name without extension; `{schooljaar}` may stand in it.
    """

    name: str
    order: int
    label: Label
    reader: Label
    tier: str
    per: str
    source: str
    notebook: str
    file: str


@declared
def read_edition(path: Path) -> Edition:
    """Return the edition declared in one file; raises DeclarationError with file and key."""
    content = read_yaml(path)
    keys = ("name", "order", "label", "reader", "tier", "per", "source", "notebook", "file")
    check_keys(path.name, content, keys)
    check_choice(path.name, "tier", content["tier"], TIERS)
    check_choice(path.name, "per", content["per"], PER)
    check_choice(path.name, "source", content["source"], SOURCES)
    if content["source"] == "zaken" and content["tier"] != "intern":
        raise DeclarationError(f"{path.name}: source is zaken, so tier must be intern")
    if content["source"] == "vertrouwelijk" and content["tier"] == "vrijgave":
        raise DeclarationError(
            f"{path.name}: exact numbers of a school may not go to tier vrijgave"
        )
    for key in ("label", "reader"):
        check_keys(f"{path.name}: {key}", content[key], ("nl", "en"))
    labels = {key: Label(content[key]["nl"], content[key]["en"]) for key in ("label", "reader")}
    return Edition(**{**{key: content[key] for key in keys}, **labels})


@cache
def editions(root: Path = DATA_SCHEMA) -> dict[str, Edition]:
    """Return all editions by name, in their declared order."""
    found = [read_edition(path) for path in (root / "editions").glob("*.yml")]
    return {edition.name: edition for edition in sorted(found, key=lambda e: (e.order, e.name))}


def choose_editions(names: tuple[str, ...]) -> list[Edition]:
    """Return the editions named, all when none; raises UsageError for an unknown name."""
    known = editions()
    for name in names:
        if name not in known:
            raise UsageError(f"edition '{name}' is unknown; choices: {', '.join(known)}")
    return [edition for name, edition in known.items() if not names or name in names]
