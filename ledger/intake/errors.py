"""What can be wrong with a workbook, a sheet or a cell. The sentence of each code lies in the area `intake`."""

from ledger.kit.errors import LedgerError


class WorkbookError(LedgerError):
    """The file as a whole cannot be read; nothing of it was."""


class CellError(LedgerError):
    """One cell, or one row, cannot be imported as it stands."""
