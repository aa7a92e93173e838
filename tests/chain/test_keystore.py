"""Keys at rest: V3 files, and a demo that opens for one chain only."""

import json
import stat
from pathlib import Path

import pytest
from eth_account import Account

from ledger.chain.errors import DemoKeystoreRefused, KeystoreExists, KeystoreLocked, KeystoreUnknown
from ledger.chain.keystore import DemoKeystores, Keystores
from ledger.chain.rpc import Rpc
from ledger.chain.signer import Fee, Signer, Transaction

NOTHING = Transaction(b"\x11" * 20, b"")
FREE = Fee(21_000, 0)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_is_kept_encrypted_and_opens_with_its_password(tmp_path: Path) -> None:
    keys = Keystores(tmp_path / "keys")
    address = keys.create("clerk", "correct horse")

    signer = keys.unlock("clerk", "correct horse")

    assert signer.address == address == keys.address("clerk")
    assert [(key.name, key.address) for key in keys.list()] == [("clerk", address)]
    path = keys.folder / "clerk.json"
    assert (mode(path), mode(keys.folder)) == (0o600, 0o700)
    row = json.loads(path.read_text())
    assert (row["version"], row["crypto"]["kdf"], row["crypto"]["kdfparams"]["n"]) == (3, "scrypt", 2**17)


def test_a_wrong_password_opens_nothing_and_is_shown_nowhere(tmp_path: Path) -> None:
    keys = Keystores(tmp_path)
    keys.create("clerk", "correct horse")
    with pytest.raises(KeystoreLocked) as locked:
        keys.unlock("clerk", "battery staple")

    shown = f"{locked.value!r} {locked.value.say('zh')} {locked.value.say('en')} {locked.value.__cause__}"
    assert "battery" not in shown


def test_a_key_is_never_overwritten_and_a_missing_one_is_named(tmp_path: Path) -> None:
    keys = Keystores(tmp_path)
    keys.create("clerk", "a")
    with pytest.raises(KeystoreExists):
        keys.create("clerk", "b")
    for name in ("nobody", "../clerk", "", "Clerk"):
        with pytest.raises(KeystoreUnknown):
            keys.unlock(name, "a")


def test_the_demo_keeps_one_random_password_to_itself(tmp_path: Path, rpc: Rpc) -> None:
    keys = DemoKeystores(tmp_path / "keys", rpc)

    first, again, other = keys.provide("clerk"), keys.provide("clerk"), keys.provide("reviewer")

    assert first.address == again.address != other.address
    assert mode(keys.folder / "demo.password") == 0o600
    assert len((keys.folder / "demo.password").read_text()) >= 32
    assert [key.name for key in keys.list()] == ["clerk", "reviewer"]


def test_the_demo_signs_for_no_other_chain(tmp_path: Path, rpc: Rpc) -> None:
    demo = DemoKeystores(tmp_path, rpc)
    signer = demo.provide("clerk")
    assert signer.sign(NOTHING, 31337, 0, FREE).raw
    with pytest.raises(DemoKeystoreRefused):
        signer.sign(NOTHING, 31338, 0, FREE)

    # Nor when somebody opens the file as if it were an officer's own.
    stolen = Keystores(tmp_path).unlock("clerk", (tmp_path / "demo.password").read_text())
    with pytest.raises(DemoKeystoreRefused):
        stolen.sign(NOTHING, 31338, 0, FREE)


def test_the_demo_opens_on_no_other_chain(tmp_path: Path, rpc: Rpc) -> None:
    rpc.call("anvil_setChainId", 31338)
    try:
        with pytest.raises(DemoKeystoreRefused):
            DemoKeystores(tmp_path, rpc)
    finally:
        rpc.call("anvil_setChainId", 31337)


def test_a_signature_is_the_keys_for_that_chain() -> None:
    signer = Signer.random()
    signed = signer.sign(NOTHING, 31337, 5, FREE)

    assert Account.recover_transaction(signed.raw) == Account.recover_transaction("0x" + signed.raw.hex())
    assert bytes.fromhex(Account.recover_transaction(signed.raw)[2:]) == signer.address


def test_a_signer_shows_its_address_only() -> None:
    account = Account.create()
    assert account.key.hex() not in repr(Signer(account)) + repr(vars(Signer(account)))
    assert repr(Signer(account)) == f"Signer({account.address.lower()})"
