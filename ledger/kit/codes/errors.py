"""Why a code cannot be what it says. The error's code is the module's word and the kind of fault: `UsccChecksum`."""

from ledger.kit.errors import LedgerError


class CodeError(LedgerError):
    """Any fault of a code; `fields` holds at least `value`, the code as it was given."""


class WrongLength(CodeError):
    """Too many or too few characters."""


class WrongCharacters(CodeError):
    """A character that the code does not use."""


class WrongChecksum(CodeError):
    """Well-formed, but the check digit says that a character is wrong or that two are swapped."""


class WrongPart(CodeError):
    """Well-formed, but one part names something that does not exist (a date, a kind of body, a division)."""
