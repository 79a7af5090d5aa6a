"""A headless Chromium without a driver: a page in, what a script on it found out."""

import json
import os
import re
import subprocess
import tempfile
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from pipeline.report.pdf import QUIET, find_browser

MISSING = "there is no Chromium here; on Debian: apt-get install -y chromium"
_FOUND = re.compile(r'<pre id="gevonden">(.*?)</pre>', re.DOTALL)
_CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def _run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    browser = find_browser()
    assert browser is not None, MISSING
    return subprocess.run(
        [browser, *QUIET, *sandbox, f"--user-data-dir={folder / 'profiel'}", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def ask(page: str, script: str) -> Any:
    """Return what `script` (the body of an async function) returns on the page."""
    code = (
        "<script>(async () => {"
        f"const answer = await (async () => {{ {script} }})();"
        "const pre = document.createElement('pre'); pre.id = 'gevonden';"
        "pre.textContent = JSON.stringify(answer); document.body.append(pre); })()</script>"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pagina.html"
        path.write_text(_CSP.sub("", page).replace("</body>", f"{code}</body>"), encoding="utf-8")
        size = ["--window-size=1200,900", "--virtual-time-budget=20000"]
        done = _run([*size, "--dump-dom", path.as_uri()], Path(folder))
    found = _FOUND.search(done.stdout)
    assert found, "the script on the page did not finish"
    return json.loads(unescape(found.group(1)))


def console_of(path: Path) -> str:
    """Return what the page as it is writes to the console: a blocked request is there too."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["--enable-logging=stderr", "--v=0", "--dump-dom", path.as_uri()]
        done = _run(arguments, Path(folder))
    return "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@cache
def axe() -> str | None:
    """Return the text of axe-core, or None when its package is not installed."""
    from importlib.util import find_spec

    spec = find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        return None
    return (Path(next(iter(spec.submodule_search_locations))) / "axe.min.js").read_text("utf-8")


def has_browser() -> bool:
    """Return whether there is a browser to look with."""
    return find_browser() is not None
