"""Words that are code elsewhere: in names of schools, files and folders, in cells, in parameters.

A whole run is made with them, and nothing of them is run, drawn or followed anywhere.
"""

import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from pipeline.__main__ import run
from pipeline.sample import make_sample
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.deliveries import check_all, everything_shown, write_delivery

NASTY = (
    "<script>alert(1)</script>",
    "=cmd|'/c calc'!A0",
    "'; DROP TABLE stg_zaak; --",
    "[klik](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "$(touch gehackt) `touch gehackt` ; touch gehackt",
    "../../../gehackt",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} {0.__class__} %s%n",
)
FOLDER = "wer'k \"map; DROP TABLE x; -- $(touch gehackt)"


class Page(HTMLParser):
    """What a browser would see: elements, and where their attributes point."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.handlers, self.targets = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.targets += [value or "" for name, value in attrs if name in ("href", "src", "action")]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A bestuur whose schools have these names, run from deliveries to pages, in such a folder."""
    place = tmp_path_factory.mktemp("injectie")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MELDCODE_KEY_FILE", str(place / "sleutel"))
        patched.chdir(place)
        make_sample(place / "lev", schools=3, years=3, seed=4)
        workspace = Workspace(place / FOLDER)
        deliveries = sorted(p for p in (place / "lev").iterdir() if p.name != "truth")
        moved = []
        for number, delivery in enumerate(deliveries):
            target = place / f"lever'ing {number} {NASTY[2].replace('/', '')}"
            shutil.copytree(delivery, target)
            moved.append(str(target))
        assert run(["--workspace", str(workspace.root), "load", *moved]) == 0
        with open_cases(workspace, read_only=True) as connection:
            found = connection.execute("SELECT school_id FROM stg_levering ORDER BY 1").fetchall()
        words = [" ".join(NASTY[n::3]) for n in range(3)]
        rows = [
            f'{s};"{w.replace(chr(34), chr(34) * 2)}"' for (s,), w in zip(found, words, strict=True)
        ]
        rows.append(f'S{"9e" * 13};"{NASTY[0]} {NASTY[3]}"')
        workspace.school_names.write_text("\n".join(["school_id;naam", *rows]) + "\n")
        for stage in (["build"], ["release"]):
            assert run(["--workspace", str(workspace.root), *stage]) == 0
        editions = ("bestuur", "directie", "werklijst", "datakwaliteit")
        root = str(workspace.root)
        code = run(["--workspace", root, "report", *editions, "--format", "html,xlsx"])
        yield workspace, code
        assert not list(place.rglob("gehackt*"))


@pytest.mark.slow
def test_every_page_is_made_and_none_holds_an_element_or_link_of_a_name(made):
    workspace, code = made
    assert code == 0
    pages = sorted(workspace.reports.rglob("*.html"))
    assert len(pages) > 6
    for file in pages:
        page = Page(file.read_text(encoding="utf-8"))
        assert "script" not in page.tags or "alert(1)" not in re.sub(
            r"&lt;script&gt;alert\(1\)&lt;/script&gt;", "", file.read_text(encoding="utf-8")
        ), file.name
        assert page.handlers == [], file.name
        assert not [t for t in page.targets if "javascript:" in t or "evil" in t], file.name
        assert "<script>alert" not in file.read_text(encoding="utf-8"), file.name


@pytest.mark.slow
def test_a_name_that_looks_like_a_formula_is_text_in_every_workbook(made):
    workspace, _ = made
    books = sorted(workspace.reports.rglob("*.xlsx"))
    assert books
    for file in books:
        with zipfile.ZipFile(file) as packed:
            sheets = [name for name in packed.namelist() if "worksheets/sheet" in name]
            assert not any(b"<f>" in packed.read(name) for name in sheets), file.name
        for sheet in openpyxl.load_workbook(file):
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert "f" not in kinds, file.name


