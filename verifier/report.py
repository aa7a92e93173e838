"""Facts in plain words: lines of text, Chinese or English. The browser writes the same lines from words.json."""

from collections.abc import Iterator, Mapping
from typing import Any

from verifier.facts import Facts
from verifier.values import Line, Values
from verifier.words import spelled

_ANNOUNCED = 2


class Report:
    """One certificate's facts in one language. A line that says more about the one before begins with four blanks."""

    def __init__(self, facts: Facts, lang: str) -> None:
        self._facts = facts
        self._values = Values(lang)
        self._say = self._values.say
        self._lang = lang

    def lines(self) -> list[Line]:
        """The report, a line each; the last say what it does not say."""
        facts, say = self._facts, self._say
        found = [say("title"), say("not_a_title_deed"), say("number", number=facts["number"]), *self._block()]
        if facts["asked"]["kind"] == "nothing":
            found.append(say("nothing", id=facts["asked"]["id"]))
            if facts["asked"]["key"]:
                found.append(say("nothing_code", code=self._key()))
        else:
            found += [*self._asked(), *self.state(), *self._papers()]
        return found + [say(f"limit_{name}") for name in ("block", "list", "register", "documents")]

    def state(self) -> list[Line]:
        """What stands: asset, rights, securities, orders, offers, values. Standing is told where it is known."""
        return [
            *self._asset(),
            *self._rights(),
            *self._burdens(),
            *self._orders(),
            *self._offers(),
            *self._valuations(),
        ]

    def _block(self) -> Iterator[Line]:
        facts, values = self._facts, self._values
        yield self._say("as_of", block=facts["block"], time=values.time(facts["time"]), network=facts["network"])
        names = [self._sealer(one) for one in facts["sealers"]]
        yield self._say("sealed", count=len(names), names=values.listed(names))
        if facts["one_machine"]:
            yield self._say("one_machine")
        if facts["day"] != 86_400:
            yield self._say("short_day", seconds=facts["day"])
        if facts["records"]:
            yield self._say("complete", records=facts["records"], head=facts["head"])

    def _sealer(self, one: Mapping[str, Any]) -> str:
        if one["name"] is None:
            return str(one["account"])
        return self._say("sealer", name=one["name"], kind=self._values.coded("PartyKind", one["kind"]))

    def _asked(self) -> Iterator[Line]:
        """What it was asked for, where that is not the asset as a whole."""
        asked = self._facts["asked"]
        if asked["kind"] == "right":
            term = next(one["term"] for one in self._facts["rights"] if one["id"] == asked["id"])
            yield self._say("asked_right", right=self._values.right(asked["id"]), term=self._say(f"term_{term}"))
            yield self._id(asked["id"])
        elif asked["kind"] == "mortgage":
            yield self._say("asked_mortgage", state=self._values.label("MortgageState", asked["state"]))
            yield self._id(asked["id"])

    def _asset(self) -> Iterator[Line]:
        asset, values = self._facts["asset"], self._values
        kind, status = values.label("AssetKind", asset["kind"]), values.label("Status", asset["status"])
        yield self._say("asset", kind=kind, area=f"{asset['area']:014d}", status=status)
        yield self._id(asset["id"])
        if self._facts.get("asked", {}).get("key"):
            yield self._say("asset_code", code=self._key())
        yield self._say("quantity", quantity=values.quantity(asset["kind"], int(asset["quantity"])))
        if asset["status"] == _ANNOUNCED:
            yield self._say("deadline", until=values.time(asset["deadline"]))
        yield self._who("collective", asset["collective"])
        if asset["codes"]:
            yield self._say("codes", codes=values.listed(asset["codes"]))
        if self._facts["objections"]:
            yield self._say("objections", count=len(self._facts["objections"]))
        if asset["bars"]:
            yield self._say("asset_barred", count=asset["bars"])

    def _rights(self) -> Iterator[Line]:
        values = self._values
        if not self._facts["rights"]:
            yield self._say("no_rights")
        for one in self._facts["rights"]:
            fields = {"right": values.right(one["id"]), "share": f"{one['share'][0]}/{one['share'][1]}"}
            if one["until"]:
                fields["until"] = values.time(one["until"])
            key = "right" if one["until"] else "right_endless" if one["live"] else "right_ended"
            yield self._say(key, **fields, term=self._say(f"term_{one['term']}"))
            yield self._who("holder", one["holder"])
            yield self._id(one["id"])
            if one["parent"]:
                yield self._say("parent", parent=values.right(one["parent"]))
            if one["lacks"]:
                yield self._say("lacks", lacks=values.mask("Lack", one["lacks"]))
            elif one["existing"]:
                yield self._say("existing")
            if one["bars"]:
                yield self._say("right_barred", count=one["bars"])

    def _burdens(self) -> Iterator[Line]:
        values = self._values
        if not self._facts["burdens"]:
            yield self._say("no_burdens")
        for one in self._facts["burdens"]:
            words = {"form": values.label("Form", one["form"]), "state": values.label("MortgageState", one["state"])}
            yield self._say("burden", rank=one["rank"], right=values.right(one["right"]), **words)
            yield self._say("lender", lender=one["lender"])
            yield self._say("grantor", grantor=one["grantor"])
            yield self._id(one["id"])
            yield from self._burden(one)

    def _burden(self, one: Facts) -> Iterator[Line]:
        values = self._values
        if one["void"]:
            yield self._say("void")
        register = one["register"]
        if one["contract_only"] or register is None or register["effect"] == "none":
            yield self._say("contract_only")
        elif one["registered_at"]:
            fields = {"register": register[self._lang], "date": values.date(one["registered_at"])}
            yield self._say("registered", **fields, document=one["statutory_document"] or "")
        else:
            yield self._say("not_registered", register=register[self._lang])
        if one["covenant"]:
            yield self._say("covenant", covenant=values.label("Covenant", one["covenant"]))
        if one["cap_until"]:
            yield self._say("capped", until=values.time(one["cap_until"]))
        if one["claimed"]:
            yield self._say("claimed", since=values.time(one["claimed"]))
        if one["proposals"]:
            yield self._say("proposals", count=one["proposals"])
        for each in one["records"]:
            kind, when = values.label("ChangeKind", each["kind"]), values.time(each["recorded"])
            yield self._say("record", number=each["record_number"], kind=kind, when=when)
        for key, mask in zip(("papers_required", "papers_expected"), one["missing"], strict=True):
            if mask:
                yield self._say(key, papers=values.mask("Paper", mask))

    def _orders(self) -> Iterator[Line]:
        values = self._values
        if not self._facts["orders"]:
            yield self._say("no_orders")
        for one in self._facts["orders"]:
            fields = {"kind": values.label("OrderKind", one["kind"]), "thing": values.right(one["right_id"])}
            yield self._say("order", **fields, place=one["place"], until=values.time(one["until"]))
            yield self._say("issuer", issuer=one["issuer"])
            yield self._id(one["order_id"])
            if one["over"]:
                yield self._say("order_over")

    def _offers(self) -> Iterator[Line]:
        values = self._values
        for one in self._facts["offers"]:
            key = "offer_over" if one["over"] else f"offer_{one['of']}"
            fields = {"right": values.right(one["id"]), "until": values.time(one["until"])}
            yield self._say(key, **fields)
            yield self._say("offeree", to=one["to"])
            yield self._id(one["id"])

    def _valuations(self) -> Iterator[Line]:
        values = self._values
        for one in self._facts["valuations"]:
            fields = {"method": values.label("Method", one["method"]), "date": values.date(one["valued_at"])}
            worth = values.money(int(one["fen"]))
            yield self._say("valuation", right=values.right(one["right_id"]), worth=worth, **fields)
            yield self._say("valuer", valuer=one["valuer"])

    def _papers(self) -> Iterator[Line]:
        documents, owners = self._facts["documents"], self._owners()
        for root in (root for root in owners if root in documents):
            one = documents[root]
            yield self._say("document", root=root, of=self._values.listed(owners[root]))
            for pointer, value in one["fields"].items():
                yield self._values.field(pointer, value)
            if one["closed"]:
                yield self._say("closed", count=one["closed"])
        for root in (root for root in owners if root in self._facts["not_enclosed"]):
            yield self._say("not_enclosed", root=root, of=self._values.listed(owners[root]))

    def _owners(self) -> dict[str, list[str]]:
        """What each document belongs to, in the order of the report."""
        found: dict[str, list[str]] = {}
        for root, key, fields in self._named():
            if root is not None:
                words = found.setdefault(root, [])
                words += [one for one in (self._say(f"of_{key}", **fields),) if one not in words]
        return found

    def _named(self) -> Iterator[tuple[str | None, str, dict[str, object]]]:
        facts, right = self._facts, self._values.right
        yield facts["asset"]["document"], "asset", {}
        for one in facts["rights"]:
            yield one["document"], "right", {"right": right(one["id"])}
        for one in facts["burdens"]:
            fields = {"right": right(one["right"]), "rank": one["rank"]}
            yield one["document"], "burden", fields
            yield one["statutory_document"], "statutory", fields
            yield one["claim_document"], "claim", fields
            for each in one["records"]:
                yield each["document"], "record", {**fields, "number": each["record_number"]}
        for one in facts["orders"]:
            yield one["document"], "order", {"kind": self._values.label("OrderKind", one["kind"])}
        for one in facts["offers"]:
            yield one["document"], "offer", {"right": right(one["id"])}
        for one in facts["objections"]:
            yield one["document"], "objection", {}
        for one in facts["valuations"]:
            yield one["document"], "valuation", {"right": right(one["right_id"])}

    def _who(self, key: str, party: str) -> Line:
        """A party, and what is proved of it; of an earlier block nothing is."""
        row = self._facts.get("parties", {}).get(party)
        if row is None:
            return self._say(f"{key}_only", party=party)
        words = [self._values.label("PartyKind", row["kind"]), self._values.label("Standing", row["standing"])]
        if row["keeper"]:
            words.append(self._say("kept", keeper=row["keeper"]))
        if row["bars"]:
            words.append(self._say("party_barred", count=row["bars"]))
        return self._say(key, party=party, standing=self._values.listed(words))

    def _id(self, thing: str) -> Line:
        return self._say("id", id=thing)

    def _key(self) -> str:
        return " / ".join(spelled(str(part)) for part in self._facts["asked"]["key"][1:])
