"""The papers of an asset: every document that its records name, and which papers are still missing."""

from dataclasses import dataclass

from markupsafe import Markup

from api.web.words import Words
from ledger.desks.story import Story
from ledger.kit.ids import to_text
from ledger.kit.numbers import Paper


@dataclass(frozen=True, slots=True)
class Document:
    """A paper. ``name``: empty where the office does not have it, or keeps it sealed; ``what``: what it is for."""

    name: Markup
    what: Markup
    time: int
    root: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What a burden still lacks, and of whom."""

    lender: Markup
    required: list[str]
    expected: list[str]


@dataclass(frozen=True, slots=True)
class Papers:
    """``documents`` by the time of their first record."""

    documents: list[Document]
    missing: list[Missing]


def papers(words: Words, story: Story) -> Papers:
    """Return what the asset's records name."""
    found: dict[bytes, Document] = {}
    for step in story.timeline:
        record = step.record
        for field in ("document", "mandate"):
            root = record.args.get(field)
            if isinstance(root, bytes) and any(root) and root not in found:
                name = words.names.name(root)
                what = words.t("papers.mandate" if field == "mandate" else f"papers.{record.name}")
                found[root] = Document(words.data(name) if name else Markup(""), what, record.time, to_text(root))
    missing = [
        Missing(words.party(one.lender), _labels(words, one.missing.required), _labels(words, one.missing.expected))
        for one in story.mortgages
        if one.live and not one.void and (one.missing.required or one.missing.expected)
    ]
    return Papers(list(found.values()), missing)


def _labels(words: Words, mask: int) -> list[str]:
    return [words.label(paper) for paper in Paper if mask >> paper & 1]
