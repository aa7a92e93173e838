"""The invented organisations: the collectives and who works with them, from the county bureau to the court."""

from random import Random

from ledger.kit.jurisdiction import Jurisdiction
from ledger.kit.numbers import PartyKind
from ledger.sample.invent import credit_code, identity_number, person_name
from ledger.sample.model import Household, Member, Party
from ledger.sample.places import COUNTY, TOWNSHIP, VILLAGES

__all__ = ["households", "organisations"]

_COUNTY = (
    ("bureau", PartyKind.BUREAU, "海云县农业农村局", "11"),
    ("registry", PartyKind.REGISTRY, "海云县不动产登记中心", "12"),
    ("finance", PartyKind.FINANCE_DEPARTMENT, "海云县财政局", "11"),
    ("regulator", PartyKind.REGULATOR, "海云县农村集体资产监督管理办公室", "11"),
    ("court", PartyKind.COURT, "海云县人民法院", "11"),
    ("bank_a", PartyKind.BANK, "海云农村商业银行", "91"),
    ("bank_b", PartyKind.BANK, "东澳村镇银行", "91"),
    ("bank_c", PartyKind.BANK, "闽屿银行海云支行", "91"),
    ("valuer", PartyKind.VALUER, "衡山海资产评估有限公司", "91"),
)
_COOPERATIVES = (
    (0, "coop_kelp", "青屿紫菜养殖专业合作社"),
    (0, "coop_fish", "青屿渔业专业合作社"),
    (1, "coop_tea", "松坞茶业专业合作社"),
    (1, "coop_wood", "松坞林业专业合作社"),
    (2, "coop_rice", "禾塘稻谷种植专业合作社"),
    (2, "coop_farm", "禾塘农机服务专业合作社"),
)


def organisations(random: Random) -> dict[str, Party]:
    """By code: county bodies, three banks, a valuer, the township centre, three collectives, six cooperatives."""
    found: dict[str, Party] = {}

    def add(code: str, kind: PartyKind, name: str, letters: str, area: Jurisdiction, keeper: str | None = None) -> None:
        found[code] = Party(
            code, kind, f"{name}（虚构）", credit_code(random, letters), area, random.randbytes(32), keeper
        )

    for code, kind, name, letters in _COUNTY:
        add(code, kind, name, letters, COUNTY)
    add("centre", PartyKind.CENTRE, "海云镇农村集体三资代理中心", "12", TOWNSHIP)
    for number, village in enumerate(VILLAGES):
        name = f"{village.name}股份经济合作社"
        add(f"village_{number}", PartyKind.VILLAGE_COLLECTIVE, name, "N2", village.area, "centre")
    for number, code, name in _COOPERATIVES:
        add(code, PartyKind.COOPERATIVE, name, "93", VILLAGES[number].area)
    return found


def households(random: Random) -> tuple[Household, ...]:
    """Four hundred households; the collective of their village keeps them (代办). No name of a head comes twice."""
    found: list[Household] = []
    heads: set[str] = set()
    for number, village in enumerate(VILLAGES):
        for place in range(village.households):
            head = person_name(random)
            while head in heads:
                head = person_name(random)
            heads.add(head)
            group = 1 + place % village.groups
            code = f"{village.prefix}-H{place + 1:03d}"
            area = village.group(group)
            salt = random.randbytes(32)
            party = Party(code, PartyKind.HOUSEHOLD, f"{head}户（虚构）", "", area, salt, f"village_{number}")
            found.append(Household(party, number, group, _members(random, head)))
    return tuple(found)


def _members(random: Random, head: str) -> tuple[Member, ...]:
    members = [Member(head, identity_number(random, (1946, 1988)), "户主")]
    if random.random() < 0.8:
        members.append(Member(person_name(random), identity_number(random, (1948, 1990)), "配偶"))
    for _ in range(random.choice((0, 1, 1, 2, 2, 3))):
        child = head[0] + person_name(random)[1:]
        members.append(Member(child, identity_number(random, (1975, 2020)), random.choice(("儿子", "女儿"))))
    return tuple(members)
