"""The contracts: whether this programme speaks their language, who else writes, what government is about to do."""

import shlex
from collections.abc import Iterator

from ledger.chain import abi
from ledger.chain.abi import FOLDER, topic0
from ledger.chain.words import moment
from ledger.doctor.evidence import written
from ledger.doctor.outcome import Found, check, fault, warning
from ledger.doctor.patient import Patient
from ledger.postings import queries as postings
from ledger.store import timeline
from ledger.store.timeline import Record

WEEK = 7 * 86_400
"""Seconds after which OpenZeppelin's AccessManager forgets an act that was scheduled and not done."""


@check(other=fault("ledger chain status"), unknown=fault("ledger chain status"))
def versions(patient: Patient) -> Iterator[Found]:
    """Whether the contracts on the chain are those of this programme, byte for byte."""
    own, code = patient.chain.deployment, _codes(patient)
    known = abi.load().contracts
    unknown = sorted(name for name in own.addresses if name not in known)
    if unknown:
        yield Found("unknown", written(patient.record_path), fields={"contracts": ", ".join(unknown)})
    wrong = [name for name in code if name in known and not _made_by(known[name].bytecode, code[name])]
    if wrong:
        since = max(written(FOLDER / f"{name}.json") or 0 for name in wrong)
        yield Found("other", since, fields={"contracts": ", ".join(wrong)})


@check(stranger=fault("cp NEW/deployment.json {path}"))
def enrolled(patient: Patient) -> Iterator[Found]:
    """Contracts that may write into this ledger and are not in the record: the mirror stops before the first."""
    chain, known = patient.chain, patient.record.writers
    topic = "0x" + topic0(chain.abi.contract("Enrolments").events["Enrolled"]).hex()
    place = "0x" + chain.address("Enrolments").hex()
    wanted = {"address": place, "topics": [topic], "fromBlock": hex(patient.record.start_block), "toBlock": "latest"}
    for log in chain.rpc.call("eth_getLogs", wanted):
        writer, number = bytes.fromhex(log["topics"][1][26:]), int(log["blockNumber"], 16)
        if writer not in known:
            fields = {"contract": "0x" + writer.hex(), "path": shlex.quote(str(patient.record_path))}
            yield Found("stranger", chain.block(number).time, number, fields)


@check(waiting=warning("ledger chain status"), ready=warning("ledger chain status"))
def government(patient: Patient) -> Iterator[Found]:
    """Acts of the system's government that were announced and not yet done: a new contract, another governor."""
    with patient.view() as view:
        for act in _scheduled(timeline.of_writer(view, patient.record.address("AccessManager"))):
            since, target = int(act["schedule"]), bytes(act["target"])
            if view.now < since + WEEK:
                name = patient.record.contract_at(target) or "0x" + target.hex()
                fields = {"contract": name, "at": moment(since), "until": moment(since + WEEK)}
                yield Found("ready" if since <= view.now else "waiting", act.time, act.block, fields)


@check(paused=warning("ledger chain status"))
def pause(patient: Patient) -> Iterator[Found]:
    """Whether the guardian has paused the system: all but acts that release are refused."""
    with patient.view() as view:
        since = postings.paused_since(view)
    if since is not None:
        yield Found("paused", since)


def _codes(patient: Patient) -> dict[str, bytes]:
    places = patient.chain.deployment.addresses
    asked = [("eth_getCode", ("0x" + address.hex(), "latest")) for address in places.values()]
    found = patient.rpc.batch(asked)
    return {name: bytes.fromhex(code[2:]) for name, code in zip(places, found, strict=True)}


def _made_by(creation: bytes, code: bytes) -> bool:
    """Whether this creation code leaves that code: it ends with it, zeros standing for what is known at deployment."""
    template = creation[len(creation) - len(code) :]
    return len(template) == len(code) and all(one in (0, two) for one, two in zip(template, code, strict=True))


def _scheduled(records: list[Record]) -> list[Record]:
    """The acts that were neither done nor cancelled, by their operation; scheduled again they have a new number."""
    open_: dict[object, Record] = {}
    for record in records:
        if record.name == "OperationScheduled":
            open_[record["operationId"]] = record
        elif record.name in ("OperationExecuted", "OperationCanceled"):
            open_.pop(record["operationId"], None)
    return list(open_.values())
