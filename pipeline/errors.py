"""Every error that this package raises, one class per situation.

The docstring of a class is its meaning; `exit_code` is what the command line returns for it.
A message is one or two lines: the object, the count, what is allowed, the next command.
It never holds a value from a record.
"""


class MeldcodeError(Exception):
    """Something went wrong that has no class of its own."""

    exit_code = 1


class UsageError(MeldcodeError):
    """The command was called with arguments that do not fit: an unknown school, year or edition."""

    exit_code = 2


class WorkspaceError(MeldcodeError):
    """The workspace is empty, in use by another process, read-only, or full."""

    exit_code = 1


class KeyFileError(MeldcodeError):
    """The key file is absent, readable by others, or does not open the case database."""

    exit_code = 1


class VaultError(MeldcodeError):
    """The school's vault is absent, damaged, of another school, or changed while it was in use."""

    exit_code = 1


class FindingsError(MeldcodeError):
    """A delivery holds findings that refuse rows; the rest was taken."""

    exit_code = 3


class DeliveryRefused(MeldcodeError):
    """A whole delivery is refused; nothing of it was loaded."""

    exit_code = 4


class DeclarationError(MeldcodeError):
    """A file of `data_schema/` does not hold: the message names file, key and the choices."""

    exit_code = 5


class BuildError(MeldcodeError):
    """A mart breaks an invariant, such as stock and flow that do not close."""

    exit_code = 5


class DisclosureError(MeldcodeError):
    """The release gate published nothing."""

    exit_code = 6


class NoProofError(DisclosureError):
    """The search for a pattern of hidden cells ended before it was proven to be the best."""


class ImpossibleError(DisclosureError):
    """No counts agree with what was shown and what a reader assumes: the attack cannot be run."""


class ReportError(MeldcodeError):
    """One or more reports failed; the others were made."""

    exit_code = 7


class UnreadableFile(DeliveryRefused):
    """A file of a delivery cannot be read, or not further than `row`; `rule` is the broken rule."""

    def __init__(self, message: str, rule: str, row: int | None = None) -> None:
        super().__init__(message)
        self.rule, self.row = rule, row
