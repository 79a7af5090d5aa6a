"""One pass over the bytes of a file: its hash, its encoding, its lines."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UnreadableFile
from pipeline.reading import limits

CHUNK = 4 * limits.MEGABYTE

UNDEFINED = bytes.fromhex("81 8D 8F 90 9D")
"""The bytes that Windows-1252 gives no meaning."""

PUNCTUATION = bytes(range(0x80, 0xA0))
"""The bytes that Windows-1252 reads as the euro sign, curly quotes and such; Latin-1 does not.
What else there is the two read alike."""

UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
"""An accented letter in UTF-8; in a file that is not UTF-8 it shows that encodings are mixed."""

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _Decoder:
    """Follows the chunks of a file and drops the encodings that they do not fit."""

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._fits_utf8 = True
        self._fits_windows = True
        self.fits_latin = True
        self._is_between_letters = True

    def feed(self, chunk: bytes, final: bool = False) -> None:
        """Look at the next chunk."""
        if chunk.isascii() and self._is_between_letters:
            return
        if self._fits_utf8:
            try:
                self._utf8.decode(chunk, final)
            except UnicodeDecodeError:
                self._fits_utf8 = False
            self._is_between_letters = not self._utf8.getstate()[0]
        self.fits_latin = self.fits_latin and not _holds(chunk, PUNCTUATION)
        self._fits_windows = self._fits_windows and not (
            _holds(chunk, UNDEFINED) or (b"\xc3" in chunk and UTF8_LETTER.search(chunk))
        )

    def encoding(self, head: bytes) -> str | None:
        """Return the encoding that the whole file fits, UTF-8 before Windows-1252, or None."""
        self.feed(b"", final=True)
        if head.startswith(UTF16_MARKS):
            return "utf-16"
        has_mark = head.startswith(codecs.BOM_UTF8)
        if self._fits_utf8:
            return "utf-8-sig" if has_mark else "utf-8"
        return "cp1252" if self._fits_windows and not has_mark else None


def _holds(chunk: bytes, some: bytes) -> bool:
    """Return whether any of some bytes is there; faster than a search for them."""
    return len(chunk.translate(None, some)) < len(chunk)


@dataclass(frozen=True)
class Survey:
    """What the bytes say. `lines` counts the last line also when no newline ends it.

    `fits_latin`: no byte is in the range in which Windows-1252 and Latin-1 differ.
    """

    size: int
    sha256: str
    encoding: str | None
    lines: int
    fits_latin: bool
    has_nul: bool
    has_quote: bool
    has_lone_return: bool
    head: bytes

    @property
    def text(self) -> str:
        """Return the first part of the file, decoded, without a mark of byte order."""
        head = self.head.decode(self.encoding or "latin-1", errors="replace")
        return head.removeprefix("\ufeff")


def survey_file(path: Path, limit: int | None = None) -> Survey:
    """Return what one pass over `path` shows. `encoding` is None when no known one fits.

    Raises UnreadableFile for a file that cannot be opened or is larger than `limit` bytes (as many
    as a CSV may have, unless given).
    """
    try:
        if path.stat().st_size > (limits.FILE_BYTES if limit is None else limit):
            raise UnreadableFile(f"{path.name}: too large", "bestand_te_groot")
        with path.open("rb") as file:
            return _survey(iter(lambda: file.read(CHUNK), b""))
    except OSError as problem:
        message = f"{path.name}: {problem.strerror}"
        raise UnreadableFile(message, "bestand_onleesbaar") from None


def _survey(chunks: Iterator[bytes]) -> Survey:
    digest, decoder = hashlib.sha256(), _Decoder()
    size = newlines = returns = pairs = 0
    has_nul = has_quote = False
    last, head = b"\n", b""
    for chunk in chunks:
        digest.update(chunk)
        decoder.feed(chunk)
        head = head or chunk[: limits.HEAD_BYTES]
        size, newlines = size + len(chunk), newlines + chunk.count(b"\n")
        if b"\r" in chunk:
            returns += chunk.count(b"\r")
            pairs += chunk.count(b"\r\n")
        pairs += last == b"\r" and chunk.startswith(b"\n")
        has_nul = has_nul or b"\0" in chunk
        has_quote = has_quote or b'"' in chunk
        last = chunk[-1:]
    return Survey(
        size=size,
        sha256=digest.hexdigest(),
        encoding=decoder.encoding(head),
        lines=newlines + (last != b"\n"),
        fits_latin=decoder.fits_latin,
        has_nul=has_nul,
        has_quote=has_quote,
        has_lone_return=returns != pairs,
        head=head,
    )
