"""The release note: one page in Dutch for the person who signs. Counts and reasons, no number."""

from datetime import date

from pipeline.disclosure.ledger import APPROVAL, Entry, Ledger
from pipeline.language import Language
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
    day = Language("nl").date
    parts = [
        f"# Vrijgavenota {entry.release_id}",
        f"Bestuur {entry.body['bestuur_id']}, stand op "
        f"{day(date.fromisoformat(entry.body['peildatum']))}, gemaakt op {day(entry.day)}. "
        f"Lezers: {tier.readers.nl}, en elke directie.",
        "## Wat lezers niet kunnen weten",
        _promise(entry, ledger, tier.rules.unknown_up_to),
        "## Wat er in staat",
        _tables(entry, known),
        *_withheld(entry),
        *_catalogue(entry, ledger),
        "## Tweede lezer",
        _approvals(entry, ledger),
    ]
    return "\n\n".join(parts) + "\n"


def _promise(entry: Entry, ledger: Ledger, up_to: int) -> str:
    before = sum(other.number < entry.number for other in ledger.releases)
    over = f"over deze uitgave en de {before} eerdere samen" if before else "over deze uitgave"
    readers = ["een buitenstaander", "elke directie die de eigen school precies kent"]
    if before:
        readers[1:1] = [
            "een buitenstaander die elke uitgave bewaarde",
            "iemand die weet dat er één zaak bij kwam",
        ]
    text = (
        f"Van geen klein verborgen aantal is meer uit te rekenen dan dat het 0 tot en met {up_to} "
        f"kan zijn. Dat is nagerekend {over}: voor {Language('nl').join(readers)}. "
        f"Zelf narekenen: `meldcode attack`."
    )
    older = int(entry.body.get("older", 0))
    if older:
        text += (
            f" Uit eerdere uitgaven alleen was {older} keer al meer uit te rekenen; "
            f"dat is niet terug te nemen."
        )
    return text


def _tables(entry: Entry, known: Catalogue) -> str:
    lines = [
        "| tabel | aantallen | verborgen | samengevoegd tot | herhaald |",
        "|---|--:|--:|---|---|",
    ]
    for table in entry.seen.tables:
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
    for name, table in sorted(entry.body["classes"].items()):
        hidden = sum(bool(row[-1]) for row in table["cells"])
        lines.append(f"| {name} (klassen) | {len(table['cells'])} | {hidden} | - | - |")
    lines += [f"| {name} (over scholen) | - | - | - | - |" for name in entry.body["registers"]]
    return "\n".join([*lines, "", *_REASONS])


_REASONS = (
    "Verborgen: klein, bijna de hele groep, bijna geheel van één school, of nodig om een ander",
    "verborgen aantal te beschermen; het teken is altijd hetzelfde. Samengevoegd: fijner zou te",
    "veel verborgen zijn. Herhaald: zoals in een eerdere uitgave, omdat er te weinig veranderde.",
)


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
    return "\n".join(_TO_SIGN)


_TO_SIGN = (
    "Nog niet getekend. Wie deze nota niet zelf maakte, kijkt of:",
    "",
    "- [ ] elke tabel hierboven voor deze lezers bedoeld is;",
    "- [ ] wat is verborgen, samengevoegd of niet gepubliceerd, te begrijpen is;",
    "- [ ] `meldcode attack` nergens `failed` zegt.",
    "",
    'en tekent met `meldcode release --approve "NAAM"`, of hier:',
    "",
    "Naam: ______________________  Datum: ______________  Handtekening: ______________________",
)
