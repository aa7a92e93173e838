"""Facts in plain words: lines of text, Chinese or English. The browser writes the same lines from words.json."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Self

from verifier.facts import Facts
from verifier.fold import pinned
from verifier.words import seen, sentence


class Line(str):
    """A line of the report. ``key``: which sentence it is, ``field`` for a field of a document; a layout goes by it."""

    __slots__ = ("key",)
    key: str

    def __new__(cls, key: str, text: str) -> Self:
        """The text with its key."""
        own = super().__new__(cls, text)
        own.key = key
        return own


class Report:
    """One certificate's facts in one language."""

    def __init__(self, facts: Facts, lang: str) -> None:
        self._facts = facts
        self._lang = lang

    def lines(self) -> list[Line]:
        """The report, a line each; the last say what it does not say."""
        facts = self._facts
        found = [self._say("title"), self._say("not_a_title_deed"), self._say("number", number=facts["number"])]
        found += list(self._block())
        if facts["asked"]["kind"] == "nothing":
            found.append(self._say("nothing", id=facts["asked"]["id"]))
            if facts["asked"]["key"]:
                found.append(self._say("nothing_code", code=" / ".join(map(str, facts["asked"]["key"][1:]))))
        else:
            found += [
                *self._asset(),
                *self._rights(),
                *self._burdens(),
                *self._orders(),
                *self._offers(),
                *self._papers(),
            ]
        return found + [self._say(f"limit_{name}") for name in ("block", "list", "register", "documents")]

    def _block(self) -> Iterator[Line]:
        facts = self._facts
        yield self._say("as_of", block=facts["block"], time=self._time(facts["time"]), network=facts["network"])
        names = [one["name"] or one["account"] for one in facts["sealers"]]
        yield self._say("sealed", count=len(names), names=self._list(names))
        if facts["one_machine"]:
            yield self._say("one_machine")
        if facts["day"] != 86_400:
            yield self._say("short_day", seconds=facts["day"])
        if facts["records"]:
            yield self._say("complete", records=facts["records"], head=facts["head"])

    def _asset(self) -> Iterator[Line]:
        asset = self._facts["asset"]
        kind, status = self._label("AssetKind", asset["kind"]), self._label("Status", asset["status"])
        yield self._say("asset", id=asset["id"], kind=kind, area=f"{asset['area']:014d}", status=status)
        yield self._say("collective", party=asset["collective"], standing=self._standing(asset["collective"]))
        if asset["codes"]:
            yield self._say("codes", codes=self._list(asset["codes"]))
        if self._facts["objections"]:
            yield self._say("objections", count=len(self._facts["objections"]))
        if asset["bars"]:
            yield self._say("asset_barred", count=asset["bars"])

    def _rights(self) -> Iterator[Line]:
        if not self._facts["rights"]:
            yield self._say("no_rights")
        for one in self._facts["rights"]:
            kind, share = self._label("RightKind", one["kind"]), f"{one['share'][0]}/{one['share'][1]}"
            fields = {"id": one["id"], "kind": kind, "holder": one["holder"], "share": share}
            yield self._say("right", **fields, until=self._until(one["until"]), term=self._say(f"term_{one['term']}"))
            if one["live"]:
                yield self._say("holder_standing", standing=self._standing(one["holder"]))
            if one["parent"]:
                yield self._say("parent", parent=one["parent"])
            if one["lacks"]:
                yield self._say("lacks", lacks=self._mask("Lack", one["lacks"]))
            if one["bars"]:
                yield self._say("right_barred", count=one["bars"])

    def _burdens(self) -> Iterator[Line]:
        if not self._facts["burdens"]:
            yield self._say("no_burdens")
        for one in self._facts["burdens"]:
            words = {"form": self._label("Form", one["form"]), "state": self._label("MortgageState", one["state"])}
            yield self._say("burden", rank=one["rank"], id=one["id"], right=one["right"], lender=one["lender"], **words)
            yield from self._burden(one)

    def _burden(self, one: Facts) -> Iterator[Line]:
        if one["void"]:
            yield self._say("void")
        register = one["register"]
        if one["contract_only"] or register is None or register["effect"] == "none":
            yield self._say("contract_only")
        elif one["registered_at"]:
            fields = {"register": register[self._lang], "date": self._time(one["registered_at"])}
            yield self._say("registered", **fields, document=one["statutory_document"] or "")
        else:
            yield self._say("not_registered", register=register[self._lang])
        if one["covenant"]:
            yield self._say("covenant", covenant=self._label("Covenant", one["covenant"]))
        if one["cap_until"]:
            yield self._say("capped", until=self._time(one["cap_until"]))
        if one["claimed"]:
            yield self._say("claimed", since=self._time(one["claimed"]))
        if one["proposals"]:
            yield self._say("proposals", count=one["proposals"])
        for each in one["records"]:
            kind, when = self._label("ChangeKind", each["kind"]), self._time(each["recorded"])
            yield self._say("record", number=each["record_number"], kind=kind, when=when)
        for key, mask in zip(("papers_required", "papers_expected"), one["missing"], strict=True):
            if mask:
                yield self._say(key, papers=self._mask("Paper", mask))

    def _orders(self) -> Iterator[Line]:
        if not self._facts["orders"]:
            yield self._say("no_orders")
        for one in self._facts["orders"]:
            fields = {"id": one["order_id"], "kind": self._label("OrderKind", one["kind"]), "issuer": one["issuer"]}
            yield self._say("order", **fields, place=one["place"], until=self._time(one["until"]))
            if one["over"]:
                yield self._say("order_over")

    def _offers(self) -> Iterator[Line]:
        for one in self._facts["offers"]:
            key = "offer_over" if one["over"] else f"offer_{one['of']}"
            yield self._say(key, id=one["id"], to=one["to"], until=self._time(one["until"]))

    def _papers(self) -> Iterator[Line]:
        for root, one in self._facts["documents"].items():
            yield self._say("document", root=root)
            for pointer, value in one["fields"].items():
                yield Line("field", f"    {seen(pointer)}: {seen(self._value(value))}")
            if one["closed"]:
                yield self._say("closed", count=one["closed"])
        if self._facts["not_enclosed"]:
            yield self._say("not_enclosed", roots=self._list(self._facts["not_enclosed"]))

    def _standing(self, party: str) -> str:
        row = self._facts["parties"][party]
        words = [self._label("PartyKind", row["kind"]), self._label("Standing", row["standing"])]
        if row["keeper"]:
            words.append(self._say("kept", keeper=row["keeper"]))
        if row["bars"]:
            words.append(self._say("party_barred", count=row["bars"]))
        return self._list(words)

    def _label(self, table: str, number: int) -> str:
        row = pinned()["labels"][table].get(str(number))
        return str(row[self._lang]) if row else str(number)

    def _mask(self, table: str, mask: int) -> str:
        return self._list([self._label(table, bit) for bit in range(mask.bit_length()) if mask >> bit & 1])

    def _until(self, time: int) -> str:
        return self._time(time) if time else self._say("no_end")

    def _time(self, time: int) -> str:
        return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return self._say("yes" if value else "no")
        return "" if value is None else str(value)

    def _list(self, words: list[str]) -> str:
        return self._say("and").join(words)

    def _say(self, key: str, **fields: object) -> Line:
        return Line(key, sentence(f"report.{key}", self._lang, **fields))
