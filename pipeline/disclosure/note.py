"""The release note: one page in Dutch for the person who signs. Counts and reasons, no number."""

from pipeline.disclosure.ledger import APPROVAL, Entry, Ledger
from pipeline.disclosure.seen import Seen
from pipeline.schema.releases import Catalogue, catalogue
from pipeline.workspace import Workspace


def write_note(workspace: Workspace, ledger: Ledger) -> None:
    """Write the note of the last release below `publicatie/`."""
    entry = ledger.last
    if entry is None:
        return
    path = workspace.publication / f"vrijgavenota-{entry.release_id}.md"
    path.write_text(note_text(entry, ledger, catalogue()), encoding="utf-8")
    path.chmod(0o600)


def note_text(entry: Entry, ledger: Ledger, known: Catalogue) -> str:
    """Return the note of one release as Markdown."""
    tier = known.tiers["vrijgave"]
    assert tier.rules is not None
    count = len(ledger.releases)
    parts = [
        f"# Vrijgavenota {entry.release_id}",
        f"Bestuur {entry.body['bestuur_id']}, stand per {entry.body['peildatum']}, gemaakt op "
        f"{entry.day.isoformat()}. Lezers: {tier.readers.nl}, en elke directie.",
        "## Wat lezers niet kunnen weten",
        f"Van geen verborgen aantal is meer uit te rekenen dan dat het 0 tot en met "
        f"{tier.rules.unknown_up_to} kan zijn. Dat is nagerekend over alle {count} uitgaven samen: "
        f"voor een buitenstaander, voor een buitenstaander die elke uitgave bewaarde, voor elke "
        f"directie die de eigen school precies kent, en voor iemand die weet dat er één zaak bij "
        f"kwam. Zelf narekenen: `meldcode attack`.",
        "## Wat er in staat",
        _tables(entry.seen, known),
        *_withheld(entry),
        *_catalogue(entry, ledger),
        "## Tweede lezer",
        _approvals(entry, ledger),
    ]
    return "\n\n".join(parts) + "\n"


def _tables(seen: Seen, known: Catalogue) -> str:
    lines = [
        "| tabel | aantallen | verborgen | samengevoegd tot | herhaald |",
        "|---|--:|--:|---|---|",
    ]
    for table in seen.tables:
        found = known.find(table.name)
        declared = (found.dimensions if found else None) or table.levels
        merged = [
            f"{dimension}: {level}"
            for dimension, level in table.levels.items()
            if declared.get(dimension) != level
        ]
        hidden = sum(cell.is_hidden for cell in table.cells)
        repeated = ", ".join(sorted(table.as_of)).replace("*", "hele tabel") or "-"
        cells = (table.name, len(table.cells), hidden, ", ".join(merged) or "-", repeated)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    lines.append("")
    lines.append(
        "Verborgen: klein, bijna de hele groep, bijna geheel van één school, of nodig om een ander "
        "verborgen aantal te beschermen; het teken is altijd hetzelfde. Herhaald: zoals in een "
        "eerdere uitgave, omdat er te weinig veranderde om te tonen."
    )
    return "\n".join(lines)


def _withheld(entry: Entry) -> list[str]:
    if not entry.body["withheld"]:
        return []
    lines = [f"- {name}: {reason}" for name, reason in sorted(entry.body["withheld"].items())]
    return ["## Niet gepubliceerd", "\n".join(lines)]


def _catalogue(entry: Entry, ledger: Ledger) -> list[str]:
    before = [other for other in ledger.releases if other.number < entry.number]
    if not before or before[-1].body["catalogue"] == entry.body["catalogue"]:
        return []
    return [
        "## Let op",
        f"De catalogus van tabellen en regels is gewijzigd sinds uitgave {before[-1].release_id}.",
    ]


def _approvals(entry: Entry, ledger: Ledger) -> str:
    found = [
        f"Gelezen en akkoord: {other.body['by']}, {other.body['at']} (UTC)."
        for other in ledger.entries
        if other.kind == APPROVAL and other.release_id == entry.release_id
    ]
    if found:
        return "\n".join(found)
    return (
        "Nog niet getekend. Wie deze nota niet zelf maakte, leest haar en tekent met "
        '`meldcode release --approve "NAAM"`.'
    )
