"""The two pages of tier intern, from drawn deliveries: what stands on them, what is remembered."""

import re
import shutil
from datetime import date
from html import unescape

import pytest

from pipeline.__main__ import run
from pipeline.errors import UsageError, WorkspaceError
from pipeline.intake import load_deliveries
from pipeline.marts import build
from pipeline.report import make_reports
from pipeline.worklist import acknowledge, open_worklist, read_worklist
from pipeline.workspace import Workspace
from tests.deliveries import BESTUUR, SCHOOL, token, write_delivery

# zm: decided to report, nothing reported; ze: an evaluation whose day has passed; zs: silent since
# the first signal; zl: moves; zd: closed.
ZAAK = """
zaak_id | datum_signalering | acuut | status     | datum_status
@zm     | 2025-10-01        | nee   | lopend     | 2025-12-01
@ze     | 2025-09-15        | nee   | lopend     | 2025-12-01
@zs     | 2025-10-01        | nee   | lopend     | 2025-10-01
@zl     | 2026-01-26        | nee   | lopend     | 2026-01-26
@zd     | 2025-09-01        | nee   | afgesloten | 2025-11-01
"""
GEBEURTENIS = """
gebeurtenis_id | zaak_id | stap | ronde | soort               | datum
@g1            | @zm     | 2    | 1     | advies_veilig_thuis | 2025-10-08
@g2            | @ze     | 2    | 1     | advies_veilig_thuis | 2025-09-20
@g3            | @zs     | 1    | 1     | observatie          | 2025-10-02
@g4            | @zl     | 1    | 1     | observatie          | 2026-01-27
@g5            | @zd     | 1    | 1     | observatie          | 2025-09-02
"""
BESLUIT = """
besluit_id | zaak_id | ronde | datum      | uitkomst
@b1        | @zm     | 1     | 2025-11-03 | 5B
@b2        | @ze     | 1     | 2026-01-20 | 5A
"""
MELDING = """
melding_id | zaak_id | volgnr | datum
@m1        | @zd     | 1      | 2025-09-20
"""
EVALUATIE = """
evaluatie_id | zaak_id | soort       | gepland_datum | gehouden_datum
@e1          | @ze     | hulp_effect | 2025-11-10    |
@e2          | @zl     | proces      | 2026-04-13    |
"""


def levering(peildatum):
    return (
        "school_id | bestuur_id | vakantieregio | peildatum | bron | schema_versie\n"
        f"{SCHOOL} | {BESTUUR} | midden | {peildatum} | esis | 1"
    )


