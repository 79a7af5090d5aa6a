"""`python -m tests.fuzz 100000 [--only table,rows] [--seed 1] [--minutes 9]`: fuzz, and count."""

import argparse
import sys
import time
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from tests.fuzz.inputs import INPUTS
from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parents[1] / "data" / "corpus"
SHARE = {"table": 280, "rows": 300, "checked": 2, "workbook": 60, "sheet": 60, "declaration": 20}
SHARE |= {"arguments": 18, "ledger": 140, "lists": 120}
"""How the inputs are divided, per thousand: a whole check costs a hundred times a reading."""


class Fuzzer:
    """One target: counts its inputs and keeps what failed, a kind of failure once."""

    def __init__(self, name: str, *, keep: Path | None = None, until: float = float("inf")) -> None:
        self.name, self.keep, self.until = name, keep, until
        self.count = 0
        self.failures: dict[str, bytes] = {}
        self.words: dict[str, str] = {}

    def feed(self, content: bytes) -> None:
        """Give one input to the target; a failure is noted and the search goes on."""
        if time.monotonic() > self.until:
            return
        self.count += 1
        try:
            TARGETS[self.name](content)
        except Exception as problem:
            kind = f"{type(problem).__name__}: {_place(problem)}"
            known = self.failures.get(kind)
            if known is None or len(content) < len(known):
                self.failures[kind], self.words[kind] = content, str(problem)[-160:]

    def run(self, inputs: int, seed: int) -> None:
        """Feed so many inputs; the same seed gives the same ones."""
        quiet = settings(
            max_examples=inputs,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        seeded(seed)(quiet(given(INPUTS[self.name])(self.feed)))()
        for content in self.failures.values() if self.keep else ():
            assert self.keep is not None
            folder = self.keep / self.name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{sha256(content).hexdigest()[:16]}.bin").write_bytes(content)


def _place(problem: Exception) -> str:
    """Return where a failure arose, in this project if it can be said."""
    frames, trace = [], problem.__traceback__
    while trace is not None:
        frames.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    own = [frame for frame in frames if "/pipeline/" in frame[0]] or frames
    return f"{Path(own[-1][0]).name}:{own[-1][1]}"


def main() -> int:
    """Fuzz as asked and print the counts; 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("inputs", type=int, nargs="?", default=1000)
    parser.add_argument("--only", default=",".join(TARGETS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--keep", action="store_true", help="write failures to tests/data/corpus")
    chosen = parser.parse_args()
    names = [name for name in TARGETS if name in chosen.only.split(",")]
    whole = sum(SHARE[name] for name in names)
    start, total, failed = time.monotonic(), 0, 0
    for name in names:
        until = start + 60 * chosen.minutes
        fuzzer = Fuzzer(name, keep=CORPUS if chosen.keep else None, until=until)
        begun = time.monotonic()
        fuzzer.run(max(1, chosen.inputs * SHARE[name] // whole), chosen.seed)
        total, failed = total + fuzzer.count, failed + len(fuzzer.failures)
        spent = time.monotonic() - begun
        print(
            f"{name:<12} {fuzzer.count:>7} inputs, {len(fuzzer.failures)} kinds of failure,"
            f" {spent:.0f} s",
            flush=True,
        )
        for kind, content in fuzzer.failures.items():
            print(f"  {kind} {fuzzer.words[kind]!r}\n    {content[:120]!r}")
    print(f"{total} inputs, {failed} kinds of failure, {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
