"""Events of the system's own government: kept in ``events``, shown by no table of a concept.

OpenZeppelin's events are here, too; their numbers are wider than a column and some hold text.
"""

from sqlalchemy import Table

from ledger.store.rules import Entry, Ignore

_MANAGER = (
    "OperationCanceled",
    "OperationExecuted",
    "OperationScheduled",
    "RoleAdminChanged",
    "RoleGrantDelayChanged",
    "RoleGranted",
    "RoleGuardianChanged",
    "RoleLabel",
    "RoleRevoked",
    "TargetAdminDelayUpdated",
    "TargetClosed",
    "TargetFunctionRoleUpdated",
)
_MANAGED = ("Enrolments", "Kinds", "Parties", "Postings")

TABLES: tuple[Table, ...] = ()
RULES: tuple[Entry, ...] = (
    *(Ignore(f"AccessManager.{event}", why="who governs is read from the manager itself") for event in _MANAGER),
    *(Ignore(f"{name}.AuthorityUpdated", why="emitted at deployment and never again") for name in _MANAGED),
)
