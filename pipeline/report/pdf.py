"""A page as PDF: printed by a headless Chromium or Edge when there is one, else by WeasyPrint.

Both give a tagged PDF with the alternative texts of the figures; the browser sets it better.
"""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from pipeline.errors import ReportError

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "microsoft-edge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
QUIET = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--proxy-server=127.0.0.1:9",  # a page asks for nothing; if it ever did, it would get nothing
)
SECONDS = 90


@cache
def find_browser() -> str | None:
    """Return a browser that can print, or None."""
    named = next((path for name in NAMES if (path := shutil.which(name))), None)
    return named or next((place for place in PLACES if Path(place).exists()), None)


def make_pdf(page: str) -> bytes:
    """Return the page as PDF. Raises ReportError when neither way works."""
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="meldcode-") as folder:
        source = Path(folder) / "rapport.html"
        handle = os.open(source, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(page)
        printed = _print(browser, source) if browser else None
    return printed or _weasyprint(page)


def _print(browser: str, source: Path) -> bytes | None:
    """Return what the browser prints, or None when it does not get that far."""
    target = source.with_suffix(".pdf")
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [
        browser,
        *QUIET,
        *sandbox,
        f"--user-data-dir={source.parent / 'profiel'}",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        f"--print-to-pdf={target}",
        source.as_uri(),
    ]
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        return target.read_bytes()
    except (OSError, subprocess.SubprocessError):
        return None


def _weasyprint(page: str) -> bytes:
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        raise ReportError(
            "no PDF: there is no Chromium or Edge here; next: meldcode doctor"
        ) from None
    result: bytes = HTML(string=page, url_fetcher=_refuse).write_pdf(pdf_variant="pdf/ua-1")
    return result


def _refuse(url: str, **_: object) -> dict[str, object]:
    raise ReportError("the page asked for a file, which no report may do")
