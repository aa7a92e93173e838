"""JSON under /api/v1: the same readings as the pages, in exact numbers."""

from __future__ import annotations

import pytest

from ledger.kit.ids import to_text
from tests.api.reader import Reader
from tests.api.story import FIELD, Copy, Village

pytestmark = pytest.mark.node


def test_villages_count_in_exact_numbers(pages: Reader, village: Village) -> None:
    found = pages.get("/api/v1/villages").json()
    [one] = [each for each in found["villages"] if each["party"] == to_text(village.body.id)]
    assert one["kind"] == "village_collective"
    assert one["area"]["hundredths_m2"] == 58 * 66_667
    assert (one["mortgages"], one["orders"], one["open_objections"]) == (2, 2, 1)
    assert found["as_of"]["chain_id"] == 31337
    assert found["as_of"]["time"].endswith("Z")


def test_assets_page_by_a_cursor_without_gap_or_repeat(pages: Reader) -> None:
    seen, past = [], ""
    while True:
        found = pages.get("/api/v1/assets", params={"limit": 20, "past": past}).json()
        seen += [one["asset"] for one in found["assets"]]
        if found["next"] is None:
            break
        past = found["next"]
    assert seen == sorted(set(seen))
    assert seen == [one["asset"] for one in pages.get("/api/v1/assets?limit=200").json()["assets"]]


def test_a_story_has_rights_ranks_and_records(pages: Reader, village: Village) -> None:
    found = pages.get(f"/api/v1/assets/{to_text(village.field)}?lang=en").json()
    assert found["asset"]["name"] == FIELD
    assert [right["subs"][0]["kind"] for right in found["rights"]] == ["management"]
    assert [(one["rank"], one["binds"], one["registered"] is None) for one in found["mortgages"]] == [
        (1, "opposability", True),
        (2, "opposability", False),
    ]
    assert [one["queue"] for one in found["orders"]] == [1, 2]
    assert found["timeline"][0]["event"] == "AssetRegistered"
    assert "NotRegistered" in [one["code"] for one in found["warnings"]]
    assert found["altered"] is False


def test_persons_have_no_name_in_an_answer(pages: Reader) -> None:
    [hit] = pages.get("/api/v1/assets?text=东洋旱地2号").json()["assets"]
    answer = pages.get(f"/api/v1/assets/{hit['asset']}")
    assert [one["name"] for one in answer.json()["parties"] if one["kind"] == "household"] == [""]
    assert "林国强" not in answer.text


def test_a_party_reads_its_notices_page_by_page(pages: Reader, village: Village) -> None:
    party = to_text(village.cooperative.id)
    whole = pages.get("/api/v1/notices", params={"party": party}).json()
    assert whole["notices"][0]["event"] == "OrderLaid"
    first = pages.get("/api/v1/notices", params={"party": party, "limit": 1}).json()
    rest = pages.get("/api/v1/notices", params={"party": party, "before": first["next"]}).json()
    assert first["notices"] + rest["notices"] == whole["notices"]
    assert whole["next"] is None


def test_the_last_verification_is_told_with_what_it_found(copy: Copy, village: Village) -> None:
    assert copy.pages().get("/api/v1/verify/latest").json() == {"verdict": None}
    copy.sql("UPDATE assets SET quantity = 7 WHERE asset = ?", village.field)
    copy.verify()
    found = copy.pages().get("/api/v1/verify/latest").json()["verdict"]
    assert found["ok"] is False
    assert [(one["table"], one["column"], one["after"]) for one in found["findings"]] == [("assets", "quantity", 7)]
    assert copy.pages().get(f"/api/v1/assets/{to_text(village.field)}").json()["altered"] is True


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/assets/0x12", 400, "IdMalformed"),
        ("/api/v1/assets/0x" + "7" * 32, 404, "AssetNotFound"),
        ("/api/v1/assets?burden=heavy", 400, "FilterUnknown"),
        ("/api/v1/assets?limit=0", 422, "QueryInvalid"),
        ("/api/v1/nowhere", 404, "PageUnknown"),
    ],
)
def test_what_goes_wrong_is_a_problem_with_a_code(pages: Reader, address: str, status: int, code: str) -> None:
    found = pages.get(address, params={"lang": "en"} if "?" not in address else None)
    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"
    problem = found.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"]
    assert problem["detail"]


def test_nothing_can_be_written(pages: Reader) -> None:
    found = pages.post("/api/v1/assets")
    assert (found.status_code, found.json()["code"]) == (405, "MethodRefused")


def test_there_is_a_description_and_no_page_that_loads_scripts_from_elsewhere(pages: Reader) -> None:
    described = pages.get("/api/v1/openapi.json").json()
    assert sorted(described["paths"]) == [
        "/api/v1/assets",
        "/api/v1/assets/{asset}",
        "/api/v1/notices",
        "/api/v1/verify/latest",
        "/api/v1/villages",
    ]
    assert pages.get("/docs").status_code == 404
