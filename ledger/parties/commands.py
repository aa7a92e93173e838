"""What can be done with parties, as calls that an officer signs.

A party's salt and its identity document are in the office before anything is signed: a registration that was
interrupted uses them again and so gives the same ids.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.chain.client import Call, Chain
from ledger.chain.errors import ContractError
from ledger.chain.rows import batches
from ledger.documents.store import Documents
from ledger.kit.ids import PartyId, party_id
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.numbers import PartyKind, Standing
from ledger.vault.errors import VaultForgotten
from ledger.vault.vault import Vault

NOBODY = PartyId(bytes(16))
_SALT = "salt"


@dataclass(frozen=True, slots=True)
class NewParty:
    """A party to be vouched for. ``until`` 0: no end; ``kept``: the issuer acts for it (代办), it has no key.

    ``salt``: 32 random bytes; ``document``: root of the identity document.
    """

    kind: PartyKind
    area: Jurisdiction
    salt: bytes
    document: bytes
    until: int = 0
    kept: bool = False

    def id(self, chain_id: int) -> PartyId:
        """The id that it will have."""
        return party_id(chain_id, self.area, self.salt)


def salt(vault: Vault, whose: bytes) -> bytes:
    """Return the salt of a party that the office knows by ``whose``, made and kept the first time."""
    try:
        known = vault.get(whose).get(_SALT)
    except VaultForgotten:
        known = None
    if known is None:
        known = secrets.token_bytes(32).hex()
        vault.put([(whose, {_SALT: known})])
    return bytes.fromhex(known)


def drafted(
    vault: Vault,
    documents: Documents,
    whose: bytes,
    kind: PartyKind,
    area: Jurisdiction,
    identity: Mapping[str, object],
    *,
    kept: bool = False,
) -> NewParty:
    """Return a party whose salt and identity document are in the office. The same again gives the same id.

    ``whose``: what the office knows it by, a credit code or the number of a household; ``documents`` should seal with
    the vault where the identity is a person's. Raises DocumentInvalid.
    """
    return NewParty(kind, area, salt(vault, whose), documents.put(identity, whose), kept=kept)


def register(issuer: PartyId, rows: Sequence[NewParty]) -> list[Call]:
    """The issuer vouches for parties, a hundred to a call."""
    return [Call("Parties", "register", (issuer, [_row(row) for row in batch])) for batch in batches(rows)]


def missing(chain: Chain, rows: Sequence[NewParty]) -> list[NewParty]:
    """Return the rows that the chain does not know yet: what an interrupted registration still has to sign."""
    return [row for row in rows if not known(chain, row.id(chain.deployment.chain_id))]


def known(chain: Chain, party: PartyId) -> bool:
    """Whether the chain has this party."""
    try:
        chain.view("Parties", "party", party)
    except ContractError as error:
        if error.code != "PartyUnknown":
            raise
        return False
    return True


def admit(row: NewParty) -> Call:
    """Government admits an organisation that nobody inside can vouch for: scheduled first, sent after the delay."""
    return Call("Parties", "admit", (_row(row),))


def renew(issuer: PartyId, party: PartyId, until: int, document: bytes) -> Call:
    """The issuer vouches for a party again."""
    return Call("Parties", "renew", (issuer, party, until, document))


def set_standing(authority: PartyId, party: PartyId, standing: Standing, document: bytes) -> Call:
    """Bureau or regulator suspends a party's officers, or lets them act again. Two persons."""
    return Call("Parties", "setStanding", (authority, party, standing, document))


def set_keeper(authority: PartyId, party: PartyId, keeper: PartyId, document: bytes) -> Call:
    """The bureau says who acts for a party (NOBODY: only itself). Two persons."""
    return Call("Parties", "setKeeper", (authority, party, keeper, document))


def _row(row: NewParty) -> dict[str, object]:
    shape = {"kind": row.kind, "area": row.area, "until": row.until, "kept": row.kept}
    return {**shape, "salt": row.salt, "document": row.document}
