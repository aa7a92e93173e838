"""The enrolled contracts as a table."""

from ledger.store.rules import Entry, Insert, Update
from ledger.store.schema import B20, INT, maybe, table

enrolments = table(
    "enrolments",
    key=("writer",),
    writer=B20,
    capabilities=INT,
    enrolled=INT,
    block=INT,
    closed=maybe(INT),
)
"""``capabilities`` as given; ``closed``: since when the contract takes no new business."""

TABLES = (enrolments,)

RULES: tuple[Entry, ...] = (
    Insert("Enrolments.Enrolled", "enrolments", key=("writer",), also={"enrolled": "$time", "block": "$block"}),
    Update("Enrolments.EnrolmentClosed", "enrolments", key=("writer",), also={"closed": "$time"}),
)
