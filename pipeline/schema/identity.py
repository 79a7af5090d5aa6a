"""Words in a header that point to a person, as declared in `data_schema/identity`."""

from functools import cache
from pathlib import Path

from pipeline.paths import DATA_SCHEMA
from pipeline.schema.sources import normalise
from pipeline.schema.yaml_files import check_keys, read_yaml


@cache
def identity_words(root: Path = DATA_SCHEMA) -> dict[str, str]:
    """Return word → kind of identity, such as 'roepnaam' → 'naam'."""
    path = root / "identity" / "kolomnamen.yml"
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "title", "words"))
    return {word: kind for kind, words in content["words"].items() for word in words}


def identity_kind(header: str) -> str | None:
    """Return the kind of identity that a header points to, or None.

    'Roepnaam leerling' → 'naam'; the header itself is not to be shown.
    """
    name, words = normalise(header), identity_words()
    if name in words:
        return words[name]
    return next((words[part] for part in name.split("_") if part in words), None)
