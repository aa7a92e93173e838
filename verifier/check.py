"""The check of a certificate: form, seals, state, records, documents, and then what they say."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from verifier import certificate, documents, facts, records
from verifier.certificate import Asked, Certificate
from verifier.facts import Facts
from verifier.fold import Tables, fold
from verifier.natural_key import asset_id, natural_key
from verifier.refusal import Reason, Refusal
from verifier.seals import clique, qbft, witness
from verifier.state import Storage
from verifier.trie import Pool
from verifier.trust import Trust, demand_current

_SCHEMES: dict[str, Any] = {"clique": clique, "qbft": qbft, "witness": witness}
_ASSET = b"\1"
_UNFORESEEN = (
    *(LookupError, TypeError, ValueError, AttributeError, AssertionError),
    *(ArithmeticError, RecursionError, MemoryError),
)


def check(text: bytes, trust: Trust, demand: Iterable[str] = (), now: Callable[[], float] = time.time) -> Facts:
    """The facts that a certificate proves to who believes this trust file.

    ``demand``: codes of kinds of party that must be among the sealers. Refusal, and nothing else, for all that does
    not hold.
    """
    return prove(text, trust, demand, now)[0]


def prove(
    text: bytes, trust: Trust, demand: Iterable[str] = (), now: Callable[[], float] = time.time
) -> tuple[Facts, list[records.Record]]:
    """The facts, and the records that they follow from. Refusal."""
    try:
        return _check(certificate.read(text), trust, tuple(demand), int(now()))
    except _UNFORESEEN as error:
        # What is no refusal is a form that was not foreseen: refused, too, and never shown as a fault of the program.
        raise Refusal(Reason.FORM, part="file") from error


def _check(own: Certificate, trust: Trust, demand: tuple[str, ...], now: int) -> tuple[Facts, list[records.Record]]:
    demand_current(trust, now)
    if (own.chain_id, own.genesis) != (trust.chain_id, trust.genesis):
        raise Refusal(Reason.OTHER_NETWORK, network=trust.network)
    scheme = _SCHEMES[trust.consensus]
    sealers = scheme.signers(trust, own.header, own.headers, own.seals)
    _demand_kinds(trust, sealers, demand)

    pool, subject = Pool(own.nodes), (_ASSET + own.asked.asset).ljust(32, b"\0")
    head = Storage(pool, own.header, trust.contract("Dossiers")).mapped("head", subject)
    found = records.read(trust, own.records)
    if records.head(subject, found) != head.to_bytes(32):
        raise Refusal(Reason.HEAD)
    records.demand_order(found, own.header.number, own.header.time)
    told = _told(own, trust, pool, found)
    pool.finish()
    asked = {"kind": own.asked.kind, "id": "0x" + own.asked.id.hex(), "key": list(own.asked.key or ()) or None}
    proved = {
        "number": own.number,
        "asked": asked | {"state": told.pop("state", None)},
        "network": trust.network,
        "one_machine": trust.one_machine,
        "day": trust.day,
        "block": own.header.number,
        "block_hash": "0x" + scheme.block_hash(own.header).hex(),
        "time": own.header.time,
        "head": "0x" + head.to_bytes(32).hex(),
        "records": len(found),
        "sealers": [_sealer(trust, account) for account in sealers],
        **told,
    }
    return proved, found


def _told(own: Certificate, trust: Trust, pool: Pool, found: list[records.Record]) -> Facts:
    if own.asked.kind == "nothing":
        return _nothing(own, trust, pool, found)
    tables = fold(found)
    if (own.asked.asset,) not in tables["assets"]:
        raise Refusal(Reason.ASKED)
    told = facts.of(tables, own.header.time)
    _demand_asked(own.asked, tables)
    storage = Storage(pool, own.header, trust.contract("Parties"))
    parties = {party: facts.party(storage.mapped("_parties", party)) for party in facts.holders(told)}
    enclosed = documents.read(own.documents)
    named = facts.documents(told)
    if stray := [root for root in enclosed if "0x" + root.hex() not in named]:
        raise Refusal(Reason.DOCUMENT_STRAY, root="0x" + stray[0].hex())
    mortgage = tables["mortgages"].get((own.asked.id,))
    return told | {
        "state": mortgage["state"] if mortgage else None,
        "parties": {"0x" + party.hex(): row for party, row in parties.items()},
        "documents": {
            "0x" + root.hex(): {"fields": one.values, "closed": one.closed} for root, one in enclosed.items()
        },
        "not_enclosed": [root for root in named if bytes.fromhex(root[2:]) not in enclosed],
    }


def _nothing(own: Certificate, trust: Trust, pool: Pool, found: list[records.Record]) -> Facts:
    """Nothing is registered: no record, and the register's own slot is empty, so it is no alias either."""
    if found or own.documents != []:
        raise Refusal(Reason.REGISTERED)
    if own.asked.key is not None:
        _demand_key(own.asked, trust.chain_id, natural_key(own.asked.key))
    if Storage(pool, own.header, trust.contract("Assets")).mapped("_assets", own.asked.asset):
        raise Refusal(Reason.REGISTERED)
    return {}


def _demand_asked(asked: Asked, tables: Tables) -> None:
    """What is asked for is there, and the code that is told is one of the asset's."""
    ids = {"right": tables["rights"], "mortgage": tables["mortgages"]}
    if asked.kind in ids and (asked.id,) not in ids[asked.kind]:
        raise Refusal(Reason.ASKED)
    if asked.key is not None:
        keys = {row["natural_key"] for name in ("assets", "asset_aliases") for row in tables[name].values()}
        if natural_key(asked.key) not in keys:
            raise Refusal(Reason.ASKED)


def _demand_key(asked: Asked, chain_id: int, key: bytes) -> None:
    if asked.asset != asset_id(chain_id, key):
        raise Refusal(Reason.ASKED)


def _demand_kinds(trust: Trust, sealers: Iterable[bytes], demand: tuple[str, ...]) -> None:
    kinds = {own.kind for account in sealers if (own := trust.organisation(account)) is not None}
    if missing := sorted(set(demand) - kinds):
        raise Refusal(Reason.KIND_MISSING, kinds=", ".join(missing))


def _sealer(trust: Trust, account: bytes) -> dict[str, str | None]:
    own = trust.organisation(account)
    return {"account": "0x" + account.hex(), "name": own.name if own else None, "kind": own.kind if own else None}
