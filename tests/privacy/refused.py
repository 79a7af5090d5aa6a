"""A release that is refused."""

import pytest

from pipeline.disclosure.gate import release
from pipeline.errors import DisclosureError, MeldcodeError
from pipeline.workspace import Workspace


def refusal(workspace: Workspace, kind: type[MeldcodeError] = DisclosureError) -> str:
    """Return what the user is told; it is one line, and nothing was published."""
    before = workspace.released.read_bytes() if workspace.released.exists() else b""
    with pytest.raises(kind) as caught:
        release(workspace)
    words = str(caught.value)
    assert "\n" not in words
    after = workspace.released.read_bytes() if workspace.released.exists() else b""
    assert before == after
    return words
