"""Sets up `.venv` the first time, about a minute, then runs a command in it.

    python start.py demo          made-up schools, from delivery to reports
    python start.py test          every test; further words go to pytest
    python start.py COMMAND ...   any other command of meldcode; README.md lists them

Needs Python 3.11 or newer with pip, and the network the first time.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "start.stamp"
LOG = VENV / "start.log"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
OLDEST = (3, 11)
GROUPS = ["setup", "run", "lab", "test"]  # sections of the lock; each adds to those before

# what an installer writes, what to tell; the first that is found counts
KNOWN_FAILURES = [
    (r"No space left on device|disk is full|Errno 28|not enough space",
     "the disk is full; about 1 GB is needed in {venv}"),
    (r"do not match the hashes|Hash mismatch",
     "a package is not the one that requirements.lock names (see {log}); nothing was run"),
    (r"name resolution|NewConnectionError|Failed to establish|Network is unreachable|ProxyError"
     r"|timed out|dns error|error sending request|Failed to fetch|Could not connect",
     "no network, or no package index in reach (see {log}); try again when there is"),
    (r"No matching distribution|has no wheels|no matching",
     "not every package exists for Python {python} on this kind of machine (see {log}); "
     "try Python 3.11 to 3.14"),
]  # fmt: skip

LOCKED = ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r"]
STEP_ENVIRONMENT = {
    "PIP_USER": "0",
    "PYTHONDONTWRITEBYTECODE": "",
    # the certificates of the machine, as pip is often told to; older uv has the second name
    "UV_SYSTEM_CERTS": "1",
    "UV_NATIVE_TLS": "1",
}


class SetupError(Exception):
    """The environment could not be made; the text is what the user reads."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def check_python():
    if sys.version_info < OLDEST:
        here = ".".join(map(str, sys.version_info[:2]))
        raise SetupError(f"Python 3.11 or newer is needed and this is {here}{name_newer_python()}")
    if not importlib.util.find_spec("venv"):
        raise SetupError("this Python lacks its venv module: sudo apt install python3-venv")


def name_newer_python():
    for name in ("python3.13", "python3.12", "python3.11", "python3.14", "python3", "py"):
        path = shutil.which(name)
        if path and re.match(r"Python 3\.1[1-9]", read_output([path, "--version"])):
            return f"; try: {name} start.py {' '.join(sys.argv[1:])}".rstrip()
    return ""


