"""What can be done with assets, as calls that an officer signs. Documents are in the office before that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.chain.client import Call, Chain
from ledger.chain.rows import batches, refuse
from ledger.kit.ids import AssetId, NaturalKey, PartyId, RecordId, asset_id, record_id, subject
from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.numbers import Outcome, SubjectKind

_VIEWS = 100
"""Views in one request."""


@dataclass(frozen=True, slots=True)
class NewAsset:
    """A row of the register. ``quantity`` as the kind's unit says; ``document``: root of the record document."""

    key: NaturalKey
    kind: int
    area: Jurisdiction
    quantity: int
    document: bytes

    def id(self, chain_id: int) -> AssetId:
        """The id that it will have."""
        return asset_id(chain_id, self.key)


def register(chain_id: int, collective: PartyId, rows: Sequence[NewAsset]) -> list[Call]:
    """A collective, or its keeper, registers what it owns, a hundred to a call. ContractError QuantityMissing."""
    for row in rows:
        if row.quantity <= 0:
            refuse("QuantityMissing", asset=row.id(chain_id))
    return [Call("Assets", "register", (collective, [_row(row) for row in batch])) for batch in batches(rows)]


def registered(chain: Chain, assets: Sequence[AssetId]) -> dict[AssetId, AssetId]:
    """Return, of these ids, those that the chain has, each with the asset it stands for (itself unless an alias)."""
    found: dict[AssetId, AssetId] = {}
    for at in range(0, len(assets), _VIEWS):
        some = assets[at : at + _VIEWS]
        answers = chain.views([Call("Assets", "resolve", (asset,)) for asset in some])
        found |= {asset: AssetId(answer) for asset, answer in zip(some, answers, strict=True) if any(answer)}
    return found


def missing(chain: Chain, rows: Sequence[NewAsset]) -> list[NewAsset]:
    """Return the rows that the chain does not have: what an interrupted import still has to sign."""
    ids = [row.id(chain.deployment.chain_id) for row in rows]
    known = registered(chain, ids)
    return [row for row, asset in zip(rows, ids, strict=True) if asset not in known]


def amend(collective: PartyId, asset: AssetId, quantity: int, document: bytes) -> Call:
    """Corrects an asset that is not yet announced. ContractError QuantityMissing."""
    if quantity <= 0:
        refuse("QuantityMissing", asset=asset)
    return Call("Assets", "amend", (collective, asset, quantity, document))


def code(collective: PartyId, asset: AssetId, key: NaturalKey) -> Call:
    """Gives an asset a code that came later."""
    return Call("Assets", "code", (collective, asset, key))


def announce(collective: PartyId, assets: Sequence[AssetId], document: bytes) -> list[Call]:
    """Starts publicity (公示), a hundred assets to a call; ``document``: the notice."""
    return [Call("Assets", "announce", (collective, list(batch), document)) for batch in batches(assets)]


def raise_objection(receiver: PartyId, asset: AssetId, objector: PartyId, number: int, document: bytes) -> Call:
    """The receiving body records an objection; ``number`` is its own and gives the id. ContractError."""
    if receiver == objector:
        refuse("InterestedReceiver", receiver=receiver)
    return Call("Assets", "object", (receiver, asset, objector, number, document))


def objection_id(chain: Chain, asset: AssetId, number: int) -> RecordId:
    """The id of the objection that a receiver records under its number."""
    return record_id(chain.deployment.chain_id, chain.address("Assets"), asset, number)


def close_objection(confirmer: PartyId, objection: RecordId, outcome: Outcome, document: bytes) -> Call:
    """The confirming body upholds, dismisses, or notes a withdrawal."""
    return Call("Assets", "closeObjection", (confirmer, objection, outcome, document))


def heads(chain: Chain, assets: Sequence[AssetId]) -> dict[AssetId, bytes]:
    """Return the present head of each asset's dossier: what the confirming officer has verified and states."""
    found = chain.heads([subject(SubjectKind.ASSET, asset) for asset in assets])
    return dict(zip(assets, found, strict=True))


def confirm(confirmer: PartyId, verified: Mapping[AssetId, bytes]) -> list[Call]:
    """Confirms assets after publicity, each at the head that was verified; a hundred to a call. Two persons."""
    return [
        Call("Assets", "confirm", (confirmer, [asset for asset, _ in batch], [head for _, head in batch]))
        for batch in batches(list(verified.items()))
    ]


def reassign(authority: PartyId, asset: AssetId, collective: PartyId, area: Jurisdiction, document: bytes) -> Call:
    """The bureau moves a squatted or misplaced asset. Two persons."""
    return Call("Assets", "reassign", (authority, asset, collective, area, document))


def redirect(authority: PartyId, asset: AssetId, key: NaturalKey, document: bytes) -> Call:
    """The bureau points a code at the asset that it belongs to, away from one that squats it. Two persons."""
    return Call("Assets", "redirect", (authority, asset, key, document))


def retire(authority: PartyId, asset: AssetId, document: bytes) -> Call:
    """The bureau takes off an asset that was never confirmed. Two persons."""
    return Call("Assets", "retire", (authority, asset, document))


def _row(row: NewAsset) -> dict[str, object]:
    shape = {"naturalKey": row.key, "kind": row.kind, "area": row.area}
    return {**shape, "quantity": row.quantity, "document": row.document}
