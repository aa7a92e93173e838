"""Mortgages: the grantor proposes, the lender accepts.

propose
├── by who does not hold the right ────────────────── NotActingFor
├── a form that the kind of right has not ─────────── FormNotAllowed
├── a lender whose kind may not, who is nobody, who is the grantor
├── a covenant that the form has not ──────────────── CovenantInvalid
├── collective property
│   ├── for the debt of another ───────────────────── DebtOfAnother
│   └── without a mandate ─────────────────────────── MandateMissing
├── a paper missing that the law requires ─────────── PapersMissing
├── a cap or an offer that is over ────────────────── CapInPast, OfferExpired
└── a number that was used ────────────────────────── OfferExists
"""

import pytest

from contracts.test.cast import FAR, VILLAGE, new_posting
from contracts.test.words import YEAR, refused
from contracts.test.world import World
from ledger.chain.errors import ContractError
from ledger.kit import catalogue
from ledger.kit.kinds import RightKindRow
from ledger.kit.numbers import Form, Paper, RightKind, Role

CONTRACT, BUILDING, RECEIPT, FACILITY = RightKind.CONTRACT, RightKind.BUILDING, RightKind.RECEIPT, RightKind.FACILITY
LAYERS = [row for row in catalogue.right_kinds() if row.shape == 1]


@pytest.fixture
def field(world: World) -> bytes:
    """A household's contracted field."""
    return world.layer(CONTRACT)


@pytest.mark.parametrize("row", LAYERS, ids=lambda row: str(row.number.name).lower())
def test_each_kind_of_layer_has_its_forms(world: World, row: RightKindRow) -> None:
    right = world.layer(row.number)
    holder = world._holder(row.number)
    for form in (0, *Form, 9):
        covenant = 2 if form == Form.PLEDGE else 0
        terms = world.mortgage_terms(right, form=int(form), covenant=covenant)
        if form and row.forms >> (form - 1) & 1:
            world.propose_mortgage(terms, holder)
        else:
            with refused("FormNotAllowed", right=right, form=form):
                world.propose_mortgage(terms, holder)


@pytest.mark.parametrize("row", [r for r in LAYERS if r.forms], ids=lambda row: str(row.number.name).lower())
def test_each_kind_of_layer_has_its_lenders(world: World, row: RightKindRow) -> None:
    right = world.layer(row.number)
    holder = world._holder(row.number)
    for lender in (world.bank, world.guarantor, world.court, world.centre):
        terms = world.mortgage_terms(right, lender)
        if row.lenders >> lender.kind & 1:
            world.propose_mortgage(terms, holder)
        else:
            with refused("LenderKindRefused", lender=lender.id, kind=lender.kind):
                world.propose_mortgage(terms, holder)


def test_only_the_holder_proposes(world: World, field: bytes) -> None:
    terms = world.mortgage_terms(field)
    for other in (world.next_household, world.cooperative, world.village):
        with refused("NotActingFor", party=world.household.id):
            world.propose_mortgage(terms, other)


def test_the_lender_is_a_party_and_not_the_grantor(world: World, field: bytes) -> None:
    with refused("PartyUnknown"):
        world.propose_mortgage(world.mortgage_terms(field) | {"lender": b"\x04" * 16}, world.household)
    right = world.layer(FACILITY, world.bank)
    clerk = new_posting(b"\x77" * 20, VILLAGE, world.now() + FAR, {Role.LEND})
    world.postings.post(world.bank.id, [clerk], by=world.bank.admin)
    with pytest.raises(ContractError) as caught:
        world.mortgages.propose(world.mortgage_terms(right), by=b"\x77" * 20)
    assert caught.value.code in ("LenderIsGrantor", "RoleMissing")


