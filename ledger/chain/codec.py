"""Values to ABI bytes and back, structs by their field names, addresses as 20 bytes, user types as their base."""

from collections.abc import Mapping, Sequence
from typing import Any

from eth_abi.abi import decode as decode_abi
from eth_abi.abi import encode as encode_abi
from eth_abi.exceptions import DecodingError, EncodingError

from ledger.chain.abi import Abi, Arg, Entry, selector
from ledger.chain.errors import CallUnknown, ContractError


def encode(args: Sequence[Arg], values: Sequence[Any]) -> bytes:
    """ABI bytes of the values; a struct is a mapping by field name or a sequence. CallUnknown if one does not fit."""
    try:
        ordered = [_ordered(arg, value) for arg, value in zip(args, values, strict=True)]
        return bytes(encode_abi([arg.type for arg in args], ordered))
    except (EncodingError, KeyError, ValueError, TypeError) as error:
        raise CallUnknown(str(error)) from error


def decode(args: Sequence[Arg], data: bytes) -> dict[str, Any]:
    """The values by name; an unnamed one by its position. CallUnknown if the bytes do not fit."""
    try:
        values = decode_abi([arg.type for arg in args], data)
    except (DecodingError, ValueError) as error:
        raise CallUnknown(str(error)) from error
    return _named(args, values)


def calldata(entry: Entry, values: Sequence[Any]) -> bytes:
    """Selector and encoded arguments of one call."""
    return selector(entry) + encode(entry.inputs, values)


def read_call(abi: Abi, contract: str, data: bytes) -> tuple[Entry, dict[str, Any]]:
    """What somebody is asked to sign: the function and its arguments by name. CallUnknown if none fits exactly."""
    entry = abi.functions.get((contract, data[:4]))
    if entry is None:
        raise CallUnknown(f"{contract}.0x{data[:4].hex()}")
    values = decode(entry.inputs, data[4:])
    # Bytes that the decoder skips would be signed unseen.
    if calldata(entry, list(values.values())) != data:
        raise CallUnknown(f"{contract}.{entry.name}")
    return entry, values


def read_revert(abi: Abi, data: bytes | None) -> ContractError | None:
    """The contract's own error from revert data; None where there is none that we know."""
    if not data or len(data) < 4:
        return None
    entry = abi.errors.get(data[:4]) or _SOLIDITY.get(data[:4])
    if entry is None:
        return ContractError("ContractErrorUnknown", data="0x" + data.hex())
    try:
        return ContractError(
            entry.name, **{name: _shown(value) for name, value in decode(entry.inputs, data[4:]).items()}
        )
    except CallUnknown:
        return ContractError("ContractErrorUnknown", data="0x" + data.hex())


def _ordered(arg: Arg, value: Any) -> Any:
    if arg.type.endswith("]"):
        return [_ordered(_element(arg), row) for row in value]
    if arg.components:
        if isinstance(value, Mapping):
            value = [value[part.name] for part in arg.components]
        return tuple(_ordered(part, field) for part, field in zip(arg.components, value, strict=True))
    return value


def _named(args: Sequence[Arg], values: Sequence[Any]) -> dict[str, Any]:
    return {arg.name or str(at): _plain(arg, value) for at, (arg, value) in enumerate(zip(args, values, strict=True))}


def _plain(arg: Arg, value: Any) -> Any:
    if arg.type.endswith("]"):
        return [_plain(_element(arg), row) for row in value]
    if arg.components:
        return _named(arg.components, value)
    return bytes.fromhex(value[2:]) if arg.type == "address" else value


def _element(arg: Arg) -> Arg:
    return Arg(arg.name, arg.type[: arg.type.rindex("[")], arg.internal_type, arg.indexed, arg.components)


def _shown(value: Any) -> Any:
    return "0x" + value.hex() if isinstance(value, bytes) else value


def _builtin(name: str, kind: str, argument: str) -> tuple[bytes, Entry]:
    entry = Entry("", name, (Arg(argument, kind, kind),))
    return selector(entry), entry


_SOLIDITY = dict([_builtin("Error", "string", "message"), _builtin("Panic", "uint256", "number")])
