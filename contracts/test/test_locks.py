"""The lock table (rules §5), every cell with each outcome it has, through the acting contract.

                  mortgage, financing          pledge                       bar
    transfer      a b: burden follows          c: consent, else refused     refused; d: its own act passes
                  covenant 2: as pledge
    security      next rank                    e: consent, else refused     refused
    sub-right     open; covenant 2 as pledge   consent, else refused        refused
    listing       open; covenant 2 as pledge   consent, else refused        refused
    discharge,
    lapse, order  open                         open                         open

No listing contract exists yet: its column goes through `Rights.check` and through `Rights.lock`, which a contract with
the capability *lock* calls as that contract will.
"""

from collections.abc import Callable

import pytest

from contracts.test.cast import COUNTY, VILLAGE, Party, paper
from contracts.test.chain import address
from contracts.test.deployment import GOVERNMENT
from contracts.test.words import YEAR, derived, refused, whole
from contracts.test.world import World
from ledger.kit import catalogue
from ledger.kit.numbers import Act, Capability, Form, OrderKind, RightKind, Role, Way

FACILITY, CONTRACT, SEA, LEASE = RightKind.FACILITY, RightKind.CONTRACT, RightKind.SEA_USE, RightKind.LEASE
LISTINGS = address("a contract for listings, some day")
COVENANTS = [0, 1, 2]
ACTS = list(Act)


@pytest.fixture(autouse=True)
def listings(world: World) -> None:
    """A contract that lists, as the kernel will see it; and a county where a greenhouse is pledged."""
    world.chain.put_code(LISTINGS, b"\0")
    world.chain.names["0x" + LISTINGS.hex()] = "Listings"
    world.enrolments.enrol(LISTINGS, Capability.APPEND | Capability.LOCK, by=GOVERNMENT)


def pledgeable(world: World) -> None:
    """The county lets a right in a facility be pledged instead: the only kind with every act, so every cell exists."""
    kind = catalogue.right_kind(FACILITY)
    row = (*kind.row[:2], 1 << (Form.PLEDGE - 1), *kind.row[3:])
    world.kinds.setRightKind(FACILITY, COUNTY, row, kind.assets.to_bytes(32, "big"), by=GOVERNMENT)


def burdened(world: World, form: Form, covenant: int) -> tuple[bytes, Party, bytes]:
    """A right with one burden: right, holder, mortgage."""
    if form == Form.PLEDGE:
        pledgeable(world)
    kind, holder = (CONTRACT, world.household) if form == Form.FINANCING else (FACILITY, world.cooperative)
    right = world.layer(kind, holder)
    return right, holder, world.mortgage(right, holder, form=int(form), covenant=covenant)


def consent(world: World, mortgage: bytes, cause: bytes, lender: Party | None = None) -> None:
    by = (lender or world.bank).pair(Role.LEND)
    world.mortgages.consent(mortgage, cause, paper("consent"), by=by)


# One function for each act: the cause it will have, and the act itself with consents.
Step = Callable[[list[bytes]], object]


def transferring(world: World, right: bytes, holder: Party) -> tuple[bytes, Step]:
    to = world.next_household if holder is world.household else world.enterprise
    terms = world.transfer(right, to)
    cause = world.propose_transfer(terms, holder)
    return cause, lambda consents: world.accept_transfer(terms, holder, to, consents=consents)


def securing(world: World, right: bytes, holder: Party) -> tuple[bytes, Step]:
    form = world.kinds.rightKind(int.from_bytes(right[16:18], "big"), VILLAGE)["forms"].bit_length()
    terms = world.mortgage_terms(right, world.next_bank, form=form, covenant=2 if form == Form.PLEDGE else 0)
    cause = world.propose_mortgage(terms, holder)
    return cause, lambda consents: world.accept_mortgage(terms, holder, world.next_bank, 2, consents=consents)


def granting(world: World, right: bytes, holder: Party) -> tuple[bytes, Step]:
    kind, to = (RightKind.MANAGEMENT, world.cooperative) if holder is world.household else (LEASE, world.enterprise)
    terms = world.transfer(right, to, way=Way.LEASE, kind=kind, termUntil=world.now() + 3 * YEAR)
    cause = world.propose_transfer(terms, holder)
    return cause, lambda consents: world.accept_transfer(terms, holder, to, consents=consents)


def listing(world: World, right: bytes, holder: Party) -> tuple[bytes, Step]:
    cause, actor = derived(LISTINGS, right, world.number()), holder.officer(Role.HOLD)

    def act(consents: list[bytes]) -> object:
        return world.rights.lock(right, cause, int(Act.LISTING), 0, consents, actor, by=LISTINGS)

    return cause, act


STEPS = {Act.TRANSFER: transferring, Act.SECURITY: securing, Act.SUB: granting, Act.LISTING: listing}
SECURED = [Form.MORTGAGE, Form.FINANCING]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name.lower())
@pytest.mark.parametrize("form", SECURED, ids=lambda form: form.name.lower())
@pytest.mark.parametrize("covenant", [0, 1])
def test_under_a_mortgage_every_act_is_open(world: World, act: Act, form: Form, covenant: int) -> None:
    """Invariant 11."""
    right, holder, mortgage = burdened(world, form, covenant)
    world.rights.check(right, act)
    _, step = STEPS[act](world, right, holder)
    step([])
    assert world.rights.right(right)["encumbrances"] == (2 if act == Act.SECURITY else 1)
    assert world.rights.lockOf(mortgage)["locker"] == world.mortgages.address


