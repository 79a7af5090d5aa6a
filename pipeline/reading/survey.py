"""One pass over the bytes of a file: its hash, its encoding, its lines."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.reading import limits

CHUNK = 4 * limits.MEGABYTE


@dataclass(frozen=True)
class Survey:
    """What the bytes say. `lines` counts the last line also when no newline ends it."""

    size: int
    sha256: str
    encoding: str | None
    lines: int
    has_nul: bool
    has_quote: bool
    has_lone_return: bool
    head: bytes

    @property
    def text(self) -> str:
        """Return the first part of the file, decoded."""
        return self.head.decode(self.encoding or "latin-1", errors="replace")


def survey_file(path: Path) -> Survey:
    """Return what one pass over `path` shows. `encoding` is None when no known one fits."""
    digest, utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    size = newlines = returns = pairs = 0
    is_utf8, has_nul, has_quote, last, head = True, False, False, b"\n", b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            head = head or chunk[: limits.HEAD_BYTES]
            size, newlines = size + len(chunk), newlines + chunk.count(b"\n")
            returns += chunk.count(b"\r")
            pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk.startswith(b"\n"))
            has_nul = has_nul or b"\0" in chunk
            has_quote = has_quote or b'"' in chunk
            is_utf8 = is_utf8 and _decodes(utf8, chunk)
            last = chunk[-1:]
    is_utf8 = is_utf8 and _decodes(utf8, b"", final=True)
    return Survey(
        size=size,
        sha256=digest.hexdigest(),
        encoding=_encoding(path, head, is_utf8, has_nul),
        lines=newlines + (last != b"\n"),
        has_nul=has_nul,
        has_quote=has_quote,
        has_lone_return=returns != pairs,
        head=head,
    )


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(path: Path, head: bytes, is_utf8: bool, has_nul: bool) -> str | None:
    """Return the encoding that the whole file fits, UTF-8 before Windows-1252, or None."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if is_utf8:
        return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    if has_nul or head.startswith(codecs.BOM_UTF8):
        return None
    return "cp1252" if _is_windows_1252(path) else None


def _is_windows_1252(path: Path) -> bool:
    """Return whether no byte is one of the five that Windows-1252 leaves undefined."""
    undefined = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if len(chunk.translate(None, undefined)) != len(chunk):
                return False
    return True
