"""A mistake in a declaration is refused: the complaint names the file, the key and the choices."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import DeclarationError, UsageError
from pipeline.norms.binding import check_norms
from pipeline.norms.reference import norm_lines
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.meldcode import Meldcode, meldcode_names, read_meldcode

READ_ONLY = ("codes", "toets", "thresholds")
NORM = "veilig_thuis_geraadpleegd"
KEPT = (NORM, "advies_mag_anoniem", "kind_voorop", "klok_bij_eerste_signaal")

EARLIER = """check: events
earlier:
  - source: {document: meldcode, section: x, from: 2015-01-01}
"""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Path, str]]:
    """A copy of the declarations with a few norms, and the text of each file of the meldcodes."""
    root = tmp_path_factory.mktemp("declarations")
    for folder in READ_ONLY:
        (root / folder).symlink_to(DATA_SCHEMA / folder)
    shutil.copytree(DATA_SCHEMA / "meldcodes", root / "meldcodes", ignore=_leave_out)
    files = (root / "meldcodes").rglob("*.yml")
    return root, {file: file.read_text("utf-8") for file in files}


@pytest.fixture
def root(copied: tuple[Path, dict[Path, str]]) -> Iterator[Path]:
    """Return a copy of the declarations with a few norms, for one mistake that is mended after."""
    root, texts = copied
    yield root
    for file, text in texts.items():
        if file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")


def read_anew(name: str, root: Path) -> Meldcode:
    """Read a meldcode that an earlier test may have read with another mistake."""
    return read_meldcode.__wrapped__(name, root)


def _leave_out(folder: str, names: list[str]) -> list[str]:
    if Path(folder) != DATA_SCHEMA / "meldcodes/basisonderwijs/norms":
        return []
    return [name for name in names if Path(name).stem not in KEPT]


@pytest.fixture
def complaint(root: Path) -> Callable[..., str]:
    """Return what is said after one replacement in one file."""

    def complain(old: str, new: str, file: str = f"basisonderwijs/norms/{NORM}.yml") -> str:
        path = root / "meldcodes" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(DeclarationError) as found:
            check_norms(read_anew("basisonderwijs", root))
        assert len(str(found.value).splitlines()) == 1
        return str(found.value)

    return complain


def test_an_unknown_column_names_the_file_the_key_and_the_closest_columns(complaint):
    said = complaint('holds: "eerste_advies_vt IS', 'holds: "eerste_advies_veilig IS')
    assert said.startswith(f"{NORM}.yml: holds: unknown column 'eerste_advies_veilig'; choices")
    assert "choices close to it: eerste_advies_vt," in said


def test_an_unknown_column_in_an_example_is_refused_too(complaint):
    said = complaint("given: {bereikte_stap_2", "given: {bereikte_stap_9")
    assert f"{NORM}.yml: example 1: given: unknown column 'bereikte_stap_9'" in said


@pytest.mark.parametrize("key", ["source", "holds", "due", "recorded", "grain", "label", "id"])
def test_a_missing_key_is_named(complaint, key):
    assert complaint(f"\n{key}:", f"\nx{key}:") == f"{NORM}.yml: key '{key}' is missing"


def test_a_source_without_a_section_or_a_date_is_refused(complaint):
    assert complaint('section: "Stap 2", ', "") == f"{NORM}.yml: source: key 'section' is missing"


def test_a_source_whose_date_is_no_date_is_refused(complaint):
    assert "from is no date; write it as 2019-01-01" in complaint(
        "from: 2019-01-01", "from: vroeger"
    )


def test_an_unknown_document_gives_the_choices(complaint):
    said = complaint("document: meldcode", "document: folder")
    assert said == f"{NORM}.yml: source: document is 'folder'; choices: meldcode"


@pytest.mark.parametrize(
    ("old", "new", "choice"),
    [
        ("strength: moet", "strength: vast", "mag"),
        ("check: events", "check: dossier", "attested"),
        ("grain: zaak", "grain: gezin", "besluit"),
        ('step: "2"', 'step: "7"', "5A"),
        ("who: [intern_begeleider", "who: [buurvrouw", "directie"),
        ("expect: voldaan", "expect: goed", "niet_geregistreerd"),
        ('U4: "acuut', 'U12: "acuut', "U11"),
        ("{veilig_thuis_in_stap_2} =", "{veilig_thuis_ooit} =", "veilig_thuis_in_stap_4"),
        (
            "under: {veilig_thuis_in_stap_2: altijd",
            "under: {veilig_thuis_in_stap_2: ooit",
            "zo_nodig",
        ),
    ],
)
def test_a_word_outside_a_closed_list_gives_the_choices(complaint, old, new, choice):
    said = complaint(old, new)
    assert said.startswith(f"{NORM}.yml") and "choices: " in said and choice in said


def test_the_name_is_the_name_of_the_file(complaint):
    assert complaint(f"name: {NORM}", "name: iets_anders") == (
        f"{NORM}.yml: name is 'iets_anders', expected '{NORM}'"
    )


def test_an_id_that_stands_twice_names_both_files(complaint):
    said = complaint("id: S2-03", "id: S2-04")
    assert "id 'S2-04' stands in" in said
    assert "advies_mag_anoniem.yml" in said and f"{NORM}.yml" in said


def test_two_lines_in_force_on_one_day_are_refused(complaint):
    earlier = (
        "check: events\nearlier:\n  - source: {document: meldcode, section: x, from: 2015-01-01, "
    )
    said = complaint("check: events\n", earlier + "until: 2019-01-01}\n")
    assert f"{NORM}.yml: source: two lines are in force on 2019-01-01" in said


def test_an_earlier_line_without_an_end_is_refused(complaint):
    earlier = (
        "check: events\nearlier:\n  - source: {document: meldcode, section: x, from: 2015-01-01}\n"
    )
    assert "two lines are in force on 2019-01-01" in complaint("check: events\n", earlier)


def test_a_line_that_ends_before_it_begins_is_refused(complaint):
    said = complaint("from: 2019-01-01}", "from: 2019-01-01, until: 2018-01-01}")
    assert said == f"{NORM}.yml: source: until lies before from"


def test_fewer_than_three_examples_are_refused(root):
    path = root / "meldcodes/basisonderwijs/norms" / f"{NORM}.yml"
    head, first, *_ = path.read_text(encoding="utf-8").split("  - name:\n")
    path.write_text(f"{head}  - name:\n{first}", encoding="utf-8")
    with pytest.raises(DeclarationError, match="examples: 1 given, at least 3 are needed"):
        read_anew("basisonderwijs", root)


def test_a_value_of_the_wrong_type_in_an_example_is_refused_without_repeating_it(complaint):
    said = complaint("bereikte_stap_2: true", "bereikte_stap_2: 41")
    assert said == f"{NORM}.yml: example 1: bereikte_stap_2: expected a value of type boolean"


def test_a_condition_that_is_no_yes_or_no_is_refused(complaint):
    said = complaint('recorded: "stap_2_vastgelegd"', 'recorded: "schooldagen_in_stap_2"')
    assert said == f"{NORM}.yml: recorded: gives INTEGER, expected a condition (yes or no)"


def test_a_condition_that_is_no_sql_is_refused(complaint):
    said = complaint('recorded: "stap_2_vastgelegd"', 'recorded: "stap_2_vastgelegd AND AND"')
    assert said == f"{NORM}.yml: recorded: not a condition that DuckDB can read"


def test_a_condition_that_is_empty_is_refused(complaint):
    assert "recorded is no text" in complaint('recorded: "stap_2_vastgelegd"', 'recorded: ""')


def test_an_unchecked_norm_may_not_have_a_rule(complaint):
    file = "basisonderwijs/norms/kind_voorop.yml"
    said = complaint("check: unchecked", "check: unchecked\ngrain: zaak", file)
    assert said.startswith("kind_voorop.yml: unknown key 'grain'")


def test_an_unchecked_norm_says_why(complaint):
    file = "basisonderwijs/norms/kind_voorop.yml"
    assert complaint("reason:", "waarom:", file) == "kind_voorop.yml: key 'reason' is missing"


def test_two_routes_for_the_same_answers_are_refused(complaint):
    said = complaint(
        'niet_onveilig: {answers: ["ja", "nee"]', 'niet_onveilig: {answers: ["ja", "ja"]',
        "basisonderwijs/meldcode.yml",
    )  # fmt: skip
    assert said.endswith("onveilig and niet_onveilig hold for the same answers")


def test_a_reading_whose_default_is_no_choice_is_refused(complaint):
    file = "basisonderwijs/readings/casemanager.yml"
    said = complaint("default: alleen_bij_cjg", "default: soms", file)
    assert said == "casemanager.yml: default is 'soms'; choices: alleen_bij_cjg, altijd"


def test_a_meldcode_that_leaves_out_a_norm_that_is_not_there_is_refused(root):
    path = root / "meldcodes/voortgezet_onderwijs/meldcode.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("without: [S1-12", "without: [S9-99"), "utf-8"
    )
    with pytest.raises(DeclarationError, match=r"without is 'S9-99'; choices: G-01"):
        read_anew("voortgezet_onderwijs", root)


def test_an_unknown_meldcode_gives_the_choices():
    with pytest.raises(UsageError, match="choices: basisonderwijs, kinderopvang"):
        read_meldcode("hogeschool")


def test_norm_lines_give_every_norm_in_force_with_its_place_in_the_source():
    for language in ("nl", "en"):
        for name in meldcode_names():
            lines = norm_lines(name, language)
            assert len(lines) == len(read_meldcode(name).norms)
            assert all(all(cell for cell in line) for line in lines)
    assert ("S2-03", "2") in [line[:2] for line in norm_lines()]
