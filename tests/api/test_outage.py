"""Pages and API while a database cannot be read: what is wrong is said, and that it is not for ever."""

from __future__ import annotations

import pytest

from ledger.kit.locale import LANGS, Lang, say
from tests.api.story import Copy

pytestmark = pytest.mark.node


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_says_what_the_database_lacks(copy: Copy, lang: Lang) -> None:
    pages, mirror = copy.pages(), copy.folder / "mirror.db"
    assert pages.get("/").status_code == 200
    mirror.rename(copy.folder / "elsewhere.db")
    for address in ("/", "/assets"):
        answer = pages.get(address, params={"lang": lang})
        assert answer.status_code == 503
        assert say("errors.DatabaseGone", lang, database=mirror).partition("\n")[0] in answer.text


def test_a_program_is_told_the_same(copy: Copy) -> None:
    pages = copy.pages()
    assert pages.get("/api/v1/assets").status_code == 200
    (copy.folder / "mirror.db").rename(copy.folder / "elsewhere.db")
    answer = pages.get("/api/v1/assets", params={"lang": "en"})
    assert (answer.status_code, answer.json()["code"]) == (503, "DatabaseGone")
    (copy.folder / "elsewhere.db").rename(copy.folder / "mirror.db")
    assert pages.get("/api/v1/assets").status_code == 200