@pytest.mark.parametrize("form", SECURED, ids=lambda form: form.name.lower())
def test_a_registered_ban_does_not_touch_further_security(world: World, form: Form) -> None:
    right, holder, _ = burdened(world, form, 2)
    world.rights.check(right, Act.SECURITY)
    _, step = securing(world, right, holder)
    step([])
    assert world.rights.right(right)["encumbrances"] == 2


CELLS = [(form, act) for form in SECURED for act in ACTS if act != Act.SECURITY] + [(Form.PLEDGE, a) for a in ACTS]


@pytest.mark.parametrize(("form", "act"), CELLS, ids=lambda word: word.name.lower())
def test_a_registered_ban_or_a_pledge_refuses_until_the_lender_consents(world: World, form: Form, act: Act) -> None:
    """Invariant 11."""
    right, holder, mortgage = burdened(world, form, 2)
    with refused("CovenantStands", right=right, covenants=1):
        world.rights.check(right, act)
    cause, step = STEPS[act](world, right, holder)
    with refused("CovenantStands", right=right, covenants=1):
        step([])
    with refused("ConsentsDoNotProve", right=right):
        step([mortgage])
    consent(world, mortgage, derived(world.transfers.address, right, 999))
    with refused("ConsentsDoNotProve", right=right):
        step([mortgage])
    consent(world, mortgage, cause)
    step([mortgage])
    with refused("CovenantStands" if act != Act.LISTING else "Barred"):  # lifted once, for one act
        world.rights.check(right, act)


BARS = ["order on the right", "order on the asset", "order on the holder", "dispute", "transfer", "listing"]


def lay(world: World, bar: str, right: bytes, holder: Party) -> bytes:
    """The thing that the bar lies on."""
    if bar == "order on the right":
        world.order(right)
    elif bar == "order on the asset":
        world.order(whole(right[:16]))
        return whole(right[:16])
    elif bar == "order on the holder":
        world.order_on(holder)
        return whole(holder.id)
    elif bar == "dispute":
        world.order(right, kind=OrderKind.DISPUTE, days=15, court=world.registry)
    elif bar == "transfer":
        transferring(world, right, holder)
    else:
        listing(world, right, holder)[1]([])
    return right


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name.lower())
@pytest.mark.parametrize("bar", BARS)
def test_a_bar_refuses_every_new_act(world: World, act: Act, bar: str) -> None:
    """Invariant 11."""
    right = world.layer(FACILITY)
    thing = lay(world, bar, right, world.cooperative)
    with refused("Barred", thing=thing, bars=1):
        world.rights.check(right, act)
    with refused("Barred", thing=thing, bars=1):
        _, step = STEPS[act](world, right, world.cooperative)
        step([])


@pytest.mark.parametrize("act", [Act.TRANSFER, Act.SECURITY, Act.SUB], ids=lambda act: act.name.lower())
@pytest.mark.parametrize("bar", BARS[:4])
def test_a_bar_laid_after_the_offer_refuses_its_acceptance(world: World, act: Act, bar: str) -> None:
    right, holder, _ = burdened(world, Form.MORTGAGE, 0)
    _, step = STEPS[act](world, right, holder)
    thing = lay(world, bar, right, holder)
    with refused("Barred", thing=thing):
        step([])


@pytest.mark.parametrize("act", [Act.TRANSFER, Act.SUB], ids=lambda act: act.name.lower())
def test_the_act_that_set_the_bar_passes(world: World, act: Act) -> None:
    """Invariant 11."""
    right = world.layer(FACILITY)
    _, step = STEPS[act](world, right, world.cooperative)
    assert world.rights.right(right)["bars"] == 1
    step([])
    assert world.rights.right(right)["bars"] == 0


def test_no_consent_opens_a_bar(world: World) -> None:
    right, holder, mortgage = burdened(world, Form.MORTGAGE, 2)
    cause, step = transferring(world, right, holder)
    consent(world, mortgage, cause)
    world.order(right)
    with refused("Barred", thing=right):
        step([mortgage])


# what is always open

LOCKS: dict[str, Callable[[World, bytes, Party], object]] = {
    "mortgage": lambda world, right, holder: world.mortgage(right, holder, covenant=2),
    "order": lambda world, right, holder: lay(world, "order on the right", right, holder),
    "order on the asset": lambda world, right, holder: lay(world, "order on the asset", right, holder),
    "order on the holder": lambda world, right, holder: lay(world, "order on the holder", right, holder),
    "transfer": lambda world, right, holder: lay(world, "transfer", right, holder),
    "listing": lambda world, right, holder: lay(world, "listing", right, holder),
}


@pytest.mark.parametrize("lock", LOCKS)
def test_discharge_lapse_and_a_further_order_are_always_open(world: World, lock: str) -> None:
    """Invariant 11."""
    right = world.layer(SEA)
    mortgage = world.mortgage(right, world.cooperative)
    LOCKS[lock](world, right, world.cooperative)
    world.order(right)
    world.mortgages.discharge(mortgage, paper("paid"), by=world.bank.pair(Role.LEND))
    world.chain.travel(11 * YEAR)
    world.rights.lapse(right, by=address("anybody"))
    assert world.rights.right(right)["holder"] == bytes(16)


def test_a_pledged_right_lapses_is_ordered_and_discharged(world: World) -> None:
    right = world.layer(RightKind.RECEIPT)
    pledges = [world.mortgage(right, world.cooperative)]
    world.order(right)
    world.chain.travel(21 * YEAR)
    world.rights.lapse(right, by=address("anybody"))
    world.mortgages.discharge(pledges[0], paper("void"), by=world.bank.pair(Role.LEND))
    assert world.rights.right(right)["encumbrances"] == 0
