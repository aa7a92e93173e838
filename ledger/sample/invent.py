"""Numbers and names that look right and belong to nobody.

Identity numbers and credit codes carry the division 350999. GB/T 2260 has never had it: since Ningde became 3509 in
1999 it holds 350901, 350902, 350921–350926, 350981 and 350982, and before that the area was 3522. So no such number
was ever given to anybody, though each passes every check of its form. Names are drawn from lists of common surnames
and characters; a living person may bear one of them, as with any name, but has no tie to the number beside it.
"""

from datetime import date, timedelta
from random import Random

from ledger.kit.codes import resident_id, uscc

__all__ = ["NOWHERE", "credit_code", "identity_number", "person_name"]

NOWHERE = "350999"
_SURNAMES = "林陈黄张吴李郑王刘苏杨叶谢蔡许曾周何邱江卢余潘罗施方董雷蓝钟"
_MIDDLE = "文德志永国建明光春秀玉金丽美雪月清海山宝庆荣华福兴进长家世宗"
_LAST = "云生发财平安康宁顺祥林木根泉水珠花英兰香梅莲娇贞斌强伟杰峰辉"
_BODY = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def person_name(random: Random) -> str:
    """A surname and one or two characters."""
    given = random.choice(_LAST) if random.random() < 0.15 else random.choice(_MIDDLE) + random.choice(_LAST)
    return random.choice(_SURNAMES) + given


def identity_number(random: Random, born: tuple[int, int]) -> str:
    """An identity number of nobody, born in one of the years from the first to the last."""
    first = date(born[0], 1, 1)
    day = first + timedelta(days=random.randrange((date(born[1], 12, 31) - first).days))
    digits = f"{NOWHERE}{day:%Y%m%d}{random.randrange(1, 1000):03d}"
    return digits + resident_id.check_digit(digits)


def credit_code(random: Random, kind: str) -> str:
    """A credit code of nobody; `kind` is its first two characters (N2 village collective, 91 enterprise, …)."""
    body = "MA" + "".join(random.choices(_BODY[:10], k=7))
    return f"{kind}{NOWHERE}{body}{uscc.check_digit(f'{kind}{NOWHERE}{body}')}"
