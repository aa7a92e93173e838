"""Who is told of what: the table. How each word finds its parties is in ``replay``."""

from collections.abc import Mapping
from enum import StrEnum


class Whom(StrEnum):
    """Why somebody is affected: what it was to the thing at that moment."""

    SELF = "self"
    KEEPER = "keeper"
    COLLECTIVE = "collective"
    NEW_COLLECTIVE = "new_collective"
    OBJECTOR = "objector"
    RECEIVER = "receiver"
    HOLDER = "holder"
    """Holds the right, or any right of an asset that is meant as a whole."""
    NEW_HOLDER = "new_holder"
    FORMER_HOLDER = "former_holder"
    PARENT_HOLDER = "parent_holder"
    SUB_HOLDER = "sub_holder"
    OFFERER = "offerer"
    OFFEREE = "offeree"
    LENDER = "lender"
    """Has a live mortgage on the right, on its parent when it is granted, or on any right of an asset as a whole."""
    BEHIND = "behind"
    """Has a live mortgage behind the one that ended or changed, and so moves up or must know."""
    OWN_LENDER = "own_lender"
    """Is the lender of the mortgage itself."""
    NEW_LENDER = "new_lender"
    FORMER_LENDER = "former_lender"
    RISEN = "risen"
    """Has the mortgage that took the place of another."""
    ASKED = "asked"
    """Shall agree to what a lender proposed: the new lender, or the holder."""


_ORDER = (Whom.HOLDER, Whom.LENDER, Whom.PARENT_HOLDER, Whom.SUB_HOLDER, Whom.COLLECTIVE)
_PARTY = (Whom.SELF, Whom.KEEPER, Whom.LENDER)

AUDIENCE: Mapping[str, tuple[Whom, ...]] = {
    "AssetReassigned": (Whom.COLLECTIVE, Whom.NEW_COLLECTIVE, Whom.HOLDER, Whom.LENDER),
    "CodeLost": (Whom.COLLECTIVE, Whom.HOLDER, Whom.LENDER),
    "CodeReceived": (Whom.COLLECTIVE, Whom.HOLDER, Whom.LENDER),
    "AssetConfirmed": (Whom.COLLECTIVE,),
    "AssetReturned": (Whom.COLLECTIVE,),
    "AssetRetired": (Whom.COLLECTIVE, Whom.HOLDER),
    "ObjectionRaised": (Whom.COLLECTIVE, Whom.HOLDER, Whom.OBJECTOR),
    "ObjectionClosed": (Whom.COLLECTIVE, Whom.OBJECTOR, Whom.RECEIVER),
    "RightIssued": (Whom.NEW_HOLDER,),
    "ExistingRightRecorded": (Whom.NEW_HOLDER, Whom.PARENT_HOLDER),
    "RightGranted": (Whom.NEW_HOLDER, Whom.PARENT_HOLDER, Whom.LENDER, Whom.COLLECTIVE),
    "RightMoved": (
        Whom.FORMER_HOLDER,
        Whom.NEW_HOLDER,
        Whom.LENDER,
        Whom.PARENT_HOLDER,
        Whom.SUB_HOLDER,
        Whom.COLLECTIVE,
    ),
    "RightExtended": (Whom.HOLDER, Whom.LENDER, Whom.PARENT_HOLDER, Whom.COLLECTIVE),
    "RightLapsed": (Whom.HOLDER, Whom.LENDER, Whom.PARENT_HOLDER, Whom.SUB_HOLDER, Whom.COLLECTIVE),
    "RightReissued": (Whom.FORMER_HOLDER, Whom.LENDER),
    "RightValued": (Whom.HOLDER, Whom.LENDER),
    "OrderLaid": _ORDER,
    "OrderRenewed": _ORDER,
    "OrderLifted": _ORDER,
    "OrderExpired": _ORDER,
    "TransferProposed": (Whom.OFFEREE,),
    "TransferAccepted": (Whom.OFFERER,),
    "TransferWithdrawn": (Whom.OFFEREE,),
    "TransferExpired": (Whom.OFFERER, Whom.OFFEREE),
    "MortgageProposed": (Whom.OFFEREE,),
    "MortgageWithdrawn": (Whom.OFFEREE,),
    "MortgageAccepted": (Whom.OFFERER, Whom.LENDER),
    "StatutoryNumberRecorded": (Whom.HOLDER, Whom.BEHIND),
    "MortgageAmended": (Whom.HOLDER, Whom.BEHIND),
    "MortgageChangeProposed": (Whom.ASKED,),
    "MortgageChangeWithdrawn": (Whom.ASKED,),
    "MortgageRenewed": (Whom.HOLDER, Whom.OFFERER, Whom.OWN_LENDER, Whom.BEHIND),
    "MortgageAssigned": (Whom.NEW_LENDER, Whom.FORMER_LENDER, Whom.HOLDER, Whom.OFFERER),
    "MortgageRankChanged": (Whom.OWN_LENDER, Whom.RISEN, Whom.HOLDER, Whom.OFFERER, Whom.LENDER),
    "MortgageEndClaimed": (Whom.OWN_LENDER, Whom.OFFERER),
    "MortgageEndDenied": (Whom.HOLDER, Whom.OFFERER),
    "MortgageConsented": (Whom.HOLDER,),
    "MortgageDischarged": (Whom.HOLDER, Whom.OFFERER, Whom.OWN_LENDER, Whom.BEHIND),
    "StandingSet": (Whom.SELF, Whom.KEEPER),
    "KeeperSet": (Whom.SELF, Whom.KEEPER),
    "PartyOrderLaid": _PARTY,
    "PartyOrderRenewed": _PARTY,
    "PartyOrderLifted": _PARTY,
    "PartyOrderExpired": _PARTY,
}
"""Event -> whom, the nearest first: who is affected twice is told once, for the first reason."""

RANK_ONLY = frozenset({Whom.LENDER, Whom.BEHIND})
"""Another lender learns of a mortgage at which rank it is, not whose it is and on what terms."""
