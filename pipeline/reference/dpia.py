"""The field list for a DPIA: what is asked for, what each field is used for, how long it stays."""

from pipeline.reference.markdown import MADE_NL, code, page, table
from pipeline.reference.use import OVERVIEWS, Use, uses
from pipeline.schema.identity import identity_words
from pipeline.schema.retention import retention
from pipeline.schema.tables import Column, Table, tables

INTRO = """\
*For privacy officers, so in Dutch. The last column of each table is derived from the definitions
themselves: which norms, indicators and overviews need the field.*

Deze lijst is invoer voor een gegevensbeschermingseffectbeoordeling (DPIA) van het bestuur. Het gaat
om gegevens over kinderen in een kwetsbare positie; een DPIA is daarom nodig. Rechtsgrond, afspraken
met scholen en het advies van de functionaris voor gegevensbescherming staan hier niet in: die stelt
het bestuur vast.

## Wat er met de gegevens gebeurt

1. **Op school.** `meldcode pseudonymise` vervangt elk zaaknummer door een willekeurig token. Het
   overzicht van nummers en tokens (de kluis) is versleuteld en blijft op school. Alleen de school
   kan met een token de zaak terugvinden.
2. **Bij het bestuur.** `meldcode load` weigert een levering met een kolom of cel die op een persoon
   wijst. Wat wordt toegelaten staat versleuteld in `werkmap/zaken.duckdb`; de sleutel staat in een
   bestand daarbuiten.
3. **Naar buiten.** Alleen aantallen, en alleen wat de controle doorstaat: zie
   [wat er voor wie wordt gepubliceerd](releases/PUBLISHED.md). De werklijst is de enige uitvoer
   over zaken; zij blijft in laag *intern* van één school.

Elk veld hieronder heeft laag *intern*: het staat op zaakniveau alleen in `zaken.duckdb`."""

NEVER_INTRO = """\
Een kolom met een van deze woorden in de naam, of een cel die eruitziet als een burgerservicenummer,
postcode, e-mailadres, telefoonnummer of lopende tekst, weigert de hele levering."""

UNUSED = "**nog nergens voor**"


def dpia_page() -> str:
    """Return data_schema/DPIA.md."""
    parts = [INTRO, "## Velden", *map(_table, tables().values())]
    parts += ["## Wat nooit wordt gevraagd", NEVER_INTRO, _never(), "## Bestanden", _files()]
    return page("Velden voor de DPIA", *parts, made=MADE_NL)


def _table(one: Table) -> str:
    rows = [_column(one, column) for column in one.columns]
    header = ("veld", "wat", "soort", "nodig voor")
    title = f"### {one.title.nl} ({code(one.name)})"
    return f"{title}\n\nBewaren: {_term(one.name)}.\n\n{table(header, rows)}"


def _term(name: str) -> str:
    years = retention().years.get(name)
    if years is None:
        return "geen termijn; gaat niet over een persoon"
    return f"tot {years} schooljaren na het afsluiten, of eerder als `verwijderen_na` dat zegt"


def _column(one: Table, column: Column) -> tuple[str, str, str, str]:
    return code(column.name), column.title.nl, _kind(column), _purpose(one, column)


def _kind(column: Column) -> str:
    if column.token:
        return "token"
    if column.codes:
        return "ja of nee" if column.is_jn else "keuze uit een lijst"
    return {"date": "datum", "integer": "getal"}.get(column.type, "code")


def _purpose(one: Table, column: Column) -> str:
    use = uses().get((one.name, column.name), Use())
    parts = []
    if column.token or column.name in one.key:
        parts.append("rijen aan elkaar koppelen")
    if column.name == "verwijderen_na":
        parts.append("op tijd verwijderen")
    parts += [OVERVIEWS[mart].nl for mart in use.overviews]
    parts.append(_count("norm", "normen", use.norms))
    parts.append(_count("indicator", "indicatoren", use.indicators))
    parts.append(_count("controle", "controles", use.rules))
    return "; ".join(filter(None, parts)) or UNUSED


def _count(one: str, more: str, names: list[str]) -> str:
    names = sorted(set(names))
    if not names:
        return ""
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"{len(names)} {one if len(names) == 1 else more} ({shown})"


def _never() -> str:
    kinds: dict[str, list[str]] = {}
    for word, kind in identity_words().items():
        kinds.setdefault(kind, []).append(word)
    return table(("soort", "woorden"), [(kind, ", ".join(words)) for kind, words in kinds.items()])


def _files() -> str:
    names = {"deliveries": "geladen leveringen", "intern_reports": "werklijsten"}
    rows = [(names[name], f"{days} dagen") for name, days in retention().days.items()]
    return table(("bestand", "bewaren"), rows)
