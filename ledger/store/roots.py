"""Which documents the chain names: what a mirror made from the chain alone does not hold."""

from sqlalchemy import Connection

from ledger.store.mirror import Mirror

NAMES = ("document", "inventory")
"""Arguments of events that are roots of record documents."""


def document_roots(connection: Connection, mirror: Mirror) -> list[bytes]:
    """Return every root that an event names, once, in the order in which the chain first names it."""
    places = {
        event: [at for at, (name, kind) in enumerate(arguments) if name in NAMES and kind == "bytes32"]
        for event, arguments in mirror.decoder.arguments.items()
    }
    roots: dict[bytes, None] = {}
    for logs, times in mirror.stored(connection):
        for raw in logs:
            event = mirror.decoder.event(raw, times[raw.block])
            found = (event.values[at] for at in places[event.name])
            roots.update(dict.fromkeys(root for root in found if isinstance(root, bytes) and any(root)))
    return list(roots)
