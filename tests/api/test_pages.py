"""The three pages, read as a person reads them: what stands where, what is never shown, what happens on a wrong way."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from ledger.chain.client import Chain
from ledger.chain.rpc import Rpc
from ledger.desks.opening import open_desk
from ledger.kit.ids import to_text
from ledger.store.db import sqlite_url
from ledger.store.source import Source
from tests.api.reader import Reader
from tests.api.story import FIELD, POND, Copy, Village
from tests.audit.lying import lying

pytestmark = pytest.mark.node


def text(page: str) -> str:
    """What a reader sees, without tags."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", page[page.index("<body") :], flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def rows(page: str) -> list[str]:
    return [text("<body>" + row) for row in re.findall(r"<tr.*?</tr>", page, flags=re.S)]


def test_the_board_counts_each_collective(pages: Reader, village: Village) -> None:
    page = pages.get("/").text
    [row] = [row for row in rows(page) if "禾塘村股份经济合作社" in row]
    assert row.split()[1:] == ["村集体经济组织", "55", "1", "2", "58", "58.00", "3", "2", "◔", "1", "⊘", "2"]
    assert "均为虚构" in text(page)
    assert "尚未核验" in text(page)
    assert "截至第" in text(page)


def test_the_newest_notices_say_who_was_told(pages: Reader, village: Village) -> None:
    page = text(pages.get("/").text)
    assert f"有人提出异议： {POND}" in page
    assert "已通知：" in page


def test_filters_are_in_the_address_and_stay_in_the_form(pages: Reader, village: Village) -> None:
    asked = {"village": to_text(village.body.id), "status": "announced"}
    page = pages.get("/assets", params=asked).text
    assert "溪边&lt;鱼塘&gt;21号" in page
    assert FIELD not in page
    assert '<option value="announced" selected>' in page
    assert FIELD in pages.get("/assets", params={"text": "西湾"}).text
    assert FIELD in pages.get("/assets", params={"village": asked["village"], "burden": "mortgaged"}).text


def test_a_search_without_a_hit_says_so(pages: Reader) -> None:
    assert "没有符合条件的资产" in pages.get("/assets?text=没有这样的东西").text


def test_the_list_pages_without_gap_or_repeat(pages: Reader, village: Village) -> None:
    seen: list[str] = []
    address: str | None = f"/assets?kind=cropland&village={to_text(village.body.id)}"
    while address:
        page = pages.get(unescape(address)).text
        seen += re.findall(r'<a href="/assets/(0x\w+)">', page)
        following = re.search(r'class="next" href="([^"]+)"', page)
        address = following[1] if following else None
    assert seen == sorted(set(seen))
    assert len(seen) == 58


def test_the_story_shows_both_orders_and_says_which_binds(pages: Reader, village: Village) -> None:
    page = pages.get(f"/assets/{to_text(village.field)}").text
    first, second = (row for row in rows(page) if "融资担保" in row)
    assert first.split()[0] == "1"
    assert "登记号未录入" in first
    assert second.split()[0] == "2"
    assert "第 1 位" in second
    assert "闽(2026)0042号" in second
    assert "已登记的先于未登记的" in text(page)


def test_the_story_shows_the_queue_of_orders_and_what_is_barred(pages: Reader, village: Village) -> None:
    page = pages.get(f"/assets/{to_text(village.field)}").text
    effects = [row for row in rows(page) if "查封" in row]
    assert "生效中" in effects[0]
    assert "轮候第 1 位" in effects[1]
    assert "限制中，不得处分" in text(page)


def test_the_story_tells_what_happened_and_who_was_told(pages: Reader, village: Village) -> None:
    page = text(pages.get(f"/assets/{to_text(village.field)}").text)
    for said in ("登记为禾塘村股份经济合作社的耕地", "接受担保，土地经营权第 2 顺位", "680,000.00", "（担保权人）"):
        assert said in page.replace(" 禾塘", "禾塘")
    assert page.index("0x") > page.index("技术细节"), "no hash before the technical details"


def test_a_household_is_known_by_its_surname_at_most(pages: Reader, village: Village) -> None:
    found = pages.get("/assets", params={"text": "东洋旱地2号"}).text
    [asset] = re.findall(r'<a href="/assets/(0x\w+)">', found)
    page = pages.get(f"/assets/{asset}").text
    assert "林**" in page
    assert "林国强" not in page


def test_the_altered_row_is_shown_with_before_and_after_and_how_to_mend_it(copy: Copy, village: Village) -> None:
    copy.sql("UPDATE assets SET quantity = quantity * 10 WHERE asset = ?", village.field)
    assert [finding.column for finding in copy.verify().findings] == ["quantity"]
    cell = {"table": "assets", "key": {"asset": to_text(village.field)}, "column": "quantity"}
    board = text(copy.pages(altered=lambda: cell).get("/").text)
    page = text(copy.pages(altered=lambda: cell).get(f"/assets/{to_text(village.field)}").text)
    for shown in (board, page):
        assert "1.00 亩" in shown
        assert "10.00 亩" in shown
        assert "演示时有意手工改动" in shown
        assert "ledger rebuild" in shown
    [listed] = [row for row in rows(copy.pages().get("/assets?text=西湾").text) if FIELD in row]
    assert "✗ 被改动" in listed
    elsewhere = text(copy.pages().get(f"/assets/{to_text(village.pond)}").text)
    assert "登记簿别处有 1 处被改动" in elsewhere
    assert "演示时" not in text(copy.pages().get("/").text), "nobody says that the demo did what it did not"


