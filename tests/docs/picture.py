"""Makes the picture of a directie report for the README.

    python -m tests.docs.picture werkmap/reports/vertrouwelijk/SCHOOL/jaarevaluatie-....html

Two places of the page stand side by side. It needs Chromium and Pillow; both come with the tests.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PICTURE = Path(__file__).resolve().parents[2] / "reports" / "voorbeeld-directie.png"
PLACES = ("", "#tijd")
WIDTH, HEIGHT = 780, 1110
COLOURS = 96
FRAME = '<iframe src="{url}" width="{width}" height="{height}" style="border:0"></iframe>'


def main(report: Path) -> None:
    """Write reports/voorbeeld-directie.png."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frames = "".join(
            FRAME.format(url=report.resolve().as_uri() + place, width=WIDTH, height=HEIGHT)
            for place in PLACES
        )
        sheet = folder / "sheet.html"
        sheet.write_text(f'<body style="margin:0;white-space:nowrap">{frames}', "utf-8")
        taken = take(sheet, folder)
        with Image.open(taken) as picture:
            picture.convert("RGB").quantize(COLOURS).save(PICTURE, optimize=True)


def take(page: Path, folder: Path) -> Path:
    """Return the picture of a page, twice as wide as one place."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "msedge"))))
    taken = folder / "taken.png"
    options = [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}", f"--window-size={2 * WIDTH},{HEIGHT}",
    ]  # fmt: skip
    command = [chromium, *options, f"--screenshot={taken}", page.as_uri()]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return taken


if __name__ == "__main__":
    main(Path(sys.argv[1]))
