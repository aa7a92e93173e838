"""Mortgages: two neighbours swap their ranks (docs/rules.md §7).

changeRank
├── proposed by the lender that would rise ──────────── NotActingFor
├── a ladder that is not all live mortgages of the right by rising place: LadderDiffers
│   ├── empty, one left out, one too many, one twice
│   ├── not in order
│   └── with one of another right, discharged, only offered, never heard of, with an order
├── of two that are not neighbours, of itself, upwards ─ NotNeighbours
├── after another mortgage came, left or moved ───────── judged as things stand now
└── else
    ├── the two places are swapped; nothing else of either lock, and nobody else's place
    ├── a discharge lets those behind move up, as ever
    └── what is accepted later ranks behind all
"""

from collections.abc import Callable

import pytest

from contracts.test.cast import paper
from contracts.test.changes import agree, by_rank, fall, happen, propose, told
from contracts.test.test_locks import consent, transferring
from contracts.test.words import refused
from contracts.test.world import World
from ledger.kit.numbers import Covenant, RightKind, Role


@pytest.fixture
def field(world: World) -> bytes:
    return world.layer(RightKind.CONTRACT)


def ladder_of(world: World, right: bytes, count: int) -> list[bytes]:
    """So many mortgages by rank, the bank's and the next bank's in turn."""
    lenders = (world.bank, world.next_bank)
    return [world.mortgage(right, world.household, lenders[at % 2]) for at in range(count)]


@pytest.mark.parametrize(("count", "at"), [(count, at) for count in (2, 3, 4) for at in range(count - 1)])
def test_two_neighbours_swap_and_nobody_else_moves(world: World, field: bytes, count: int, at: int) -> None:
    """Invariant 18."""
    ladder = ladder_of(world, field, count)
    locks = [world.rights.lockOf(mortgage) for mortgage in ladder]
    right, lender = world.rights.right(field), (world.bank, world.next_bank)[at % 2]
    happen(world, fall(world, ladder[at], ladder[at + 1]), lender=lender, ladder=ladder)
    expected = [*ladder[:at], ladder[at + 1], ladder[at], *ladder[at + 2 :]]
    assert by_rank(world, *reversed(ladder)) == expected
    locks[at]["place"], locks[at + 1]["place"] = locks[at + 1]["place"], locks[at]["place"]
    assert [world.rights.lockOf(mortgage) for mortgage in ladder] == locks
    assert world.rights.right(field) == right
    assert [world.mortgages.mortgage(mortgage)["records"] for mortgage in ladder] == [n == at for n in range(count)]


def test_the_lender_that_would_rise_does_not_ask_for_it(world: World, field: bytes) -> None:
    first, second = ladder_of(world, field, 2)
    with refused("NotActingFor", party=world.bank.id):
        propose(world, fall(world, first, second), world.next_bank)


def test_the_log_tells_who_fell_and_who_rose(world: World, field: bytes) -> None:
    first, second = ladder_of(world, field, 2)
    places = [world.rights.lockOf(mortgage)["place"] for mortgage in (first, second)]
    block, terms = world.chain.height() + 1, fall(world, first, second)
    change = propose(world, terms)
    agree(world, terms)
    proposed, changed = told(world, block, "MortgageChangeProposed", "MortgageRankChanged")
    both = {"mortgage": first, "change": change, "other": second, "document": terms["document"]}
    assert proposed == both | {"kind": 3, "lender": bytes(16), "cap_until": 0, "until": terms["until"]}
    assert changed == both | {"record_number": 1}
    assert told(world, block, "RightPlacesSwapped") == [
        {"right_id": field, "fallen": first, "risen": second, "fallen_place": places[1], "risen_place": places[0]}
    ]


def test_a_mortgage_falls_step_by_step_and_rises_by_the_others_word(world: World, field: bytes) -> None:
    first, second, third = ladder_of(world, field, 3)
    happen(world, fall(world, first, second), ladder=[first, second, third])
    happen(world, fall(world, first, third), ladder=[second, first, third])
    assert by_rank(world, first, second, third) == [second, third, first]
    happen(world, fall(world, third, first), ladder=[second, third, first])
    assert by_rank(world, first, second, third) == [second, first, third]


