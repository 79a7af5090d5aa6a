"""Programs that some tests need: says which are missing; a Debian CI machine installs them."""

import os
import shutil
import subprocess
import sys

PROGRAMS = {  # Debian package: what tells that it is there
    "chromium": ["chromium", "chromium-browser", "google-chrome", "microsoft-edge"],
    "libreoffice-calc-nogui": ["soffice", "libreoffice"],
}
APT = ["apt-get", "-qq", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30"]


def main() -> None:
    """Tell what is still missing; where nothing can be installed those tests are skipped."""
    missing = list_missing() if sys.platform == "linux" else []
    if missing and os.environ.get("CI") == "true" and shutil.which("apt-get") and not os.geteuid():
        install(missing)
        missing = list_missing()
    if missing:
        say(f"Some tests will be skipped; for those: sudo apt install {' '.join(missing)}")


def list_missing() -> list[str]:
    return [name for name, commands in PROGRAMS.items() if not any(map(shutil.which, commands))]


def install(names: list[str]) -> None:
    say(f"Installing {' '.join(names)} ...")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    steps = [["update"], *(["install", "-y", "--no-install-recommends", name] for name in names)]
    for step in steps:
        subprocess.run([*APT, *step], env=environment, capture_output=True, check=False)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