def deliver(workspace, folder, peildatum="2026-01-31", **tables):
    drawn = {
        "levering": levering(peildatum),
        "zaak": ZAAK,
        "gebeurtenis": GEBEURTENIS,
        "besluit": BESLUIT,
        "melding": MELDING,
        "evaluatie": EVALUATIE,
    }
    path = write_delivery(folder, **{**drawn, **tables})
    checks = load_deliveries(workspace, [path])
    assert [check.status for check in checks] == ["ok"], checks[0].findings
    build(workspace)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with a key and a workspace in which the delivery was loaded and built once."""
    folder = tmp_path_factory.mktemp("gebouwd")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        made = Workspace(folder / "werkmap")
        deliver(made, folder / "eerste")
    made.school_names.write_text(f"school_id,naam\n{SCHOOL},De Vlieger", encoding="utf-8")
    return folder


@pytest.fixture
def workspace(built, tmp_path, monkeypatch):
    return use_copy(built, tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def with_pages(built, tmp_path_factory):
    """A copy of that folder in which both pages were made."""
    folder = tmp_path_factory.mktemp("gemaakt")
    with pytest.MonkeyPatch.context() as patched:
        make_reports(use_copy(built, folder, patched), editions=("werklijst", "datakwaliteit"))
    return folder


@pytest.fixture
def pages(with_pages, tmp_path, monkeypatch):
    """A workspace with both pages, for the test alone."""
    return use_copy(with_pages, tmp_path, monkeypatch)


def use_copy(folder, target, patch):
    shutil.copytree(folder, target, dirs_exist_ok=True)
    patch.setenv("MELDCODE_KEY_FILE", str(target / "sleutel"))
    return Workspace(target / "werkmap")


def words_of(workspace, name):
    page = (workspace.reports / "intern" / "de-vlieger" / f"{name}.html").read_text("utf-8")
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_list_is_urgent_first_and_leaves_closed_cases_out(workspace):
    found = read_worklist(workspace, SCHOOL)
    reasons = [reason if isinstance(reason, str) else None for reason in found["reden"]]
    assert list(zip(found["token"], reasons, strict=True)) == [
        (token("zm"), "melding_ontbreekt"),
        (token("ze"), "datum_verstreken"),
        (token("zs"), "geen_gebeurtenis"),
        (token("zl"), None),
    ]


def test_the_page_says_look_and_never_too_late(pages):
    words = words_of(pages, "werklijst")
    assert "Bekijk eerst: melding nodig, niet vastgelegd (1)" in words
    assert "Evaluatie van het effect van de hulp was afgesproken op 10 november 2025" in words
    assert token("zm") in words and token("zd") not in words
    assert not re.search(r"te laat|verzuim|nalatig|fout", words, re.IGNORECASE)


def test_only_tier_intern_holds_a_token(pages):
    holding = [
        path.relative_to(pages.reports).parts[0]
        for path in pages.reports.rglob("*.*")
        if token("zm").encode() in path.read_bytes()
    ]
    assert set(holding) == {"intern"}


def test_planned_evaluations_are_a_calendar_file_with_the_token_alone(pages):
    calendar = pages.reports / "intern" / "de-vlieger" / "evaluaties.ics"
    text = calendar.read_text("utf-8").replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 1
    assert f"SUMMARY:Evaluatie van het proces {token('zl')}" in text and "20260413" in text


def test_a_case_put_aside_stays_aside_when_the_page_is_made_again(pages):
    acknowledge(pages, SCHOOL, token("zs"), date(2026, 3, 1))
    again = make_reports(pages, editions=("werklijst",))
    assert again.made == ["intern/de-vlieger/werklijst"]
    words = words_of(pages, "werklijst")
    assert "Bekeken en even weggelegd (1)" in words and "tot en met 1 maart 2026" in words
    assert make_reports(pages, editions=("werklijst",)).made == []


def test_the_next_delivery_says_what_left_the_list_and_what_is_new(pages, tmp_path):
    done = MELDING + "@m2 | @zm | 1 | 2025-11-04\n"
    deliver(pages, tmp_path / "tweede", "2026-03-31", melding=done)
    worklist = open_worklist(pages, SCHOOL)
    new = worklist.cases.set_index("token")["is_nieuw"]
    assert token("zm") not in worklist.listed or worklist.gone == ()
    assert (new[token("zl")], new[token("zs")]) == (True, False)


def on_screen(workspace, capsys, *words):
    """Return exit code and output of `meldcode worklist`."""
    code = run(["--workspace", str(workspace.root), "worklist", *words])
    return code, " ".join(capsys.readouterr().out.split())


def test_the_terminal_shows_the_list_in_the_order_of_the_page_by_the_name_of_the_school(
    workspace, capsys
):
    code, out = on_screen(workspace, capsys, "--school", "de vlieger")
    places = [out.index(token(name)) for name in ("zm", "ze", "zs", "zl")]
    assert code == 0 and places == sorted(places)
    assert "Bekijk eerst: melding nodig, niet vastgelegd (1)" in out


def test_a_case_is_put_aside_and_taken_back_from_the_terminal(workspace, capsys):
    words = ("--school", SCHOOL, "--language", "en")
    _, out = on_screen(workspace, capsys, *words, "--aside", token("zs"), "--until", "2026-03-01")
    assert "Looked at and put aside (1)" in out and "Put aside until 1 March 2026" in out
    _, out = on_screen(workspace, capsys, *words, "--back", token("zs"))
    assert "put aside" not in out
    assert on_screen(workspace, capsys, *words, "--aside", token("zs"))[0] == 2  # until when?


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_list_as_data_holds_every_open_case_and_leaves_unknown_empty(workspace, capsys, form):
    code, out = on_screen(workspace, capsys, "--school", SCHOOL, "--format", form)
    assert code == 0 and out.count(token("zm")[:-1]) == 1
    assert "NA" not in out.split("token")[1] and "NaT" not in out


def test_a_token_of_another_school_cannot_be_put_aside(workspace):
    with pytest.raises(UsageError, match="no open case"):
        acknowledge(workspace, SCHOOL, token("zx"), None)


def test_the_quality_page_shows_how_filled_each_part_is_and_which_checks_ran(pages):
    words = words_of(pages, "datakwaliteit")
    assert "Alle regels van de levering zijn overgenomen" in words or "klopt iets niet" in words
    assert "Welke controles zijn gedaan?" in words and "niet te controleren" in words


def test_before_the_marts_are_built_the_next_command_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    workspace = Workspace(tmp_path / "werkmap")
    load_deliveries(workspace, [write_delivery(tmp_path / "eerste")])
    with pytest.raises(WorkspaceError, match="meldcode build"):
        read_worklist(workspace, SCHOOL)


def test_a_school_that_has_not_delivered_is_refused_with_the_choices(workspace):
    with pytest.raises(UsageError, match="choices: De Vlieger"):
        read_worklist(workspace, "S-anders")