def test_only_direct_neighbours_swap_and_only_downwards(world: World, field: bytes) -> None:
    ladder = ladder_of(world, field, 4)
    for falling, rising in ((0, 2), (0, 3), (1, 3), (1, 0), (2, 1), (3, 0), (0, 0), (3, 3)):
        terms = fall(world, ladder[falling], ladder[rising])
        with refused("NotNeighbours", cause=ladder[falling], other=ladder[rising]):
            happen(world, terms, lender=(world.bank, world.next_bank)[falling % 2], ladder=ladder)
    assert by_rank(world, *ladder) == ladder


def test_the_last_falls_no_further(world: World, field: bytes) -> None:
    """Behind it are only what is gone, what is offered and what lies on another right."""
    gone, last = ladder_of(world, field, 2)
    world.mortgages.discharge(gone, paper("paid"), by=world.bank.pair(Role.LEND))
    offer = world.propose_mortgage(world.mortgage_terms(field), world.household)
    elsewhere = world.mortgage(world.layer(RightKind.CONTRACT), world.household)
    for other in (gone, offer, elsewhere, world.order(field), bytes(32), paper("nothing")):
        with refused("NotNeighbours", cause=last, other=other):
            happen(world, fall(world, last, other), lender=world.next_bank, ladder=[last])
        with refused("LadderDiffers", right=field, given=2, encumbrances=1):
            happen(world, fall(world, last, other), lender=world.next_bank, ladder=[last, other])


Wrong = Callable[[World, list[bytes], bytes], list[bytes]]
LADDERS: dict[str, Wrong] = {
    "empty": lambda world, ladder, stray: [],
    "one left out": lambda world, ladder, stray: ladder[:2],
    "the first left out": lambda world, ladder, stray: ladder[1:],
    "one too many": lambda world, ladder, stray: [*ladder, stray],
    "one too many, in front": lambda world, ladder, stray: [stray, *ladder],
    "one in another's place": lambda world, ladder, stray: [*ladder[:2], stray],
    "one in the first one's place": lambda world, ladder, stray: [stray, *ladder[:2]],
    "the last twice": lambda world, ladder, stray: [*ladder, ladder[2]],
    "one twice, one left out": lambda world, ladder, stray: [*ladder[:2], ladder[1]],
    "the pair twice": lambda world, ladder, stray: [*ladder[:2], *ladder[:2]],
    "the last before the first": lambda world, ladder, stray: [ladder[2], *ladder[:2]],
    "the pair at the end": lambda world, ladder, stray: [ladder[2], ladder[0], ladder[1]],
    "upside down": lambda world, ladder, stray: ladder[::-1],
}


@pytest.mark.parametrize("wrong", LADDERS)
def test_the_list_proves_itself_by_its_number_and_order(world: World, field: bytes, wrong: str) -> None:
    """Invariant 18."""
    stray = world.mortgage(world.layer(RightKind.CONTRACT), world.household)
    ladder = ladder_of(world, field, 3)
    terms = fall(world, ladder[0], ladder[1])
    propose(world, terms)
    given = LADDERS[wrong](world, ladder, stray)
    with refused("LadderDiffers", right=field, given=len(given), encumbrances=3):
        agree(world, terms, ladder=given)
    assert by_rank(world, *ladder) == ladder
    agree(world, terms, ladder=ladder)


@pytest.mark.parametrize("what", ["another right's", "discharged", "an offer", "an order", "a transfer", "a stranger"])
def test_only_live_mortgages_of_this_right_stand_in_the_list(world: World, field: bytes, what: str) -> None:
    first, second, third = ladder_of(world, field, 3)
    stray = paper("nobody knows")
    if what == "another right's":
        stray = world.mortgage(world.layer(RightKind.CONTRACT), world.household)
    elif what == "discharged":
        stray = world.mortgage(field, world.household)
        world.mortgages.discharge(stray, paper("paid"), by=world.bank.pair(Role.LEND))
    elif what == "an offer":
        stray = world.propose_mortgage(world.mortgage_terms(field), world.household)
    elif what == "an order":
        stray = world.order(field)
    elif what == "a transfer":
        stray = world.propose_transfer(world.transfer(field, world.next_household), world.household)
    terms = fall(world, first, second)
    propose(world, terms)
    for given in ([first, second, stray], [stray, first, second], [first, second, third, stray]):
        with refused("LadderDiffers", right=field, given=len(given), encumbrances=3):
            agree(world, terms, ladder=given)
    agree(world, terms, ladder=[first, second, third])


