"""Looks inside an XLSX before it is read: how large it gets, and whether it is what it seems.

Calamine keeps a sheet in memory as a full rectangle, so two filled cells in far corners are enough
to exhaust it; and a zip can state a smaller size than it unpacks to. Both are measured here.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from pipeline.errors import UnreadableFile
from pipeline.reading import limits

CHUNK = limits.MEGABYTE
LOCAL_HEADER = struct.Struct("<26xHH")
_NOT_SOUND = (
    OSError,
    zipfile.BadZipFile,
    NotImplementedError,  # a zip that says it needs a later version of the format
    zlib.error,
    struct.error,
    expat.ExpatError,
    ValueError,
)
_REFERENCE = re.compile(r"^\$?([A-Za-z]{1,3})\$?([0-9]{1,7})$")


def guard_workbook(path: Path) -> None:
    """Raise UnreadableFile with the broken rule when this workbook should not be read."""
    try:
        if path.stat().st_size > limits.WORKBOOK_BYTES:
            raise UnreadableFile(f"{path.name}: too large", "bestand_te_groot")
        with zipfile.ZipFile(path) as book:
            entries = book.infolist()
        _guard_entries(path, entries)
        for entry in entries:
            _guard_content(path, entry)
    except _NOT_SOUND:
        raise UnreadableFile(f"{path.name}: no sound workbook", "bestand_onleesbaar") from None


def _guard_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Look at the table of contents: names, methods, numbers and stated sizes."""
    names = [entry.filename.replace("\\", "/").lower() for entry in entries]
    has_tricks = len(set(names)) < len(names) or any(
        name.startswith("/") or ".." in name.split("/") or name.endswith("vbaproject.bin")
        for name in names
    )
    methods = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if has_tricks or any(e.compress_type not in methods or e.flag_bits & 1 for e in entries):
        raise UnreadableFile(f"{path.name}: not a plain workbook", "bestand_verdacht")
    if len(entries) > limits.WORKBOOK_ENTRIES:
        raise UnreadableFile(f"{path.name}: too many parts", "bestand_te_groot")
    if sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES:
        raise UnreadableFile(f"{path.name}: too large unpacked", "bestand_te_groot")
    if any(e.file_size > limits.UNPACKED_RATIO * max(e.compress_size, 512) for e in entries):
        raise UnreadableFile(f"{path.name}: unpacks to far more than it is", "bestand_verdacht")


def _guard_content(path: Path, entry: zipfile.ZipInfo) -> None:
    """Unpack one part without keeping it: its true size, and how far its cells reach."""
    scanner: _SheetScanner | None = None
    size = 0
    for chunk in _unpack(path, entry):
        if not size and chunk.lstrip()[:1] in (b"<", b"\xef", b"\xfe", b"\xff"):
            scanner = _SheetScanner(path)
        size += len(chunk)
        if size > entry.file_size:
            raise UnreadableFile(f"{path.name}: larger than it says", "bestand_verdacht")
        if scanner:
            scanner.feed(chunk)
    if scanner:
        scanner.feed(b"", is_last=True)
    if size != entry.file_size:
        raise UnreadableFile(f"{path.name}: cut off", "bestand_onleesbaar")


def _unpack(path: Path, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the unpacked bytes of one part, at most a megabyte at a time."""
    with path.open("rb") as file:
        file.seek(entry.header_offset)
        name, extra = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
        file.seek(name + extra, 1)
        left = entry.compress_size
        inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
        while left > 0 and (packed := file.read(min(CHUNK, left))):
            left -= len(packed)
            while packed:
                if inflate is None:
                    yield packed
                    break
                yield inflate.decompress(packed, CHUNK)
                packed = inflate.unconsumed_tail
        if inflate and (rest := inflate.flush()):
            yield rest


class _SheetScanner:
    """Counts the filled cells of one XML part and how far from A1 they reach."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cells = self._row = self._column = 0
        self._reference: str | None = None
        self._is_in_cell = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, chunk: bytes, is_last: bool = False) -> None:
        """Read on."""
        self._parser.Parse(chunk, is_last)

    def _refuse(self, *_: object) -> None:
        raise UnreadableFile(f"{self._path.name}: declares entities", "bestand_verdacht")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if self._is_in_cell:
            self._count()
        elif name == "c":
            self._is_in_cell, self._reference = True, attributes.get("r")

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c":
            self._is_in_cell = False

    def _count(self) -> None:
        """Take in the cell that turns out to hold something."""
        self._cells += 1
        found = _REFERENCE.match(self._reference or "")
        if found:
            self._row = max(self._row, int(found[2]))
            self._column = max(self._column, _column_number(found[1]))
        if max(self._cells // 4, self._row * self._column) > limits.SHEET_CELLS:
            raise UnreadableFile(f"{self._path.name}: a sheet is too large", "bestand_te_groot")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
