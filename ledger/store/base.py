"""The tables of the mirror that belong to no concept.

``blocks`` and ``events`` are append-only and are what the mirror believes; every other table follows from them.
Numbers are as in ``schema``; ``head`` and hashes are 32 bytes.
"""

from sqlalchemy import Index, func, literal_column

from ledger.store.schema import B20, B32, BLOB, CHAIN, INT, table

blocks = table("blocks", key=("number",), number=INT, hash=B32, parent=B32, time=INT, receipts_root=B32)
"""Every block from the deployment on. ``time`` in UTC seconds."""

events = table("events", key=("block", "log"), block=INT, log=INT, tx=B32, writer=B20, topics=BLOB, data=BLOB)
"""Every log of the enrolled contracts as the chain gave it: ``topics`` joined, 32 bytes each; ``log`` is its index in
the block."""

first16 = func.substr(events.c.topics, literal_column("33"), literal_column("16"))
"""The asset or party that an event's first argument names, or whose right it is. Its numbers stand in the statement:
SQLite would not see that a query with parameters asks for what its index holds."""
Index("events_by_first", events.c[CHAIN], first16)

checkpoint = table("checkpoint", key=(), number=INT, hash=B32, genesis=B32, deployment=B32)
"""How far the mirror has come: one row a chain. ``deployment`` is the fingerprint of the deployment's record."""

dossiers = table("dossiers", key=("subject",), subject=B32, head=B32, records=INT, block=INT, broken=INT)
"""The head of every dossier, computed from the events. ``block``: of the last record. ``broken`` 1: the chain's head is
another."""

compared = table("compared", key=(), number=INT)
"""The indexer's own note: the block up to which the dossiers' heads were compared with the chain's. A kill between
writing and comparing loses no comparison; no row: none was. It says nothing of the chain, so it is in no digest."""

TABLES = (blocks, events, checkpoint, dossiers)
