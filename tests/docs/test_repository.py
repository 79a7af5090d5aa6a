"""What is tracked names no machine, registry or person; SECURITY.md and the notices are right."""

import re

import pytest
from stdnum.nl import bsn

from pipeline.errors import MeldcodeError
from tests.docs.repository import ROOT, read, tracked

NO_TEXT = (".png", ".xlsx", ".bin")
TEXTS = [n for n in tracked() if not n.endswith(NO_TEXT) and n != "requirements.lock"]
MACHINE = re.compile(r"(?<![\w.~])/(?:work|root|home|tmp|Users)/\w|[A-Z]:\\\\?Users")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|npmjs\.(?:org|com)|anaconda\.(?:org|com)|artifactory"
)
PHONE = re.compile(
    r"(?<![\w.-])(?!\d\d-\d\d-\d{4})(?:\+31|0031|0)[ -]?[1-9](?:[ -]?\d){8}(?![\w.-])"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NUMBER = re.compile(r"(?<![\w.,-])\d{9}(?![\w.,-])")
TEST_NAME = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
ABOUT_TRIPWIRES = {
    "data_schema/sample_faults.yml",
    "tests/privacy/test_scan.py",
    "tests/unit/test_intake_quality.py",
    "tests/unit/test_intake_tripwires.py",
    "tests/unit/test_sample_faults.py",
    "tests/unit/test_thresholds.py",
}
"""Files that must hold what looks like an identity, to show that it is refused."""


def hits(pattern: re.Pattern[str], names: list[str]) -> list[tuple[str, str]]:
    return [(name, found) for name in names for found in pattern.findall(read(name))]


def test_no_file_names_a_folder_of_one_machine():
    assert hits(MACHINE, [n for n in TEXTS if n != "tests/docs/test_repository.py"]) == []


def test_no_file_names_a_registry_of_packages():
    assert hits(REGISTRY, [n for n in TEXTS if n != "tests/docs/test_repository.py"]) == []


def test_no_file_names_a_real_phone_address_or_number_of_a_person():
    names = [name for name in TEXTS if name not in ABOUT_TRIPWIRES]
    assert hits(PHONE, names) == []
    assert hits(EMAIL, names) == []
    assert [hit for hit in hits(NUMBER, names) if bsn.is_valid(hit[1])] == []


@pytest.mark.parametrize("path", sorted(ABOUT_TRIPWIRES))
def test_what_looks_like_an_identity_in_a_test_is_an_obvious_example(path):
    digits = {re.sub(r"\D", "", phone)[-8:] for phone in PHONE.findall(read(path))}
    assert digits <= {"12345678"}
    hosts = {email.rpartition("@")[2] for email in EMAIL.findall(read(path))}
    assert hosts <= {"school.example", "school.nl", "een.school.nl", "voorbeeld.nl", "b.nl"}


def test_every_test_that_security_md_names_is_there():
    named = TEST_NAME.findall(read("SECURITY.md"))
    assert len(named) > 10
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).is_file() or (test and f"def {test}(" not in read(path))
    ]
    assert missing == []


def test_every_package_of_the_lock_is_in_the_notices():
    pinned = re.findall(r"^([a-z0-9][\w.-]*)==([\w.!+]+)", read("requirements.lock"), re.M)
    told = set(re.findall(r"^\| ([\w.-]+) \| ([\w.!+]+) \|", read("THIRD_PARTY.md"), re.M))
    assert set(pinned) == told - {("package", "version")}, "run: python .ci/notices.py"


def test_every_error_says_what_it_means_and_has_an_exit_code_of_the_table():
    def family(error: type[MeldcodeError]) -> list[type[MeldcodeError]]:
        return [error, *(e for child in error.__subclasses__() for e in family(child))]

    for error in family(MeldcodeError):
        assert error.__doc__ and error.exit_code in range(1, 8), error.__name__
        assert f"`{error.__name__}`" in read("pipeline/commands/COMMANDS.md")


def test_every_module_says_what_it_is_for():
    silent = [
        name
        for name in tracked()
        if name.endswith(".py")
        and not name.endswith("__init__.py")
        and '"""' not in read(name)[:200]
    ]
    assert silent == []


def test_a_folder_of_tests_is_in_their_readme():
    folders = {name.split("/")[1] for name in tracked() if re.match(r"tests/\w+/.*test_", name)}
    assert folders <= set(re.findall(r"^\| `(\w+)/`", read("tests/README.md"), re.M))
