"""The network's node: whether it answers, serves our chain, goes on, and keeps the time."""

import shlex
from collections.abc import Iterator
from difflib import get_close_matches

import orjson

from ledger.chain import blocks, clock, process
from ledger.chain.errors import NodeDown, NodeMissing, NodeRefused, WrongChain, WrongDeployment
from ledger.chain.node import sound
from ledger.chain.words import moment
from ledger.doctor.evidence import last, written
from ledger.doctor.outcome import Found, check, fault
from ledger.doctor.patient import Patient
from ledger.kit.errors import LedgerError
from ledger.store.view import viewing

HALT = 300
"""Seconds without a block after which a chain of several validators has stopped."""
DRIFT = 15
"""Seconds by which a node's clock may be ahead: what the validators of a network tolerate."""
LATE = 120
"""Seconds by which the embedded node's clock may be behind."""
STUCK = 60
"""Seconds that a transaction may wait on a chain that stands still."""


@check(unknown=fault("export LEDGER_NETWORK={meant}"), invalid=fault())
def profile(patient: Patient) -> Iterator[Found]:
    """The profile of the network (LEDGER_NETWORK)."""
    try:
        assert patient.network
    except LedgerError as error:
        unknown = error.code == "NetworkUnknown"
        path = patient.profiles / f"{patient.network_name}.toml"
        known = str(error.fields.get("known", ""))
        fields = {"name": patient.network_name, "path": path, "detail": error.fields.get("detail", ""), "known": known}
        yield Found(
            "unknown" if unknown else "invalid",
            None if unknown else written(path),
            fields=fields | {"meant": _meant(patient, known.split(", "))},
        )


@check(
    missing=fault("ledger up --detach"),
    undeployed=fault(
        "ledger chain deploy --governor ACCOUNT --guardian ACCOUNT --bureau-admin ACCOUNT --area DIVISION"
    ),
    garbled=fault("cp BACKUP/chain/deployment.json {path}"),
    other=fault("export LEDGER_NETWORK={network}"),
)
def record(patient: Patient) -> Iterator[Found]:
    """The record of the deployment: where the contracts of this ledger are."""
    path = patient.record_path
    fields = {"path": shlex.quote(str(path))}
    if not path.exists():
        yield Found("missing" if patient.embedded else "undeployed", fields=fields)
        return
    try:
        found = patient.record
    except LedgerError as error:
        yield Found("garbled", written(path), fields=fields | {"detail": error.fields["detail"]})
        return
    if found.chain_id != patient.network.chain_id:
        chains = {"chain_id": found.chain_id, "expected": patient.network.chain_id}
        yield Found("other", written(path), fields=fields | chains | {"network": found.network})


@check(
    stopped=fault("ledger up --detach"),
    died=fault("ledger up --detach"),
    programme=fault("scripts/setup"),
    broken=fault("cp BACKUP/chain/state.json {path}"),
    silent=fault("ledger down && ledger up --detach"),
    away=fault("export LEDGER_RPC=http://HOST:8545"),
)
def node(patient: Patient) -> Iterator[Found]:
    """Whether the node answers within seconds."""
    if patient.own_node and not patient.node.alive():
        yield _embedded(patient)
        return
    try:
        assert patient.rpc
    except (NodeDown, NodeRefused) as error:
        if patient.own_node:
            yield Found("silent", _last_sign(patient), fields={"detail": error})
        else:
            yield Found("away", _last_block(patient), fields={"detail": error})


@check(
    chain=fault("export LEDGER_RPC=http://HOST:8545"),
    genesis=fault("export LEDGER_RPC=http://HOST:8545"),
    code=fault("export LEDGER_RPC=http://HOST:8545"),
)
def identity(patient: Patient) -> Iterator[Found]:
    """Whether chain id, genesis and the code of every contract are those of the record."""
    since = written(patient.home.chain / "node.pid.json") if patient.own_node else None
    try:
        patient.record.check(patient.rpc)
    except WrongChain as error:
        yield Found("chain", since, fields=error.fields)
    except WrongDeployment as error:
        yield Found("genesis" if error.fields["what"] == "genesis" else "code", since, fields=error.fields)


