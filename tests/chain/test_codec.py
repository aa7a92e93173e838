"""Calldata, events and reverts, against eth_abi and against a real node."""

from typing import Any

import pytest
from eth_abi.abi import encode as encode_abi

from ledger.chain import codec
from ledger.chain.abi import Arg, Entry, load, selector, topic0
from ledger.chain.client import Call, Chain
from ledger.chain.decode import reader
from ledger.chain.errors import CallUnknown, EventMalformed
from ledger.chain.sender import Sender

ABI = load()


def event(*args: tuple[str, str, bool]) -> Entry:
    return Entry("Test", "Happened", tuple(Arg(name, kind, kind, indexed) for name, kind, indexed in args))


FLAT = event(
    ("party", "bytes16", True),
    ("id", "bytes32", True),
    ("kind", "uint8", False),
    ("area", "uint48", False),
    ("fen", "uint56", False),
    ("number", "uint64", False),
    ("wide", "uint256", False),
    ("open", "bool", False),
    ("actor", "address", False),
)
VALUES: dict[str, Any] = {
    "party": b"\xaa" * 16,
    "id": b"\xbb" * 32,
    "kind": 255,
    "area": 10**14,
    "fen": 2**56 - 1,
    "number": 2**64 - 1,
    "wide": 2**255 + 1,
    "open": True,
    "actor": b"\xcc" * 20,
}


def blob(entry: Entry, values: dict[str, Any]) -> bytes:
    return encode_abi([arg.type for arg in entry.inputs], [values[arg.name] for arg in entry.inputs])


def test_an_event_is_read_back_as_it_was_written() -> None:
    assert reader(FLAT)(blob(FLAT, VALUES)) == VALUES


@pytest.mark.parametrize(("word", "size"), list(enumerate([16, 32, 1, 6, 7, 8, 32, 0, 20])))
@pytest.mark.parametrize("at", range(32))
def test_a_bit_in_the_padding_is_refused(word: int, size: int, at: int) -> None:
    arg = FLAT.inputs[word]
    data = bytearray(32 * len(FLAT.inputs))
    data[32 * word + at] = 0x80
    if at < size if arg.type.startswith("bytes") else at >= 32 - size:
        assert any(reader(FLAT)(bytes(data)).values())
    else:
        with pytest.raises(EventMalformed):
            reader(FLAT)(bytes(data))


def test_a_bool_is_0_or_1() -> None:
    entry = event(("open", "bool", False))
    assert reader(entry)((1).to_bytes(32)) == {"open": 1}
    with pytest.raises(EventMalformed):
        reader(entry)((2).to_bytes(32))


@pytest.mark.parametrize("change", [b"", b"\0" * 32])
def test_a_log_of_the_wrong_length_is_refused(change: bytes) -> None:
    data = blob(FLAT, VALUES)
    with pytest.raises(EventMalformed):
        reader(FLAT)(data + change if change else data[:-1])


def test_other_peoples_events_with_text_and_odd_order_are_read_too() -> None:
    label = ABI.contract("AccessManager").events["RoleLabel"]
    assert reader(label)((7).to_bytes(32) + encode_abi(["string"], ["governor"])) == {"roleId": 7, "label": "governor"}

    role = ABI.contract("AccessManager").events["TargetFunctionRoleUpdated"]
    assert [arg.indexed for arg in role.inputs] == [True, False, True]
    topics_then_data = b"\0" * 12 + b"\x11" * 20 + (5).to_bytes(32) + b"\xab\xcd\xef\x01" + bytes(28)
    assert reader(role)(topics_then_data) == {"target": b"\x11" * 20, "selector": b"\xab\xcd\xef\x01", "roleId": 5}


def test_a_real_log_is_read(sender: Sender, chain: Chain) -> None:
    log = sender.send(Call("Kinds", "setOrderKind", (3, (9, 1095)))).logs[0]
    entry = ABI.contract("Kinds").events["OrderKindSet"]

    assert log["topics"][0] == "0x" + topic0(entry).hex()
    data = bytes.fromhex("".join(topic[2:] for topic in log["topics"][1:]) + log["data"][2:])
    assert list(reader(entry)(data).values()) == [3, 9, 1095, sender.address]


def test_a_call_is_shown_as_it_was_written(chain: Chain) -> None:
    row = {"class": 1, "unit": 2, "keyForms": 7, "movable": False, "publicityDays": 15, "confirmers": 1 << 16}
    data = chain.encode(Call("Kinds", "setAssetKind", (5, 10**14, row)))

    contract, entry, args = chain.read_call(chain.address("Kinds"), data)

    assert (contract, entry.name) == ("Kinds", "setAssetKind")
    assert args == {"kind": 5, "area": 10**14, "row": row}
    assert data == chain.encode(Call("Kinds", "setAssetKind", (5, 10**14, tuple(row.values()))))


def test_calls_to_strangers_or_with_hidden_bytes_are_not_shown_as_ours(chain: Chain) -> None:
    data = chain.encode(Call("Kinds", "setOrderKind", (1, (1, 15))))
    for address, wrong in [
        (b"\x99" * 20, data),
        (chain.address("Kinds"), data + b"\0"),
        (chain.address("Kinds"), data[:-1]),
        (chain.address("Kinds"), b"\0\0\0\0" + data[4:]),
        (chain.address("AccessManager"), data),
        (chain.address("Kinds"), b""),
    ]:
        with pytest.raises(CallUnknown):
            chain.read_call(address, wrong)


@pytest.mark.parametrize(
    ("data", "code", "fields"),
    [
        (
            selector(ABI.contract("Kinds").errors["OrderKindUnknown"]) + (4).to_bytes(32),
            "OrderKindUnknown",
            {"kind": 4},
        ),
        (bytes.fromhex("4e487b71") + (0x11).to_bytes(32), "Panic", {"number": 0x11}),
        (bytes.fromhex("08c379a0") + encode_abi(["string"], ["no"]), "Error", {"message": "no"}),
        (b"\x01\x02\x03\x04\x05", "ContractErrorUnknown", {"data": "0x0102030405"}),
        (selector(ABI.contract("Kinds").errors["OrderKindUnknown"]) + b"\0", "ContractErrorUnknown", None),
    ],
)
def test_a_revert_is_an_error_with_a_name(data: bytes, code: str, fields: dict[str, Any] | None) -> None:
    error = codec.read_revert(ABI, data)

    assert error is not None
    assert error.code == code
    if fields is not None:
        assert error.fields == fields


def test_no_revert_data_is_no_contract_error() -> None:
    assert codec.read_revert(ABI, None) is None
    assert codec.read_revert(ABI, b"") is None


def test_every_committed_abi_is_read() -> None:
    assert {"AccessManager", "Kinds", "Postings", "Dossiers"} <= ABI.contracts.keys()
    assert all(contract.bytecode for contract in ABI.contracts.values())
