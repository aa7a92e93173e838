"""Mortgages: the claim goes to another lender, and the mortgage with it (docs/rules.md §7).

assign
├── to a kind of party that the catalogue does not let lend ─── LenderKindRefused, whenever it says so
├── to the holder of the right ──────────────────────────────── LenderIsGrantor
├── to the lender of today ──────────────────────────────────── AlreadyTheLender
├── to nobody ───────────────────────────────────────────────── PartyUnknown
├── agreed to by the former lender, the holder, another bank ── refused
└── else
    ├── lock, place, covenant, state, end and claim stay
    └── from then on everything is the new lender's, and nothing the former one's
"""

import pytest

from contracts.test.cast import COUNTY, FAR, Party, mask, new_posting, paper
from contracts.test.changes import agree, assignment, by_rank, fall, happen, propose, renewal, told
from contracts.test.deployment import GOVERNMENT
from contracts.test.test_locks import consent, transferring
from contracts.test.words import YEAR, refused
from contracts.test.world import World
from ledger.kit import catalogue
from ledger.kit.numbers import MortgageState, PartyKind, RightKind, Role

CONTRACT, FACILITY = RightKind.CONTRACT, RightKind.FACILITY


@pytest.fixture
def field(world: World) -> bytes:
    return world.layer(CONTRACT)


@pytest.fixture
def mortgage(world: World, field: bytes) -> bytes:
    return world.mortgage(field, world.household)


@pytest.fixture
def assigned(world: World, mortgage: bytes) -> bytes:
    """The mortgage, now the next bank's."""
    happen(world, assignment(world, mortgage))
    return mortgage


def test_everything_stays_but_the_lender(world: World, field: bytes) -> None:
    capped = world.mortgage(field, world.household, capUntil=world.now() + YEAR, covenant=2)
    world.mortgages.claimEnd(capped, paper("paid"), by=world.household.officer(Role.HOLD))
    row, lock, right = world.mortgages.mortgage(capped), world.rights.lockOf(capped), world.rights.right(field)
    happen(world, assignment(world, capped))
    assert world.mortgages.mortgage(capped) == row | {"lender": world.next_bank.id, "records": 1}
    assert row["claimed"]
    assert world.rights.lockOf(capped) == lock
    assert world.rights.right(field) == right


def test_the_log_tells_what_was_proposed_and_assigned(world: World, mortgage: bytes) -> None:
    first, terms = world.chain.height() + 1, assignment(world, mortgage)
    change = propose(world, terms)
    agree(world, terms)
    proposed, assigned = told(world, first, "MortgageChangeProposed", "MortgageAssigned")
    both = {"mortgage": mortgage, "change": change, "lender": world.next_bank.id, "document": terms["document"]}
    assert proposed == both | {"kind": 2, "other": bytes(32), "cap_until": 0, "until": terms["until"]}
    assert assigned == both | {"former": world.bank.id, "record_number": 1}


def test_the_new_lender_is_of_a_kind_that_may_lend(world: World, mortgage: bytes) -> None:
    """On contracted land a financial institution alone; on a facility a guarantor, too."""
    facility = world.mortgage(world.layer(FACILITY), world.cooperative)
    for other in (world.guarantor, world.court, world.village, world.household):
        with refused("LenderKindRefused|LenderIsGrantor", **({"lender": other.id} if other.kind != 4 else {})):
            propose(world, assignment(world, mortgage, other))
    with refused("LenderKindRefused", lender=world.court.id, kind=PartyKind.COURT):
        propose(world, assignment(world, facility, world.court))
    happen(world, assignment(world, facility, world.guarantor))
    assert world.mortgages.mortgage(facility)["lender"] == world.guarantor.id


def test_the_catalogue_of_the_day_of_agreement_decides(world: World) -> None:
    facility = world.mortgage(world.layer(FACILITY), world.cooperative)
    terms = assignment(world, facility, world.guarantor)
    propose(world, terms)
    kind = catalogue.right_kind(FACILITY)
    world.kinds.setRightKind(FACILITY, COUNTY, only_banks(kind.row), kind.assets.to_bytes(32, "big"), by=GOVERNMENT)
    assert world.kinds.rightKind(FACILITY, COUNTY)["lenders"] == 1 << PartyKind.BANK
    with refused("LenderKindRefused", lender=world.guarantor.id, kind=PartyKind.GUARANTOR):
        agree(world, terms)


def only_banks(row: tuple[object, ...]) -> tuple[object, ...]:
    lenders = catalogue.right_kind(FACILITY).lenders
    assert row.count(lenders) == 1
    return tuple(1 << PartyKind.BANK if word == lenders else word for word in row)


def test_the_new_lender_is_not_the_lender_of_today(world: World, mortgage: bytes) -> None:
    with refused("AlreadyTheLender", mortgage=mortgage, lender=world.bank.id):
        propose(world, assignment(world, mortgage, world.bank))


def test_the_new_lender_is_a_party(world: World, mortgage: bytes) -> None:
    for nobody in (bytes(16), b"\x04" * 16):
        with refused("PartyUnknown"):
            propose(world, assignment(world, mortgage) | {"lender": nobody})


def test_the_new_lender_is_not_the_holder(world: World) -> None:
    """Guarantors hold property in this county, and one lends upon what another holds."""
    roles = {Role.ADMIN, Role.LEND, Role.HOLD}
    world.kinds.setPartyKind(PartyKind.GUARANTOR, (mask(roles), 0), by=GOVERNMENT)
    owner = world.guarantor
    right = world.layer(FACILITY, owner)
    hand = world.hire(owner, Role.HOLD)
    terms = world.mortgage_terms(right)
    world.mortgages.propose(terms, by=hand)
    mortgage = world.id_of("Mortgages", terms)
    world.mortgages.accept(terms, hand, 1, world.head_of(right), [], by=world.bank.pair(Role.LEND))
    with refused("LenderIsGrantor", party=owner.id):
        propose(world, assignment(world, mortgage, owner))