def test_those_behind_move_up_after_a_swap_as_before_it(world: World, field: bytes) -> None:
    first, second, third, fourth = ladder_of(world, field, 4)
    happen(world, fall(world, second, third), lender=world.next_bank, ladder=[first, second, third, fourth])
    world.mortgages.discharge(third, paper("paid"), by=world.bank.pair(Role.LEND))
    assert by_rank(world, first, second, fourth) == [first, second, fourth]
    happen(world, fall(world, first, second), ladder=[first, second, fourth])
    fifth = world.mortgage(field, world.household)  # at rank 4, behind all
    assert by_rank(world, fifth, first, second, fourth) == [second, first, fourth, fifth]
    world.mortgages.discharge(second, paper("paid"), by=world.next_bank.pair(Role.LEND))
    world.mortgages.discharge(first, paper("paid"), by=world.bank.pair(Role.LEND))
    assert by_rank(world, fifth, fourth) == [fourth, fifth]
    assert world.rights.right(field)["encumbrances"] == 2


def test_a_change_of_rank_is_judged_when_it_is_agreed_to(world: World, field: bytes) -> None:
    first, second, third = ladder_of(world, field, 3)
    terms = fall(world, first, second)
    propose(world, terms)
    happen(world, fall(world, second, third), lender=world.next_bank, ladder=[first, second, third])
    with refused("NotNeighbours", cause=first, other=second):
        agree(world, terms, ladder=[first, third, second])
    world.mortgages.discharge(third, paper("paid"), by=world.bank.pair(Role.LEND))
    behind = world.mortgage(field, world.household)
    with refused("LadderDiffers", right=field, given=2, encumbrances=3):
        agree(world, terms)
    agree(world, terms, ladder=[first, second, behind])
    assert by_rank(world, first, second, behind) == [second, first, behind]


def test_a_mortgage_that_is_gone_takes_nobodys_place(world: World, field: bytes) -> None:
    first, second, third = ladder_of(world, field, 3)
    terms = fall(world, first, second)
    propose(world, terms)
    world.mortgages.discharge(second, paper("paid"), by=world.next_bank.pair(Role.LEND))
    with refused("LadderDiffers"):
        agree(world, terms, ladder=[first, second])
    with refused("NotNeighbours", cause=first, other=second):
        agree(world, terms, ladder=[first, third])


def test_covenants_rise_and_fall_with_their_mortgages(world: World) -> None:
    right = world.layer(RightKind.FACILITY)
    banned = world.mortgage(right, world.cooperative, covenant=int(Covenant.REGISTERED))
    plain = world.mortgage(right, world.cooperative, world.next_bank)
    happen(world, fall(world, banned, plain), holder=world.cooperative)
    assert world.rights.right(right)["covenants"] == 1
    cause, step = transferring(world, right, world.cooperative)
    with refused("ConsentsDoNotProve", right=right):
        step([plain])
    consent(world, banned, cause)
    step([banned])


def test_whoever_holds_the_right_later_finds_the_ranks_agreed_before(world: World, field: bytes) -> None:
    ladder = ladder_of(world, field, 3)
    happen(world, fall(world, ladder[1], ladder[2]), lender=world.next_bank, ladder=ladder)
    world.move(field, world.household, world.next_household)
    now = [ladder[0], ladder[2], ladder[1]]
    assert by_rank(world, *ladder) == now
    happen(world, fall(world, now[1], now[2]), holder=world.next_household, ladder=now)
    assert by_rank(world, *ladder) == ladder
    assert [world.mortgages.mortgage(each)["records"] for each in ladder] == [0, 1, 1]
