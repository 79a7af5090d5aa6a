"""Is everything there that is needed, is it safe, and how to get what is not."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import duckdb

from pipeline.disk import network_share
from pipeline.encrypted_file import open_encrypted
from pipeline.errors import MeldcodeError
from pipeline.key import CASES, VAULT, KeyName, key_path, read_key
from pipeline.warehouse import crypto_module, is_encrypted, open_cases
from pipeline.workspace import Workspace

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
FONT_FILES = ("arial.ttf", "liberationsans-regular.ttf", "helvetica.ttc", "helvetica.ttf")
FREE_GIGABYTES = 2
"""A load of a million events needs about half of it, a purge a copy of the case database."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `remedy`: what to do when it is not ok, else what was found."""

    what: str
    ok: bool
    optional: bool
    remedy: str


def examine(workspace: Workspace) -> list[Finding]:
    """Return what is there and what is not; changes nothing, and never shows a key."""
    return [
        _python(),
        _packages(),
        _encryption(),
        _key(CASES, "key of the case database", workspace.cases.exists()),
        _key(VAULT, "key of a school's vault (only at a school)", False),
        _cases(workspace),
        _folder(workspace),
        _space(workspace),
        _browser(),
        _pdf_without_browser(),
        _font(),
        _jupyterlab(),
        _office(),
    ]


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= (3, 11)
    return Finding("Python", ok, False, found if ok else f"{found}; install Python 3.11 or newer")


def _packages() -> Finding:
    """Return whether each package that pyproject.toml asks for is there, pinned ones exactly."""
    wrong = sorted(set(_wrong_packages()))
    remedy = f"{', '.join(wrong)}; next: python start.py test, or pip install -e ."
    return Finding("packages", not wrong, False, remedy if wrong else "all there")


def _wrong_packages() -> Iterator[str]:
    try:
        wanted = requires("meldcode-evaluatie") or []
    except PackageNotFoundError:
        yield "meldcode-evaluatie itself is not installed"
        return
    for requirement in wanted:
        if ";" in requirement:  # an extra, such as the tests
            continue
        name, _, pin = requirement.partition("==")
        name = name.split(">")[0].split("<")[0].split("!")[0].strip()
        try:
            found = version(name)
        except PackageNotFoundError:
            yield f"{name} is missing"
            continue
        if pin and found != pin.strip():
            yield f"{name} {found} instead of {pin.strip()}"


def _encryption() -> Finding:
    """Write a small encrypted file and read it back: the module may be there and not fit."""
    what = "encryption of the case database"
    if crypto_module() is None:
        remedy = f"next: pip install duckdb-extension-httpfs=={duckdb.__version__}"
        return Finding(what, False, False, remedy)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path, key = Path(folder) / "proef.duckdb", "0" * 64
            with open_encrypted(path, key, read_only=False) as connection:
                connection.execute("CREATE TABLE proef AS SELECT 1 AS n")
            with open_encrypted(path, key) as connection:
                connection.execute("SELECT n FROM proef").fetchall()
    except (duckdb.Error, MeldcodeError, OSError) as problem:
        remedy = f"{type(problem).__name__} while writing a test file; install the locked versions"
        return Finding(what, False, False, remedy)
    return Finding(what, True, False, f"AES-256-GCM, DuckDB {duckdb.__version__}")


def _key(name: KeyName, what: str, is_needed: bool) -> Finding:
    path = key_path(name)
    if not path.exists() and not is_needed:
        return Finding(what, True, True, f"not made yet; it will be {path}")
    try:
        read_key(path, name)
    except MeldcodeError as problem:
        return Finding(what, False, not is_needed, str(problem))
    return Finding(what, True, not is_needed, f"{path}; keep a copy elsewhere")


def _cases(workspace: Workspace) -> Finding:
    what = "case database"
    if not workspace.cases.exists():
        return Finding(what, True, False, "nothing is loaded yet")
    try:
        with open_cases(workspace, read_only=True):
            if is_encrypted(workspace.cases):
                return Finding(what, True, False, "opens with the key")
            return Finding(what, True, False, "NOT encrypted: for made-up data only")
    except MeldcodeError as problem:
        return Finding(what, False, False, str(problem))


def _folder(workspace: Workspace) -> Finding:
    what, root = "workspace", workspace.root
    if not root.exists():
        return Finding(what, True, False, f"{root} will be made at the first load")
    if not os.access(root, os.W_OK | os.X_OK):
        return Finding(what, False, False, f"{root} cannot be written; next: chmod u+rwx {root}")
    if os.name == "posix" and root.stat().st_mode & 0o077:
        return Finding(what, False, False, f"others can look into it; next: chmod 700 {root}")
    if share := network_share(root):
        return Finding(what, False, False, f"{root} is on {share}; next: use a local disk")
    return Finding(what, True, False, f"{root}, for its owner alone")


def _space(workspace: Workspace) -> Finding:
    place = next(
        p for p in (workspace.root.resolve(), *workspace.root.resolve().parents) if p.exists()
    )
    size = workspace.cases.stat().st_size if workspace.cases.exists() else 0
    free, needed = shutil.disk_usage(place).free, FREE_GIGABYTES * 2**30 + 2 * size
    found = f"{free / 2**30:.1f} GB free"
    remedy = f"{found}, {needed / 2**30:.1f} GB wanted; make room, or use --workspace elsewhere"
    return Finding("disk space", free >= needed, False, found if free >= needed else remedy)


def _browser() -> Finding:
    found = next(filter(None, map(_program, BROWSERS)), None)
    remedy = "for the best PDF: install Chromium, Chrome or Edge"
    return Finding("browser for PDF", bool(found), True, found or remedy)


def _program(name: str) -> str | None:
    """Return the path of a program; on macOS and Windows browsers are not on the search path."""
    if found := shutil.which(name):
        return found
    usual = {
        "google-chrome": "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "microsoft-edge": "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "msedge": r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        "chrome": r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    }
    place = usual.get(name)
    return place if place and Path(place).exists() else None


def _pdf_without_browser() -> Finding:
    """Return whether WeasyPrint works: it needs Pango, which pip does not install."""
    code = "import weasyprint; weasyprint.HTML(string='<p>x</p>').write_pdf()"
    ok = _runs([sys.executable, "-c", code])
    remedy = "for PDF without a browser: install Pango (Debian: apt install libpango-1.0-0)"
    return Finding("PDF without a browser", ok, True, "WeasyPrint works" if ok else remedy)


def _runs(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _font() -> Finding:
    ok = any(_has_font(folder) for folder in _font_folders())
    remedy = "install Liberation Sans (Debian: apt install fonts-liberation) for charts and PDF"
    return Finding("font", ok, True, "Arial or Liberation Sans" if ok else remedy)


def _font_folders() -> list[Path]:
    home = Path.home()
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".fonts",
        home / ".local/share/fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
    ]


def _has_font(folder: Path) -> bool:
    files = folder.rglob("*.tt[fc]") if folder.is_dir() else ()
    return any(file.name.lower() in FONT_FILES for file in files)


def _jupyterlab() -> Finding:
    try:
        return Finding("JupyterLab (for meldcode lab)", True, True, version("jupyterlab"))
    except PackageNotFoundError:
        remedy = "next: pip install 'meldcode-evaluatie[lab]'"
        return Finding("JupyterLab (for meldcode lab)", False, True, remedy)


def _office() -> Finding:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    remedy = "only the test of the entry template needs it: install LibreOffice Calc"
    return Finding("LibreOffice (tests only)", bool(found), True, found or remedy)