def read_output(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode(errors="replace")


def describe_wanted():
    """Two digests: of the place and Python that .venv is tied to, and of what is in it."""
    place = f"{VENV} {sys.version_info[:2]} {sys.implementation.name}".encode()
    content = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return [hashlib.sha256(part).hexdigest() for part in (place, content)]


def read_stamp():
    try:
        place, content, group = STAMP.read_text("utf-8").split()
        return (place, content, GROUPS.index(group)) if PYTHON.exists() else ("", "", -1)
    except (OSError, ValueError):
        return "", "", -1


def prepare(group):
    """Brings .venv up to `group`; the stamp goes first and comes last, so half a venv has none."""
    (place, content), (place_made, content_made, group_made) = describe_wanted(), read_stamp()
    last = max(GROUPS.index(group), group_made)
    if (place, content, last) == (place_made, content_made, group_made):
        return
    check_python()
    started = time.time()
    say(f"Setting up {VENV}, once; about a minute ...")
    if place == place_made:
        STAMP.unlink()
    else:
        run_step([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
    install(last)
    STAMP.write_text(f"{place}\n{content}\n{GROUPS[last]}\n", "utf-8")
    say(f"Set up in {time.time() - started:.0f} s.")


def wait_for_turn():
    """Holds this file until the process ends or becomes the command: one set-up at a time."""
    handle = open(__file__, encoding="utf-8")  # noqa: SIM115
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
    except (ImportError, OSError):
        pass  # Windows, or a network drive: then two at once is the user's own care
    return handle


def list_installers():
    """Ways to install into .venv, the fastest first: uv takes a third of pip's time."""
    options = ["pip", "install", "--quiet", "--python", PYTHON]
    if shutil.which("uv"):
        yield ["uv", *options]
    pip = find_pip()
    run_step([*pip, *LOCKED, write_sections(GROUPS.index("setup"))], must_work=False)
    uv = BIN / ("uv.exe" if WINDOWS else "uv")
    if uv.exists():
        yield [uv, *options]
    yield pip


def find_pip():
    options = ["install", "--quiet", "--no-compile", "--retries=2", "--disable-pip-version-check"]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", PYTHON, *options]
    if not importlib.util.find_spec("ensurepip"):
        raise SetupError("this Python has no pip: sudo apt install python3-venv")
    run_step([PYTHON, "-m", "ensurepip"])
    return [PYTHON, "-m", "pip", *options]


def install(last):
    for installer in list_installers():
        try:
            run_step([*installer, *LOCKED, write_sections(last)])
            run_step([*installer, "--no-deps", "--no-build-isolation", "-e", ROOT])
            return compile_bytecode()
        except SetupError as error:
            failure = error
    raise failure


def compile_bytecode():
    # the imports of a process then take 1 s instead of 3; nothing imports the tests of a package
    options = ["-qq", "-j0", "-x", r"[/\\]tests?[/\\]", "lib"]
    run_step([PYTHON, "-m", "compileall", *options], cwd=VENV, must_work=False)


def write_sections(last):
    _, *parts = re.split(r"^# group: (\w+)$", LOCK.read_text("utf-8"), flags=re.M)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    chosen = VENV / "requirements.txt"
    chosen.write_text("".join(sections[group] for group in GROUPS[: last + 1]), "utf-8")
    return chosen


def run_step(command, cwd=None, must_work=True):
    """Runs one step of the set-up quietly; a failure is kept in the log and told in one line."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **STEP_ENVIRONMENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode and must_work:
        raise SetupError(explain(done.stdout.decode(errors="replace")))


def explain(output):
    try:
        VENV.mkdir(exist_ok=True)
        LOG.write_text(output, "utf-8")
    except OSError as error:
        output += str(error)
    here = ".".join(map(str, sys.version_info[:2]))
    for pattern, message in KNOWN_FAILURES:
        if re.search(pattern, output, re.I):
            return message.format(venv=VENV, log=LOG, python=here)
    told = re.findall(r".*error.*", output, re.I) or ["the set-up failed"]
    return f"{told[-1].strip()} (see {LOG})"


def make_test_command(words):
    named = any((ROOT / word.split("::")[0]).exists() for word in words)
    folders = [] if named else [name for name in ("tests", "notebooks") if (ROOT / name).is_dir()]
    # two workers: each notebook has a kernel of its own beside it
    spread = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]  # tests/conftest.py orders
    options = [*spread, "--nbval-lax", "--nbval-current-env"]
    return [PYTHON, "-m", "pytest", *options, *folders, *words]


def become(command):
    command = [str(part) for part in command]
    if WINDOWS:
        return subprocess.call(command)
    sys.stdout.flush()
    return os.execv(command[0], command)


def main(words):
    if not words or words[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 0 if words else 2
    if Path(sys.prefix) == VENV:  # what may be made again must not be what runs
        return become([sys._base_executable, __file__, *words])
    turn = wait_for_turn()
    if words[0] == "test":
        prepare("test")
        subprocess.call([str(PYTHON), str(ROOT / ".ci" / "programs.py")])
        os.chdir(ROOT)
        os.environ["PYTHONDONTWRITEBYTECODE"] = ""  # else each of many processes compiles it again
        command = make_test_command(words[1:])
    else:
        prepare("lab" if "lab" in words else "run")
        command = [BIN / ("meldcode.exe" if WINDOWS else "meldcode"), *words]
    turn.close()
    return become(command)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        sys.exit(f"start: {error}")
    except OSError as error:
        sys.exit(f"start: {explain(str(error))}")
    except KeyboardInterrupt:
        sys.exit(130)
