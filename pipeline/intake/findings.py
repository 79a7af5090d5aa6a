"""What a check of one delivery found."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import DeliveryRefused, FindingsError
from pipeline.schema.tables import Label

EXIT_CODES = {
    "ok": 0,
    "bevindingen": FindingsError.exit_code,
    "geweigerd": DeliveryRefused.exit_code,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold in one column of one file, however often.

    `rijen` are the first 20 row numbers, `bereik` is all of them as ranges ('2-5, 9'). `kolom` is a
    declared column or a position ('kolom 7'); never a header or a value as it was delivered.
    """

    ernst: str
    regel: str
    tabel: str | None
    bestand: str | None
    blad: str | None
    kolom: str | None
    aantal: int
    rijen: tuple[int, ...]
    bereik: str
    tekst: Label
    herstel: Label


@dataclass(frozen=True, slots=True)
class RuleResult:
    """How one rule came out: 'in_orde', 'bevinding' or 'niet_uitgevoerd' (and then why not)."""

    regel: str
    ernst: str
    uitkomst: str
    aantal: int
    reden: Label | None


@dataclass(frozen=True, slots=True)
class Fill:
    """How one column of one table is filled. `is_geleverd` false: not registered, never 'no'.

    rijen = gevuld + onbekend + leeg; a value that could not be read counts as gevuld.
    """

    tabel: str
    kolom: str
    is_geleverd: bool
    rijen: int
    gevuld: int
    onbekend: int
    leeg: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file or sheet was read: its dialect, and the ways its dates are written."""

    bestand: str
    blad: str | None
    tabel: str
    codering: str
    scheidingsteken: str
    kopregel: int
    rijen: int
    datums: str


@dataclass(frozen=True, slots=True)
class Check:
    """One delivery, checked: what it holds, what was found, and whether it may be loaded.

    `is_superseded`: a later delivery of the same school was given along with it; `is_blank`: it is
    the template, not filled in. Both are right, and neither is loaded.
    """

    path: Path
    school_id: str | None
    tables: dict[str, int]
    refused_rows: int
    findings: tuple[Finding, ...]
    rules: tuple[RuleResult, ...] = ()
    fills: tuple[Fill, ...] = ()
    readings: tuple[Reading, ...] = ()
    sha256: str = ""
    is_superseded: bool = False
    is_blank: bool = False

    @property
    def status(self) -> str:
        """Return 'geweigerd' (nothing taken), 'bevindingen' (rows refused) or 'ok'."""
        if any(finding.ernst == "levering" for finding in self.findings):
            return "geweigerd"
        return "bevindingen" if self.refused_rows else "ok"

    @property
    def exit_code(self) -> int:
        """Return the exit code of the command line for this delivery."""
        return EXIT_CODES[self.status]

    @property
    def is_taken(self) -> bool:
        """Return whether a load stores this delivery."""
        return self.status != "geweigerd" and not self.is_superseded and not self.is_blank