@check(halted=fault("ledger chain status"))
def head(patient: Patient) -> Iterator[Found]:
    """Whether blocks still come. The embedded node makes one only when something waits, so its age says nothing."""
    newest = blocks.block(patient.rpc)
    if newest is None or patient.embedded:
        return
    if clock.wall() - newest.time > HALT:
        minutes = (clock.wall() - newest.time) // 60
        yield Found("halted", newest.time, newest.number, {"minutes": minutes})


@check(ahead=fault("timedatectl"), behind=fault("ledger down && ledger up --detach"))
def time(patient: Patient) -> Iterator[Found]:
    """The chain's clock beside this machine's: every term and every deadline counts in it."""
    newest = blocks.block(patient.rpc)
    if newest is None:
        return
    wall = clock.wall()
    next_block = clock.now(patient.rpc) if patient.embedded else newest.time
    fields = {"chain": moment(next_block), "wall": moment(wall)}
    if next_block > wall + DRIFT:
        yield Found("ahead", None, newest.number, fields)
    elif patient.own_node and next_block < wall - LATE and not _on_purpose(patient):
        yield Found("behind", newest.time, newest.number, fields)


@check(stuck=fault("ledger down && ledger up --detach"), waiting=fault("ledger chain status"))
def pool(patient: Patient) -> Iterator[Found]:
    """Transactions that were sent and wait in vain."""
    newest = blocks.block(patient.rpc)
    count = _waiting(patient)
    if newest is not None and count and clock.wall() - newest.time > STUCK:
        yield Found("stuck" if patient.own_node else "waiting", newest.time, newest.number, {"count": count})


def _meant(patient: Patient, known: list[str]) -> str:
    """The network of which this home is, else the name that is spelt most like the one that was given."""
    try:
        own = patient.record.network
    except LedgerError:
        own = ""
    return own if own in known else [*get_close_matches(patient.network_name, known, 1, 0.0), *known][0]


def _embedded(patient: Patient) -> Found:
    """Why our own node does not run."""
    folder, since = patient.home.chain, _last_sign(patient)
    state, older, mark = (folder / name for name in ("state.json", "state.older.json", "node.pid.json"))
    try:
        process.program(patient.root)
    except NodeMissing as error:
        return Found("programme", since, fields=error.fields)
    if state.exists() and not sound(state) and not sound(older):
        return Found("broken", written(state), fields={"path": shlex.quote(str(state))})
    return Found("died" if mark.exists() else "stopped", since)


def _last_sign(patient: Patient) -> int | None:
    """When our own node last wrote its state, or was started: it lived until then at least."""
    folder = patient.home.chain
    return last(written(folder / "state.json"), written(folder / "node.pid.json"))


def _last_block(patient: Patient) -> int | None:
    """When this machine last heard of the chain, as far as the mirror tells."""
    try:
        with viewing(patient.mirror) as view:
            return view.now
    except LedgerError:
        return None


def _on_purpose(patient: Patient) -> bool:
    """Whether a chain goes on behind the wall clock, as the sample does while it is played."""
    settings = patient.home.chain / "node.json"
    return settings.exists() and bool(orjson.loads(settings.read_bytes()).get("behind"))


def _waiting(patient: Patient) -> int:
    """What the pool holds, and what the next block would take: not every node knows both."""
    asked = [("txpool_status", ()), ("eth_getBlockTransactionCountByNumber", ("pending",))]
    status, next_block = patient.rpc.settle(asked)
    counts = [0]
    if isinstance(status, dict):
        counts.append(sum(int(str(status.get(name, "0x0")), 16) for name in ("pending", "queued")))
    if isinstance(next_block, str):
        counts.append(int(next_block, 16))
    return max(counts)
