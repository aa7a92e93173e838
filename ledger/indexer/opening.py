"""Brings node, contracts and database together: what every command that touches the mirror begins with."""

from ledger.chain.client import Chain
from ledger.chain.network import Network
from ledger.indexer.concepts import MIRRORS
from ledger.indexer.indexer import Indexer, Tell, log
from ledger.store import subjects
from ledger.store.db import open_store
from ledger.store.mirror import Mirror
from ledger.store.raw import Decoder
from ledger.store.registry import check_complete, collect
from ledger.store.source import Source
from ledger.store.subjects import check_subjects


def open_mirror(source: Source, url: str) -> Mirror:
    """Open the mirror of a deployment at a database URL; ``Indexer.start`` makes its tables.

    Raises SchemaWrong when events, rules, tables and subjects do not fit each other: then nothing is opened.
    """
    chain, schema, table = source.chain, collect(MIRRORS), subjects.load()
    decoder = Decoder(chain.abi, source.writers)
    check_complete(decoder.arguments, schema)
    check_subjects(decoder.arguments, table)
    return Mirror(open_store(url, "mirror"), schema, decoder, table, chain.deployment.chain_id)


def open_indexer(chain: Chain, network: Network, url: str, tell: Tell = log) -> Indexer:
    """Return the indexer of a chain, not yet started. ``tell`` is told what happens on the way."""
    source = Source(chain)
    embedded = network.consensus == "anvil"
    return Indexer(source, open_mirror(source, url), network.confirmations, embedded, tell)
