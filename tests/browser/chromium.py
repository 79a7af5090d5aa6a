"""A headless Chromium, started once for many pages: what a script on each of them found out."""

import asyncio
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from tornado.websocket import WebSocketClientConnection, websocket_connect

from pipeline.report.pdf import QUIET, find_browser

MISSING = "there is no Chromium here; on Debian: apt-get install -y chromium"
SECONDS = 120
_CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def _command(arguments: list[str], folder: Path) -> list[str]:
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    browser = find_browser()
    assert browser is not None, MISSING
    return [browser, *QUIET, *sandbox, f"--user-data-dir={folder / 'profiel'}", *arguments]


def ask(pages: Iterable[str], script: str) -> list[Any]:
    """Return per page what `script` (the body of an async function) returns on it.

    The pages come without their policy, so that a request which that would stop is seen too.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, _started(name) as address:
        folder, places = Path(name), []
        for number, page in enumerate(pages):
            places.append(folder / f"{number}.html")
            places[-1].write_text(_CSP.sub("", page), encoding="utf-8")
        looked = _ask(address, places, f"(async () => {{ {script} }})()")
        return asyncio.run(asyncio.wait_for(looked, SECONDS))


@contextmanager
def _started(folder: str) -> Iterator[str]:
    """Start the browser; gives the address at which it takes orders."""
    arguments = ["--window-size=1200,900", "--remote-debugging-port=0", "about:blank"]
    told = Path(folder) / "profiel" / "DevToolsActivePort"
    with subprocess.Popen(
        _command(arguments, Path(folder)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as browser:
        try:
            end = time.monotonic() + SECONDS
            while not (told.exists() and len(told.read_text("ascii").split()) == 2):
                assert browser.poll() is None and time.monotonic() < end, "no browser has started"
                time.sleep(0.05)
            port, path = told.read_text("ascii").split()
            yield f"ws://127.0.0.1:{port}{path}"
        finally:
            browser.terminate()


async def _ask(address: str, places: list[Path], expression: str) -> list[Any]:
    orders = _Orders(await websocket_connect(address, max_message_size=1 << 28))
    targets = (await orders.give("Target.getTargets"))["targetInfos"]
    page = next(each["targetId"] for each in targets if each["type"] == "page")
    attached = await orders.give("Target.attachToTarget", targetId=page, flatten=True)
    orders.session = {"sessionId": attached["sessionId"]}
    await orders.give("Page.enable")
    answers = []
    for place in places:
        await orders.give("Page.navigate", url=place.as_uri())
        await orders.wait_for("Page.loadEventFired")
        options = {"awaitPromise": True, "returnByValue": True}
        found = await orders.give("Runtime.evaluate", expression=expression, **options)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        answers.append(found["result"]["value"])
    return answers


class _Orders:
    """Gives an order to the browser and waits for its answer, or for something to happen."""

    def __init__(self, line: WebSocketClientConnection) -> None:
        self.line, self.session, self.number = line, {}, 0
        self.happened: list[str] = []

    async def give(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.number, self.happened = self.number + 1, []
        order = {"id": self.number, "method": method, "params": parameters, **self.session}
        await self.line.write_message(json.dumps(order))
        while (told := await self._read()).get("id") != self.number:
            pass
        assert "error" not in told, told["error"]
        result: dict[str, Any] = told["result"]
        return result

    async def wait_for(self, event: str) -> None:
        while event not in self.happened:
            await self._read()

    async def _read(self) -> dict[str, Any]:
        text = await self.line.read_message()
        assert text is not None, "the browser has stopped"
        told: dict[str, Any] = json.loads(text)
        self.happened.append(told.get("method", ""))
        return told


def console_of(path: Path) -> str:
    """Return what the page as it is writes to the console: a blocked request is there too."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["--enable-logging=stderr", "--v=0", "--dump-dom", path.as_uri()]
        done = subprocess.run(
            _command(arguments, Path(folder)),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
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
