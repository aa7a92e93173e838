"""The concepts' mirrors fit the committed contracts: every event has its rule or its reason, and its subject."""

from ledger.chain import abi
from ledger.indexer.concepts import MIRRORS
from ledger.store import base, subjects
from ledger.store.raw import Decoder
from ledger.store.registry import check_complete, collect
from ledger.store.subjects import check_subjects


def _events() -> Decoder:
    found = abi.load()
    return Decoder(found, {number.to_bytes(20, "big"): name for number, name in enumerate(found.contracts)})


def test_every_event_of_every_contract_has_a_rule_or_a_reason() -> None:
    check_complete(_events().arguments, collect(MIRRORS))


def test_every_event_of_every_contract_has_its_dossier_or_none() -> None:
    check_subjects(_events().arguments, subjects.load())


def test_no_concept_takes_a_table_of_the_mirror_itself() -> None:
    assert not {table.name for table in base.TABLES} & set(collect(MIRRORS).tables)
