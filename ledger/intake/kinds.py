"""Which kind of asset a cell names: the catalogue's words, and the land classes that clerks write instead."""

import unicodedata
from difflib import get_close_matches
from functools import cache

from ledger.intake.errors import CellError
from ledger.kit.catalogue import asset_kinds, label
from ledger.kit.locale import LANGS
from ledger.kit.numbers import AssetKind

__all__ = ["find", "names"]

_OTHER_WORDS = {
    AssetKind.CROPLAND: "水田 水浇地 旱地 农田 承包地",
    AssetKind.ORCHARD_LAND: "果园 茶园 橡胶园 其他园地",
    AssetKind.FOREST_LAND: "乔木林地 竹林地 灌木林地 其他林地 山林 林权",
    AssetKind.GRASSLAND: "天然牧草地 人工牧草地 其他草地 牧草地",
    AssetKind.POND: "鱼塘 坑塘 池塘 养殖水面",
    AssetKind.SEA_AREA: "海域 浅海",
    AssetKind.TIDAL_FLAT: "沿海滩涂 内陆滩涂",
    AssetKind.WASTELAND: "四荒 荒山 荒沟 荒丘 荒滩",
    AssetKind.WORKSHOP: "车间 工业厂房 标准厂房",
    AssetKind.WAREHOUSE: "仓储用房 库房",
    AssetKind.SHOP: "店面 门面 商业用房 商业服务用房",
    AssetKind.MARKET: "农贸市场 菜市场",
    AssetKind.MACHINERY: "农机 农机具",
    AssetKind.EQUIPMENT: "机器设备 设备",
    AssetKind.OFFICE: "村部 办公楼 办公房屋",
    AssetKind.PUBLIC_WORKS: "道路 桥梁 水利设施 路灯 农田水利设施",
    AssetKind.GREENHOUSE: "大棚 温室",
    AssetKind.RAFT: "渔排 筏架 吊养筏",
}
"""Second-level classes of GB/T 21010 and everyday words; a row read by one of them says so in the report."""


@cache
def _words() -> dict[str, AssetKind]:
    words = {word: kind for kind, others in _OTHER_WORDS.items() for word in others.split()}
    for row in asset_kinds():
        kind = AssetKind(row.number)
        words |= dict.fromkeys((kind.name.casefold(), *(plain(label(kind, lang)) for lang in LANGS)), kind)
    return words


def plain(word: str) -> str:
    """A word without blanks and full-width forms, in lower case."""
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()


def names() -> list[str]:
    """The Chinese words of the catalogue, in its order: what the template offers."""
    return list(dict.fromkeys(label(AssetKind(row.number), "zh") for row in asset_kinds()))


def find(word: str) -> AssetKind:
    """The kind that a cell names. Raises CellError KindUnknown with what comes closest."""
    kind = _words().get(plain(word))
    if kind is None:
        near = get_close_matches(plain(word), _words(), 3, 0.4)
        raise CellError("KindUnknown", value=word, near="、".join(near) or "—")
    return kind