@pytest.mark.parametrize("covenant", [0, 1, 3, 255])
def test_a_pledge_always_has_the_registered_covenant(world: World, covenant: int) -> None:
    right = world.layer(RECEIPT)
    with refused("CovenantInvalid", form=Form.PLEDGE, covenant=covenant):
        world.propose_mortgage(world.mortgage_terms(right, covenant=covenant), world.cooperative)


@pytest.mark.parametrize("covenant", [0, 1, 2])
def test_other_forms_choose_their_covenant(world: World, field: bytes, covenant: int) -> None:
    world.mortgage(field, world.household, covenant=covenant)
    assert world.rights.right(field)["covenants"] == (covenant == 2)
    with refused("CovenantInvalid"):
        world.propose_mortgage(world.mortgage_terms(field, covenant=3), world.household)


def test_collective_property_secures_nobody_elses_debts(world: World) -> None:
    right = world.layer(FACILITY, world.village)
    with refused("DebtOfAnother", right=right):
        world.propose_mortgage(world.mortgage_terms(right, debtorIsGrantor=False), world.village)
    world.mortgage(right, world.village)
    other = world.layer(FACILITY)
    world.mortgage(other, world.cooperative, debtorIsGrantor=False)


def test_collective_property_is_mortgaged_under_a_mandate(world: World, field: bytes) -> None:
    right = world.layer(FACILITY, world.village)
    with refused("MandateMissing", right=right):
        world.propose_mortgage(world.mortgage_terms(right, mandate=bytes(32)), world.village)
    world.mortgage(field, world.household, mandate=bytes(32))


@pytest.mark.parametrize(
    ("kind", "paper"),
    [(RECEIPT, Paper.CUSTODIAN_SIGNATURE), (RightKind.MANAGEMENT, Paper.HOUSEHOLD_CONSENT),
     (RightKind.WASTELAND_MANAGEMENT, Paper.CERTIFICATE)],
)  # fmt: skip
def test_a_paper_that_the_law_requires_is_not_missing(world: World, kind: RightKind, paper: Paper) -> None:
    right = world.right(kind)
    with refused("PapersMissing", right=right, missing=1 << paper):
        world.propose_mortgage(world.mortgage_terms(right, papers=0xFFF & ~(1 << paper)), world.cooperative)
    world.propose_mortgage(world.mortgage_terms(right, papers=1 << paper), world.cooperative)


def test_caps_and_offers_are_not_over(world: World, field: bytes) -> None:
    with refused("CapInPast"):
        world.propose_mortgage(world.mortgage_terms(field, capUntil=world.now() - 1), world.household)
    with refused("OfferExpired"):
        world.propose_mortgage(world.mortgage_terms(field, until=world.now() - 1), world.household)
    mortgage = world.mortgage(field, world.household, capUntil=world.now() + YEAR)
    assert world.mortgages.mortgage(mortgage)["capUntil"] > world.now()


def test_a_number_is_used_once_even_when_it_was_withdrawn(world: World, field: bytes) -> None:
    """Invariant 6."""
    terms = world.mortgage_terms(field)
    mortgage = world.propose_mortgage(terms, world.household)
    with refused("OfferExists"):
        world.propose_mortgage(terms, world.household)
    world.mortgages.withdraw(mortgage, by=world.household.officer(Role.HOLD))
    with refused("OfferExists"):
        world.propose_mortgage(terms, world.household)


def test_only_the_grantor_withdraws_and_only_an_open_offer(world: World, field: bytes) -> None:
    mortgage = world.propose_mortgage(world.mortgage_terms(field), world.household)
    with refused("NotActingFor"):
        world.mortgages.withdraw(mortgage, by=world.next_household.officer(Role.HOLD))
    world.mortgages.withdraw(mortgage, by=world.household.officer(Role.HOLD))
    with refused("OfferNotOpen"):
        world.mortgages.withdraw(mortgage, by=world.household.officer(Role.HOLD))
    with refused("OfferNotOpen"):
        world.mortgages.withdraw(world.mortgage(field, world.household), by=world.household.officer(Role.HOLD))
