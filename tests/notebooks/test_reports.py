"""Reports from made-up publications: what is made, what is refused, what goes on when one fails."""

import re
from dataclasses import replace
from html import unescape

import pytest

import pipeline.report.run as run
from pipeline.errors import ReportError, UsageError, WorkspaceError
from pipeline.present import theme
from pipeline.report import make_reports
from pipeline.report.page import check_page
from pipeline.report.plan import plan_jobs
from pipeline.report.state import read_records
from pipeline.schema.editions import choose_editions
from pipeline.workspace import Workspace
from tests.notebooks.published import (
    NEW_CASES,
    SCHOOLS,
    confidential_tables,
    make_workspace,
    publish,
)

EDITIONS = ("begin", "directie", "bestuur")
DUTCH = re.compile(
    r"\b(het|een|niet|van|wordt|worden|zijn|nog|geen|naar|maar|deze|zaak|zaken|schooldagen|bij"
    r"|waarbij|peildatum|voor|afspraak|levering|geregistreerd|gesprek|melding|weging|besluit)\b",
    re.IGNORECASE,
)
"""Words that no English page may hold; nouns that stay Dutch in English are not among them."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    workspace = make_workspace(tmp_path_factory.mktemp("werkmap"))
    seen = []
    summary = make_reports(
        workspace, editions=EDITIONS, progress=lambda done, total, what: seen.append((done, total))
    )
    return workspace, summary, seen


def page(workspace, name):
    return (workspace.reports / f"{name}.html").read_text(encoding="utf-8")


def test_each_edition_lands_below_its_own_tier(made):
    _, summary, _ = made
    assert summary.failed == {}
    assert sorted(summary.made) == [
        "vertrouwelijk/de-vlieger/jaarevaluatie-2024-2025",
        "vertrouwelijk/het-kompas/jaarevaluatie-2024-2025",
        "vrijgave/begin-hier",
        "vrijgave/bestuur-overzicht",
    ]


def test_progress_counts_up_to_the_total(made):
    assert made[2] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_page_says_the_number_that_was_published(made):
    workspace, _, _ = made
    for school, name in SCHOOLS.items():
        slug = name.lower().replace(" ", "-")
        text = page(workspace, f"vertrouwelijk/{slug}/jaarevaluatie-2024-2025")
        assert f"begonnen {NEW_CASES[school]} zaken" in text


def test_nothing_of_one_school_is_on_the_page_of_another(made):
    workspace, _, _ = made
    text = page(workspace, "vertrouwelijk/het-kompas/jaarevaluatie-2024-2025")
    assert "De Vlieger" not in text and "school_01" not in text


def test_no_page_would_load_anything(made):
    workspace, _, _ = made
    pages = list(workspace.reports.rglob("*.html"))
    assert len(pages) == 5
    for path in pages:
        text = path.read_text(encoding="utf-8")
        check_page(text)
        assert "default-src 'none'" in text
        assert not re.search(r"https?://|<script|@import|url\(", text)


def test_a_hidden_count_is_the_marker_and_up_to_the_total_the_bar_goes_on_as_one_light_part(made):
    workspace, _, _ = made
    text = page(workspace, "vrijgave/bestuur-overzicht")
    assert '<td class="n">·</td>' in text and ">samen 61<" in text
    assert "niet apart getoond" in text and f'fill="{theme.PALE}"' in text


def test_a_table_that_was_held_back_says_why(made):
    assert "Te weinig zaken om te tonen." in page(made[0], "vrijgave/bestuur-overzicht")


def test_the_naive_median_stands_beside_the_one_with_open_cases(made):
    text = page(made[0], "vertrouwelijk/de-vlieger/jaarevaluatie-2024-2025")
    assert "komt u dan op 7 in plaats van 12" in text
    assert "te weinig zaken om een tijd te noemen" in text


def test_a_second_run_makes_nothing_that_is_current(made):
    workspace, first, _ = made
    again = make_reports(workspace, editions=EDITIONS)
    assert (again.made, sorted(again.skipped)) == ([], sorted(first.made))


def test_the_index_names_every_report_and_its_delivery(made):
    text = page(made[0], "index")
    for record in read_records(made[0]).values():
        assert f'href="{record.page}"' in text
    assert "Alle 4 rapporten zijn actueel." in text and "31 januari 2026" in text
    assert text.count("De Vlieger<") == 1  # a name stands once, with its reports beside it


def test_a_page_points_at_the_pages_that_explain_it_and_never_from_released_to_a_school(made):
    workspace, _, _ = made
    text = page(workspace, "vertrouwelijk/de-vlieger/jaarevaluatie-2024-2025")
    for place in ("../../vertrouwelijk/de-vlieger/afspraken", "../../vrijgave/zo-tellen-wij"):
        assert f'href="{place}.html"' in text
    assert 'href="../../intern/de-vlieger/datakwaliteit.html"' in text
    released = page(workspace, "vrijgave/bestuur-overzicht")
    assert 'href="../vrijgave/zo-tellen-wij.html"' in released
    assert "vertrouwelijk/" not in released and "intern/" not in released


def test_every_link_within_a_page_leads_to_a_place_on_it(made):
    for path in made[0].reports.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        ids = set(re.findall(r' id="([^"]+)"', text))
        assert set(re.findall(r'href="#([^"]+)"', text)) - ids == set()


def test_new_data_makes_only_that_school_again(tmp_path):
    workspace = make_workspace(tmp_path)
    make_reports(workspace, editions=("directie",))
    tables = confidential_tables("school_02")
    del tables["stilstand_telling"]
    publish(workspace.confidential("school_02"), "vertrouwelijk", tables, "school_02")
    index = make_reports(workspace, editions=("bestuur",)).index.read_text(encoding="utf-8")
    assert index.count("verouderd: er zijn nieuwere gegevens") == 1
    again = make_reports(workspace, editions=("directie",))
    assert again.made == ["vertrouwelijk/het-kompas/jaarevaluatie-2024-2025"]


def test_one_failing_report_stops_no_other(tmp_path):
    workspace = make_workspace(tmp_path)
    path = workspace.confidential("school_01")
    tables = confidential_tables("school_01")
    table = tables["duur"]
    renamed = tuple("x" if name == "mediaan" else name for name in table.measures)
    broken = replace(table, measures=renamed)
    publish(path, "vertrouwelijk", {**tables, "duur": broken}, "school_01")
    summary = make_reports(workspace, editions=("directie",))
    assert summary.made == ["vertrouwelijk/het-kompas/jaarevaluatie-2024-2025"]
    assert list(summary.failed) == ["vertrouwelijk/de-vlieger/jaarevaluatie-2024-2025"]
    assert "cell" in summary.failed["vertrouwelijk/de-vlieger/jaarevaluatie-2024-2025"]
    assert "1 rapport niet gelukt" in summary.index.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_tells_the_place_and_not_the_value(tmp_path, monkeypatch):
    workspace = make_workspace(tmp_path)

    def fail(*_, **__):
        raise KeyError("NL91 geheim")

    monkeypatch.setattr("pipeline.report.files.make_page", fail)
    summary = make_reports(workspace, editions=("directie",), school="school_01")
    (reason,) = summary.failed.values()
    assert re.fullmatch(r"unexpected KeyError \(pipeline/report/files\.py:\d+\)", reason)


def test_no_text_of_any_english_page_is_left_in_dutch(tmp_path):
    workspace = make_workspace(tmp_path)
    editions = (*EDITIONS, "afspraken", "methode")
    made = make_reports(workspace, editions=editions, school="school_01", language="en")
    more = make_reports(workspace, editions=("begin", "bestuur", "methode"), language="en")
    assert {*made.failed, *more.failed} == set()
    for name in [*made.made, *more.made, "index"]:
        words = re.sub(
            r'<style>.*?</style>|<span lang="nl">.*?</span>|<[^>]+>',
            " ",
            page(workspace, name),
            flags=re.DOTALL,
        )
        words = re.sub("|".join(SCHOOLS.values()), "", unescape(words))
        found = {match.group() for match in DUTCH.finditer(words)}
        assert (name, found) == (name, set())


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"editions": ("jaarverslag",)}, "choices: begin, directie"),
        ({"school": "school_99"}, "choices: De Vlieger, Het Kompas"),
        ({"schooljaar": "2019-2020"}, "choices: 2024-2025, 2025-2026"),
        ({"language": "de"}, "choices: nl, en"),
        ({"formats": ("docx",)}, "choices: html"),
    ],
)
def test_a_wrong_choice_is_refused_with_the_choices(tmp_path, options, complaint):
    options = {"editions": ("directie",), **options}
    with pytest.raises(UsageError, match=complaint):
        make_reports(make_workspace(tmp_path), **options)


def test_without_a_release_the_next_command_is_named(tmp_path):
    with pytest.raises(WorkspaceError, match="meldcode release"):
        make_reports(Workspace(tmp_path / "leeg"), editions=("directie",))


def test_a_parameter_that_the_notebook_does_not_have_is_refused_before_it_runs():
    path = run.notebook_path("10_directie_jaarevaluatie")
    with pytest.raises(ReportError, match="has no parameter scool"):
        run.check_parameters(path, {"scool": "x"})


def test_no_token_or_path_is_in_a_file_name(tmp_path):
    workspace = make_workspace(tmp_path)
    workspace.school_names.unlink()
    token = "S1996be994b61fcc2d284314146"
    publish(workspace.confidential(token), "vertrouwelijk", confidential_tables("school_01"), token)
    jobs = plan_jobs(workspace, choose_editions(("directie",)), None, None, "nl")
    stems = [job.stem.partition("/")[0] for job in jobs]
    assert token not in "".join(stems)
    assert stems[1:] == ["school-01", "school-02"] and re.fullmatch(r"school-[0-9a-f]{6}", stems[0])
