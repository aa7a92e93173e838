"""The report on a terminal."""

from ledger.intake.dry_run import dry_run
from ledger.intake.lines import lines
from ledger.intake.rows import Settings
from tests.intake.conftest import Write, asset


def test_a_clerk_reads_where_why_and_what_to_do(write: Write, settings: Settings) -> None:
    path = write([asset("ZC-1"), asset("ZC-2", 资产类别="飞船"), asset("ZC-1"), ["合计"], asset("", 统一编号="")])
    report = dry_run(path, settings)
    assert list(lines(report, "zh", changes=False)) == [
        "共4行：可以导入1，需要更正2，已登记没有变化0，可能重复1。什么都没有写入。",
        "工作表“资产”：已读取",
        "  第5行跳过（合计行）：合计",
        "工作表“资产”第3行 水田：需要更正",
        "  B3 资产类别：没有“飞船”这个资产类别。",
        "    请从模板的下拉列表中选择。相近的有：—。",
        "工作表“资产”第4行 水田：可能重复",
        "  与工作表“资产”第2行相同",
        "工作表“资产”第6行 水田：需要更正",
        "  整行：这一行没有编码。",
        "    请填不动产单元代码、承包地块编码、统一编号（连同编号年份）中的一个。",
    ]
    assert "  G2 面积: 5 亩 → 3,333.33平方米 (unit converted)" in list(lines(report, "en"))
