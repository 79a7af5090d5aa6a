"""What a check of one delivery found."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.schema.tables import Label

EXIT_CODES = {"ok": 0, "bevindingen": 3, "geweigerd": 4}


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Check:
    """One delivery, checked: what it holds, what was found, and whether it may be loaded."""

    path: Path
    school_id: str | None
    tables: dict[str, int]
    refused_rows: int
    findings: tuple[Finding, ...]

    @property
    def status(self) -> str:
        """Return 'geweigerd' (nothing taken), 'bevindingen' (rows refused) or 'ok'."""
        if any(finding.ernst == "levering" for finding in self.findings):
            return "geweigerd"
        return "bevindingen" if self.refused_rows else "ok"

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.status]