@pytest.mark.slow
def test_names_of_files_and_folders_below_reports_are_plain(made):
    workspace, _ = made
    names = [place.name for place in workspace.reports.rglob("*")]
    assert names and all(re.fullmatch(r"[\w.-]+", name) for name in names)


@pytest.mark.slow
def test_the_tables_are_still_there(made, monkeypatch):
    workspace, _ = made
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(workspace.root.parent / "sleutel"))
    with open_cases(workspace, read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM stg_levering").fetchall() == [(3,)]


PARAMETERS = [
    ("show", "stg_zaak; DROP TABLE stg_zaak"),
    ("show", "mart_zaak' OR '1'='1"),
    ("show", "../../../etc/passwd"),
    ("show", "read_csv('/etc/passwd')"),
    ("report", "--school", "../../gehackt"),
    ("report", "../../gehackt"),
    ("report", "--schooljaar", "2025-2026'; DROP TABLE x; --"),
    ("report", "--language", "../nl"),
    ("worklist", "--school", "' OR 1=1 --"),
    ("release", "--edition", "../../gehackt"),
    ("attack", "--release", "../../gehackt"),
    ("build", "--meldcode", "../../gehackt"),
    ("build", "--memory-limit", "1GB'; DROP TABLE x; --"),
    ("norms", "--meldcode", "../basisonderwijs/../../x"),
]


@pytest.mark.slow
@pytest.mark.parametrize("line", PARAMETERS, ids=lambda line: " ".join(line)[:30])
def test_a_parameter_is_a_name_and_never_a_path_or_a_statement(line, made, capsys, monkeypatch):
    workspace, _ = made
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(workspace.root.parent / "sleutel"))
    monkeypatch.chdir(workspace.root.parent)
    assert run(["--workspace", str(workspace.root), *line]) in (1, 2, 5, 6)
    said = capsys.readouterr()
    assert "root:" not in said.out
    assert "run again with --debug" not in said.err
    with open_cases(workspace, read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM stg_zaak").fetchall()[0][0] > 0


def test_a_cell_that_is_code_elsewhere_is_refused_and_not_shown(tmp_path):
    cells = {value.replace("|", "/"): f"s{n}" for n, value in enumerate(NASTY)}
    folders = {
        cell: write_delivery(
            tmp_path / name,
            zaak=f"zaak_id | datum_signalering | status\n@{name} | 2025-09-15 | {cell}\n",
        )
        for cell, name in cells.items()
    }
    for cell, result in check_all(folders).items():
        assert result.exit_code in (3, 4), cell
        assert cell not in everything_shown(result)


def test_no_command_line_is_built_from_words(made_sources):
    """Other programs are started from lists of words; a shell never reads them."""
    shells = re.compile(r"shell\s*=\s*True|os\.system\(|os\.popen\(|getoutput\(")
    assert [name for name, text in made_sources if shells.search(text)] == []


def test_what_is_read_from_a_file_is_never_run(made_sources):
    """No pickle, no eval or exec of data, no YAML that makes objects."""
    safe = r"[^\n]*Loader=(_UniqueKeyLoader|yaml\.CSafeLoader)\)"
    unsafe = rf"yaml\.((unsafe_|full_)load|load(_all)?\((?!{safe}))"
    risky = re.compile(rf"\bpickle\.load|\beval\(|(?<![.\w])exec\(|{unsafe}")
    found = [name for name, text in made_sources if risky.search(text)]
    assert found == []


@pytest.fixture(scope="module")
def made_sources():
    root = Path(__file__).resolve().parents[2]
    files = [*sorted((root / "pipeline").rglob("*.py")), root / "start.py"]
    return [(str(f.relative_to(root)), f.read_text(encoding="utf-8")) for f in files]


def test_git_tracks_no_data_of_a_workspace():
    root = Path(__file__).resolve().parents[2]
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False
    ).stdout.split()
    assert [f for f in tracked if f.endswith((".duckdb", ".wal")) or "sleutel" in f] == []
