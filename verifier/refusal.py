"""Why a certificate or a trust file is refused: one typed reason, told in two languages."""

from enum import StrEnum

from verifier.words import sentence


class Reason(StrEnum):
    """What does not hold. The sentence of each stands in words.json."""

    # the file
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_CANONICAL = "not_canonical"
    FORM = "form"
    VERSION = "version"
    NUMBER = "number"
    # the trust file
    TRUST_FORM = "trust_form"
    TRUST_SIGNATURE = "trust_signature"
    TRUST_FINGERPRINT = "trust_fingerprint"
    TRUST_EARLY = "trust_early"
    TRUST_EXPIRED = "trust_expired"
    TRUST_NOT_RENEWED = "trust_not_renewed"
    # the block
    OTHER_NETWORK = "other_network"
    HEADER = "header"
    BEFORE_SEALERS = "before_sealers"
    SEAL = "seal"
    SEAL_TWICE = "seal_twice"
    SEAL_OUTSIDER = "seal_outsider"
    SEALS_MISSING = "seals_missing"
    SEALERS_CHANGED = "sealers_changed"
    HEADERS_TORN = "headers_torn"
    KIND_MISSING = "kind_missing"
    # the state
    NODE_MISSING = "node_missing"
    NODE_BROKEN = "node_broken"
    NODES_UNUSED = "nodes_unused"
    CODE = "code"
    # the records
    WRITER_UNKNOWN = "writer_unknown"
    EVENT_UNKNOWN = "event_unknown"
    ARGUMENT = "argument"
    ORDER = "order"
    HEAD = "head"
    CONTRADICTION = "contradiction"
    KIND_UNKNOWN = "kind_unknown"
    ASKED = "asked"
    REGISTERED = "registered"
    # the documents
    DOCUMENT = "document"
    DOCUMENT_STRAY = "document_stray"
    # what is asked of a file that holds
    AS_OF = "as_of"
    NOT_THERE = "not_there"


class Refusal(Exception):
    """The one way in which a check ends without facts. ``fields`` fill the sentence: numbers and short texts."""

    def __init__(self, reason: Reason, **fields: object) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.fields = {name: str(value)[:120] for name, value in fields.items()}

    def say(self, lang: str) -> str:
        """The sentence, zh or en."""
        return sentence(f"refusal.{self.reason.value}", lang, **self.fields)
