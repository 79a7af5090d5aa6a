"""What a run remembers of the reports it made, so that the next one makes only what is needed."""

from dataclasses import replace

import pytest

from pipeline.errors import UsageError
from pipeline.report.state import (
    Record,
    add_record,
    file_hash,
    is_current,
    read_records,
    write_file,
)
from pipeline.schools import Schools, read_schools
from pipeline.workspace import Workspace

RECORD = Record(
    key="vrijgave/a",
    edition="bestuur",
    tier="vrijgave",
    title="A",
    school="",
    school_name="",
    language="nl",
    peildatum="2026-01-31",
    made="2026-02-01",
    source="s1",
    recipe="r1",
    files={},
)


def on_disk(tmp_path):
    write_file(tmp_path / "vrijgave" / "a.html", b"<p>x</p>")
    name = "vrijgave/a.html"
    return replace(RECORD, files={name: file_hash(tmp_path / name)})


def test_a_report_is_current_when_data_recipe_and_file_are_as_they_were(tmp_path):
    record = on_disk(tmp_path)
    assert is_current(record, "s1", "r1", tmp_path)
    assert not is_current(record, "s2", "r1", tmp_path)
    assert not is_current(record, "s1", "r2", tmp_path)
    assert not is_current(None, "s1", "r1", tmp_path)


@pytest.mark.parametrize("change", ["edited", "deleted"])
def test_a_file_that_was_touched_is_made_again(tmp_path, change):
    record, path = on_disk(tmp_path), tmp_path / "vrijgave" / "a.html"
    path.unlink() if change == "deleted" else path.write_text("anders")
    assert not is_current(record, "s1", "r1", tmp_path)


def test_the_last_line_about_a_report_holds(tmp_path):
    workspace = Workspace(tmp_path)
    add_record(workspace, RECORD)
    add_record(workspace, replace(RECORD, source="s2"))
    assert read_records(workspace) == {"vrijgave/a": replace(RECORD, source="s2")}


def test_a_line_that_was_cut_off_half_way_is_passed_over(tmp_path):
    workspace = Workspace(tmp_path)
    add_record(workspace, RECORD)
    path = tmp_path / "rapporten.jsonl"
    path.write_text(path.read_text() + '{"key": "vrijgave/b", "edit')
    assert list(read_records(workspace)) == ["vrijgave/a"]
    add_record(workspace, replace(RECORD, key="vrijgave/c"))
    assert list(read_records(workspace)) == ["vrijgave/a", "vrijgave/c"]


def test_a_report_is_written_in_one_move_and_for_its_owner_alone(tmp_path):
    write_file(tmp_path / "a" / "b.html", b"x")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.html"]
    assert (tmp_path / "a" / "b.html").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("separator", [",", ";"])
def test_names_of_schools_come_from_a_file_with_either_separator(tmp_path, separator):
    workspace = Workspace(tmp_path)
    lines = [f"school_id{separator}naam", f"S1{separator}Het Kompas"]
    workspace.school_names.write_text("\n".join(lines), encoding="utf-8-sig")
    schools = read_schools(workspace)
    assert (schools.name("S1"), schools.slug("S1")) == ("Het Kompas", "het-kompas")


def test_two_schools_of_one_name_have_a_folder_each():
    schools = Schools({"S1": "De Regenboog", "S2": "De Regenboog"})
    assert schools.slug("S1") != schools.slug("S2")


def test_a_school_without_a_name_has_a_short_label_that_is_not_its_token():
    token = "S1996be994b61fcc2d284314146"
    label = Schools().name(token)
    assert token not in label and label == Schools().name(token) and len(label) < 16


def test_a_file_of_names_without_its_columns_is_refused(tmp_path):
    workspace = Workspace(tmp_path)
    workspace.school_names.write_text("id,name\nS1,x", encoding="utf-8")
    with pytest.raises(UsageError, match="school_id and naam"):
        read_schools(workspace)
