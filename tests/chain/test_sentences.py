"""Every refusal of the contracts, and every error of this package, has a sentence in both languages."""

import inspect
import tomllib
from string import Formatter

import pytest

from ledger.chain import errors
from ledger.chain.abi import Entry, load
from ledger.chain.errors import ContractError
from ledger.chain.words import moment, shown
from ledger.kit.errors import LedgerError
from ledger.kit.locale import HERE, LANGS, Lang, has, sentences
from ledger.kit.numbers import Act, Capability, PartyKind, Role

ENTRIES = {entry.name: entry for entry in load().errors.values()}
OWN = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, LedgerError)}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: str(entry.name))
def test_every_error_of_the_contracts_has_its_sentence(entry: Entry, lang: Lang) -> None:
    key = f"errors.{entry.name}"
    assert has(key, lang), f"ledger/kit/locale/{lang}/contracts.toml lacks {entry.name}"
    assert blanks(sentences(lang)[key]) <= {arg.name for arg in entry.inputs}
    assert "{" not in ContractError(entry.name, **{arg.name: 1 for arg in entry.inputs}).say(lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", sorted(OWN - {"LedgerError", "ContractError"}))
def test_every_error_of_this_package_has_its_sentence(code: str, lang: Lang) -> None:
    assert has(f"errors.{code}", lang)


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_speaks_of_an_error_that_is_gone(lang: Lang) -> None:
    written = tomllib.loads((HERE / lang / "contracts.toml").read_text("utf-8"))["errors"]
    assert written.keys() - ENTRIES.keys() == {"ContractErrorUnknown", "Error", "Panic"}


def test_numbers_masks_and_times_are_said_in_words() -> None:
    assert "放款" in ContractError("RoleMissing", officer="0x1", role=Role.LEND).say("zh")
    assert "1970-01-02 08:00" in ContractError("UntilInPast", until=86_400).say("en")
    refused = ContractError("ActRefusedByKind", right="0xab", act=Act.TRANSFER)
    assert refused.say("en") != ContractError("ActRefusedByKind", right="0xab", act=Act.SUB).say("en")
    assert refused.fields == {"right": "0xab", "act": 1}
    both = ContractError("NotEnrolled", writer="0x1", capability=Capability.MOVE | Capability.LOCK).say("en")
    assert both.count(",") >= 1
    party = ContractError("NotACourt", authority="0x1", kind=PartyKind.BANK).say("zh")
    assert "银行" in party
    assert "99" in ContractError("NotACourt", authority="0x1", kind=99).say("zh")


def test_the_kind_in_a_waiting_call_is_a_kind_of_what_is_called() -> None:
    called = ("Orders.lay", "Mortgages.renew", "Rights.issue", "Parties.setKeeper")
    assert [shown(one, "kind", 1, "en") for one in called] == [
        "seal",
        "renewal",
        "collective ownership",
        "village collective",
    ]


def test_no_time_is_a_dash() -> None:
    assert moment(0) == moment(2**40 - 1) == "—"