def test_only_the_named_lender_agrees(world: World, mortgage: bytes) -> None:
    terms = assignment(world, mortgage)
    propose(world, terms)
    with refused("NotActingFor", party=world.next_bank.id):
        agree(world, terms, by=world.bank.pair(Role.LEND))
    assert world.mortgages.mortgage(mortgage)["lender"] == world.bank.id


def acts(world: World, lender: Party, mortgage: bytes) -> dict[str, tuple[object, ...]]:
    """What a lender does, by one person or by two."""
    return {
        "recordStatutoryNumber": (mortgage, world.now(), paper("number")),
        "amend": (mortgage, 0, paper(f"amended by {lender.name}"), world.head_of(mortgage)),
        "consent": (mortgage, paper("cause"), paper(f"consent of {lender.name}")),
        "proposeChange": (renewal(world, mortgage),),
        "denyEnd": (mortgage, paper("unpaid")),
        "discharge": (mortgage, paper(f"paid to {lender.name}")),
    }


PAIRS = ("amend", "consent", "discharge")


@pytest.mark.parametrize("act", ["recordStatutoryNumber", *PAIRS, "proposeChange", "denyEnd"])
def test_from_then_on_the_new_lender_acts_and_the_former_does_not(world: World, assigned: bytes, act: str) -> None:
    world.mortgages.claimEnd(assigned, paper("paid"), by=world.household.officer(Role.HOLD))
    for lender in (world.bank, world.next_bank):
        by = lender.pair(Role.LEND) if act in PAIRS else lender.officer(Role.LEND)
        args = acts(world, lender, assigned)[act]
        if lender is world.bank:
            with refused("NotActingFor", party=world.next_bank.id):
                world.chain.send("Mortgages", act, *args, by=by)
        else:
            world.chain.send("Mortgages", act, *args, by=by)


def test_a_pending_mortgage_becomes_effective_by_the_new_lenders_number(world: World) -> None:
    pending = world.mortgage(world.layer(RightKind.BUILDING), world.cooperative)
    happen(world, assignment(world, pending))
    assert world.mortgages.mortgage(pending)["state"] == MortgageState.PENDING
    args = (pending, world.now(), paper("number"))
    world.mortgages.recordStatutoryNumber(*args, by=world.next_bank.officer(Role.LEND))
    assert world.mortgages.mortgage(pending)["state"] == MortgageState.EFFECTIVE


def test_the_covenant_of_a_pledge_is_the_new_lenders(world: World) -> None:
    receipt = world.layer(RightKind.RECEIPT)
    pledge = world.mortgage(receipt, world.cooperative)
    happen(world, assignment(world, pledge))
    cause, step = transferring(world, receipt, world.cooperative)
    with refused("NotActingFor", party=world.next_bank.id):
        consent(world, pledge, cause, world.bank)
    with refused("ConsentsDoNotProve", right=receipt):
        step([pledge])
    world.mortgages.consent(pledge, cause, paper("the new consent"), by=world.next_bank.pair(Role.LEND))
    step([pledge])
    assert world.rights.right(receipt)["holder"] == world.enterprise.id


def test_a_claim_goes_on_and_comes_back(world: World, assigned: bytes) -> None:
    happen(world, assignment(world, assigned, world.bank), lender=world.next_bank)
    row = world.mortgages.mortgage(assigned)
    assert (row["lender"], row["records"]) == (world.bank.id, 2)
    world.mortgages.discharge(assigned, paper("paid"), by=world.bank.pair(Role.LEND))
    assert world.mortgages.mortgage(assigned)["records"] == 3


def test_the_assignment_that_comes_first_leaves_the_other_stale(world: World) -> None:
    facility = world.mortgage(world.layer(FACILITY), world.cooperative)
    offers = [assignment(world, facility, to) for to in (world.next_bank, world.guarantor)]
    for terms in offers:
        propose(world, terms)
    agree(world, offers[1])
    with refused("TermsDiffer"):
        agree(world, offers[0])
    assert world.mortgages.mortgage(facility)["lender"] == world.guarantor.id


def test_an_assigned_mortgage_keeps_its_rank_and_may_fall_behind_one_of_its_own(
    world: World, field: bytes, mortgage: bytes
) -> None:
    second = world.mortgage(field, world.household, world.next_bank)
    happen(world, assignment(world, mortgage))
    assert by_rank(world, second, mortgage) == [mortgage, second]
    happen(world, fall(world, mortgage, second), lender=world.next_bank)
    assert by_rank(world, second, mortgage) == [second, mortgage]


def test_an_officer_who_changed_banks_with_the_claim_agrees_to_nothing(world: World, mortgage: bytes) -> None:
    """Invariant 4: the proposal is its own, though the new lender's officers are others."""
    terms, mover = assignment(world, mortgage), world.hire(world.bank, Role.LEND)
    world.mortgages.proposeChange(terms, by=mover)
    world.postings.recall(world.bank.id, [mover], by=world.bank.admin)
    row = new_posting(mover, COUNTY, world.now() + FAR, {Role.LEND})
    world.postings.post(world.next_bank.id, [row], by=world.next_bank.admin)
    with refused("SameOfficer", officer=mover):
        agree(world, terms, proposer=mover, by=(world.next_bank.officer(Role.LEND), mover))
    with refused("TermsDiffer"):  # nor under another's name
        agree(world, terms, by=(world.next_bank.officer(Role.LEND), mover))
