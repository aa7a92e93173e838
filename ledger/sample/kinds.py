"""How many assets of each kind the villages have, how large they are, what they are worth and called."""

from dataclasses import dataclass

from ledger.kit.numbers import AssetKind, RightKind

__all__ = ["SPECS", "Spec"]


@dataclass(frozen=True, slots=True)
class Spec:
    """One kind of asset in the sample.

    `counts`: assets in each village. `size`: from, to, in `unit`. `worth`: yuan for one of the unit, 0 for land, which
    the inventory's forms carry without a value. `feature`: of the parcel and the thing on it in a unit code, "" where
    the kind has none. `right`: the layer that lies on it. `term`: years until the layer ends, 0 for no end.
    """

    kind: AssetKind
    counts: tuple[int, int, int]
    size: tuple[float, float]
    unit: str
    worth: int
    words: str
    right: RightKind | None
    feature: str = ""
    term: int = 0


_K, _R = AssetKind, RightKind
SPECS = (
    Spec(_K.CROPLAND, (6, 8, 14), (0.8, 46), "亩", 0, "水田 旱地 洋田 垄田", _R.OWNERSHIP),
    Spec(_K.ORCHARD_LAND, (2, 6, 2), (3, 80), "亩", 0, "茶园 柚园 枇杷园", _R.OWNERSHIP),
    Spec(_K.FOREST_LAND, (3, 11, 2), (20, 900), "亩", 0, "杉木林 毛竹林 生态林", _R.FOREST, "JE L", 40),
    Spec(_K.GRASSLAND, (0, 2, 1), (5, 60), "亩", 0, "草山 草坡", _R.OWNERSHIP),
    Spec(_K.POND, (4, 1, 5), (1.5, 30), "亩", 0, "鱼塘 虾塘 山塘", _R.OWNERSHIP),
    Spec(_K.SEA_AREA, (10, 0, 0), (2, 45), "公顷", 0, "紫菜养殖海域 海带养殖海域 网箱海域", _R.SEA_USE, "GH W", 10),
    Spec(_K.TIDAL_FLAT, (4, 0, 0), (1, 20), "公顷", 0, "蛏埕 蛤埕", _R.SEA_USE, "GH W", 8),
    Spec(_K.WASTELAND, (2, 3, 2), (8, 200), "亩", 0, "荒山 荒滩 荒坡", _R.OWNERSHIP),
    Spec(_K.CONSTRUCTION_LAND, (2, 1, 2), (900, 9000), "平方米", 260, "建设用地", _R.CONSTRUCTION_LAND, "JB W", 40),
    Spec(_K.FACILITY_LAND, (1, 1, 3), (2, 18), "亩", 0, "育苗场用地 晒场", _R.OWNERSHIP),
    Spec(_K.WORKSHOP, (2, 2, 2), (240, 2600), "平方米", 1100, "加工厂房 茶叶加工厂房", _R.BUILDING, "JB F"),
    Spec(_K.WAREHOUSE, (3, 2, 3), (80, 900), "平方米", 700, "仓库 冷库 旧粮仓", _R.BUILDING, "JB F"),
    Spec(_K.SHOP, (4, 2, 3), (24, 160), "平方米", 3200, "店面 临街店面", _R.BUILDING, "JB F"),
    Spec(_K.MARKET, (1, 0, 1), (600, 2400), "平方米", 900, "集贸市场", _R.BUILDING, "JB F"),
    Spec(_K.MACHINERY, (2, 3, 6), (1, 3), "台", 86_000, "收割机 插秧机 拖拉机 植保无人机", _R.MOVABLE),
    Spec(_K.EQUIPMENT, (3, 2, 2), (1, 6), "台", 42_000, "烘干机 冷冻机组 炒茶机", _R.MOVABLE),
    Spec(_K.LIVESTOCK, (0, 2, 2), (12, 140), "头", 9_000, "黄牛 山羊", _R.MOVABLE),
    Spec(_K.OFFICE, (1, 1, 1), (220, 800), "平方米", 1400, "村部办公楼", _R.BUILDING, "JB F"),
    Spec(_K.SCHOOL, (1, 0, 1), (600, 1800), "平方米", 1200, "原小学校舍", _R.PUBLIC_FACILITY, "JB F"),
    Spec(_K.CLINIC, (1, 1, 1), (60, 180), "平方米", 1500, "卫生所", _R.PUBLIC_FACILITY, "JB F"),
    Spec(_K.CULTURE, (1, 1, 1), (150, 700), "平方米", 1300, "文化活动中心", _R.PUBLIC_FACILITY, "JB F"),
    Spec(_K.WELFARE, (1, 1, 1), (180, 700), "平方米", 1300, "幸福院", _R.PUBLIC_FACILITY, "JB F"),
    Spec(_K.PUBLIC_WORKS, (2, 3, 3), (1, 40), "座", 18_000, "机耕桥 提灌站 蓄水池 路灯", _R.PUBLIC_FACILITY),
    Spec(_K.GREENHOUSE, (0, 1, 4), (600, 6000), "平方米", 120, "温室大棚 钢架大棚", _R.FACILITY),
    Spec(_K.HOMESTEAD, (2, 2, 2), (80, 180), "平方米", 0, "宅基地", _R.HOMESTEAD, "JC F"),
    Spec(_K.BOAT_QUOTA, (3, 0, 0), (60, 300), "千瓦", 4_500, "渔船功率指标", _R.QUOTA),
    Spec(_K.RAFT, (6, 0, 0), (20, 160), "件", 900, "紫菜筏架 海带筏架", _R.MOVABLE),
    Spec(_K.WAREHOUSE_RECEIPT, (0, 0, 1), (8, 60), "吨", 2_900, "稻谷仓单", _R.RECEIPT, "", 1),
    Spec(_K.RECEIVABLE, (1, 1, 1), (3, 40), "万元", 10_000, "租金应收款", _R.RECEIVABLE, "", 2),
    Spec(_K.FOREST_TICKET, (0, 2, 0), (5, 50), "万元", 10_000, "林票", _R.TICKET, "", 20),
    Spec(_K.CARBON_TICKET, (0, 1, 0), (400, 2000), "吨", 60, "林业碳票", _R.TICKET, "", 10),
    Spec(_K.INCOME_RIGHT, (1, 1, 1), (10, 80), "万元", 10_000, "光伏电站收益权", _R.INCOME, "", 10),
    Spec(_K.COLLECTIVE_SHARES, (1, 1, 1), (100, 900), "万元", 10_000, "经营性资产收益权份额", None),
)
"""All kinds of the catalogue, 200 assets."""