def test_what_is_altered_in_the_raw_events_is_the_assets_too(copy: Copy, village: Village) -> None:
    copy.sql("UPDATE events SET tx = zeroblob(32) WHERE substr(topics, 33, 16) = ?", village.pond)
    copy.verify()
    page = text(copy.pages().get(f"/assets/{to_text(village.pond)}").text)
    assert "此资产的记录有" in page
    assert "原始事件" in page


def test_what_stands_verified_is_said_to_be(copy: Copy, village: Village) -> None:
    assert copy.verify().ok
    assert "已核验，未被改动" in copy.pages().get("/").text
    page = copy.pages(sample=False).get(f"/assets/{to_text(village.field)}").text
    assert "已核验至第" in page
    assert "均为虚构" not in page


def test_a_run_that_looked_only_at_what_changed_says_so_everywhere(copy: Copy, village: Village) -> None:
    block = copy.verify().block
    assert copy.verify(since_last=True).since == block
    pages = copy.pages()
    for address in ("/", "/assets?text=x", f"/assets/{to_text(village.field)}"):
        assert f"区块 {block:,} 之后的变化" in text(pages.get(address).text), address


def test_a_node_that_lies_is_not_called_an_altered_database(copy: Copy) -> None:
    def hide(method: str, params: list[Any], result: Any) -> Any:
        return result[:-1] if method == "eth_getLogs" else result

    chain = copy.county.chain
    with lying(chain.rpc.url, hide) as url, Rpc(url) as rpc:
        assert not copy.verify(Source(Chain(rpc, chain.deployment))).ok
    board = text(copy.pages().get("/").text)
    assert "节点与其自身的链相矛盾" in board
    assert "节点隐瞒的日志" in board
    assert "ledger rebuild" not in board


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ("UPDATE assets SET status = 99 WHERE asset = ?", "assets.status"),
        ("UPDATE events SET data = x'00' WHERE substr(topics, 33, 16) = ?", "events.data"),
        ("UPDATE mortgages SET state = 'ended' WHERE substr(mortgage, 1, 16) = ?", "mortgages.state"),
    ],
)
def test_what_cannot_be_read_any_more_is_a_page_that_names_it(
    copy: Copy, village: Village, change: str, column: str
) -> None:
    copy.sql(change, village.field)
    copy.verify()
    found = copy.pages().get(f"/assets/{to_text(village.field)}")
    assert found.status_code == 500
    assert "default-src 'none'" in found.headers["content-security-policy"]
    for said in ("ledger verify", "ledger rebuild", column):
        assert said in text(found.text)
    problem = copy.pages().get(f"/api/v1/assets/{to_text(village.field)}")
    assert problem.headers["content-type"] == "application/problem+json"


def test_before_the_first_block_the_page_says_what_to_start(village: Village, tmp_path: Path) -> None:
    urls = (sqlite_url(tmp_path / "mirror.db"), sqlite_url(tmp_path / "office.db"))
    found = Reader(create_app(open_desk(*urls, village.county.chain.deployment))).get("/")
    assert found.status_code == 503
    assert "尚未镜像" in text(found.text)


def test_a_language_once_chosen_is_remembered(copy: Copy) -> None:
    pages = copy.pages()
    assert "农村集体资产登记簿" in pages.get("/").text
    assert "Register of rural collective assets" in pages.get("/?lang=en").text
    assert "Register of rural collective assets" in pages.get("/assets").text
    assert "农村集体资产登记簿" in pages.get("/?lang=zh").text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/nowhere", 404, "没有 /nowhere 这一页"),
        ("/assets/0x12", 400, "不是有效的编号"),
        ("/assets/0x" + "7" * 32, 404, "登记簿上没有"),
        ("/assets?status=lost", 400, "不认识“lost”"),
        ("/assets?text=" + "x" * 101, 422, "查询条件有误：text"),
    ],
)
def test_a_wrong_way_is_a_page_that_says_what_to_do(pages: Reader, address: str, status: int, said: str) -> None:
    found = pages.get(address)
    assert found.status_code == status
    assert said in text(found.text)
    assert 'href="/assets"' in found.text


def test_no_page_asks_anything_of_another_host(pages: Reader, village: Village) -> None:
    for address in ("/", "/assets", f"/assets/{to_text(village.field)}"):
        found = pages.get(address)
        assert "default-src 'none'" in found.headers["content-security-policy"]
        assert not re.search(r'(src|href|action)="(https?:)?//', found.text)
        assert "<script" not in found.text
        assert " style=" not in found.text
