"""What a mutant changes. Each operator reads one node of the syntax tree and says what may stand there instead.

| operator | change |
|---|---|
| negate | a condition is asked the other way round |
| drop-check | an `if (…) revert` goes |
| drop-call | a call that stands alone goes: a gate, a demand, a record, a lock |
| drop-write | an assignment or a `delete` goes |
| lost-write | a storage pointer becomes a copy in memory |
| comparison | `<` `<=`, `>` `>=`, `==` `!=` change places |
| logic | `&&` `||` change places |
| half | of two conditions one is asked |
| arithmetic | `+` `-`, `*` `/`, `<<` `>>`, `&` `|`, `+=` `-=`, `%` |
| constant | a number becomes the next one, or 0; true becomes false |
| name | a role, state, act … becomes its neighbour in the same library |
| arguments | two neighbouring arguments of one type change places |
| drop-not | `!` or `~` goes |
| releasing | a gate asks what a releasing act asks, or the other way round |
| unrestricted | a function of government is open to everybody |
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from contracts.mutate.names import NEIGHBOURS

Node = dict[str, Any]

BINARY = {
    "<": ("comparison", "<="), "<=": ("comparison", "<"), ">": ("comparison", ">="), ">=": ("comparison", ">"),
    "==": ("comparison", "!="), "!=": ("comparison", "=="), "&&": ("logic", "||"), "||": ("logic", "&&"),
    "+": ("arithmetic", "-"), "-": ("arithmetic", "+"), "*": ("arithmetic", "/"), "/": ("arithmetic", "*"),
    "<<": ("arithmetic", ">>"), ">>": ("arithmetic", "<<"), "&": ("arithmetic", "|"), "|": ("arithmetic", "&"),
    "%": ("arithmetic", "/"), "+=": ("arithmetic", "-="), "-=": ("arithmetic", "+="),
}  # fmt: skip
GATES = {"_acting": "_releasing", "_actingPair": "_releasingPair"}
GATES |= {asked: gate for gate, asked in GATES.items()}


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from byte `start` to byte `end` of a source becomes `text`."""

    operator: str
    start: int
    end: int
    text: bytes


def edits(tree: Node, source: bytes) -> Iterator[Edit]:
    """Every change of every operator, in the order of the source."""
    for node in _nodes(tree):
        yield from _of(node, source)


def _nodes(node: Any) -> Iterator[Node]:
    """Every node below; what counts a loop is left out: it runs out of range, or forever, and proves nothing."""
    if isinstance(node, list):
        for each in node:
            yield from _nodes(each)
    elif isinstance(node, dict) and "nodeType" in node:
        yield node
        skipped = ("initializationExpression", "condition", "loopExpression")
        for key, value in node.items():
            if isinstance(value, dict | list) and not (node["nodeType"] == "ForStatement" and key in skipped):
                yield from _nodes(value)


def _of(node: Node, source: bytes) -> Iterator[Edit]:
    kind = node["nodeType"]
    if kind in ("IfStatement", "Conditional"):
        yield Edit("negate", *_span(node["condition"]), b"!(" + _text(node["condition"], source) + b")")
    if kind == "IfStatement" and not node.get("falseBody") and _reverts(node["trueBody"]):
        yield Edit("drop-check", *_statement(node, source), b"{}")
    elif kind == "ExpressionStatement":
        yield from _dropped(node, source)
    elif kind == "VariableDeclarationStatement":
        yield from _copied(node, source)
    elif kind in ("BinaryOperation", "Assignment"):
        yield from _operated(node, source)
    elif kind == "UnaryOperation" and node["operator"] in ("!", "~"):
        yield Edit("drop-not", *_span(node), _text(node["subExpression"], source))
    elif kind == "Literal":
        yield from _literal(node, source)
    elif kind == "MemberAccess":
        whole = _text(node, source).decode()
        for other in NEIGHBOURS.get(whole, ()):
            yield Edit("name", *_span(node), other.encode())
    elif kind == "FunctionCall":
        yield from _called(node, source)
    elif kind == "ModifierInvocation" and _text(node, source) == b"restricted":
        yield Edit("unrestricted", *_span(node), b"")


def _dropped(node: Node, source: bytes) -> Iterator[Edit]:
    inner = node["expression"]
    wrote = inner["nodeType"] == "Assignment" or inner.get("operator") == "delete"
    name = "drop-write" if wrote or inner["nodeType"] == "UnaryOperation" else "drop-call"
    yield Edit(name, *_statement(node, source), b"{}")


def _copied(node: Node, source: bytes) -> Iterator[Edit]:
    for row in node["declarations"]:
        if row and row.get("storageLocation") == "storage":
            yield Edit("lost-write", *_span(row), _text(row, source).replace(b" storage ", b" memory "))


def _operated(node: Node, source: bytes) -> Iterator[Edit]:
    left, right = (node.get(side) or node[other] for side, other in
                   (("leftExpression", "leftHandSide"), ("rightExpression", "rightHandSide")))  # fmt: skip
    if node["operator"] in BINARY:
        name, other = BINARY[node["operator"]]
        start, end = _span(left)[1], _span(right)[0]
        between = source[start:end].replace(node["operator"].encode(), other.encode(), 1)
        yield Edit(name, start, end, between)
    if node["operator"] in ("&&", "||"):
        for half in (left, right):
            yield Edit("half", *_span(node), _text(half, source))


def _literal(node: Node, source: bytes) -> Iterator[Edit]:
    text = _text(node, source)
    if text in (b"true", b"false"):
        yield Edit("constant", *_span(node), b"false" if text == b"true" else b"true")
    elif node["kind"] == "number" and text.isdigit():
        yield Edit("constant", *_span(node), b"%d" % (int(text) + 1))
        if int(text):
            yield Edit("constant", *_span(node), b"0")


def _called(node: Node, source: bytes) -> Iterator[Edit]:
    name = _text(node["expression"], source).decode()
    if name in GATES:
        yield Edit("releasing", *_span(node["expression"]), GATES[name].encode())
    given = node["arguments"]
    for a, b in pairwise(given):
        types = [each["typeDescriptions"]["typeString"] for each in (a, b)]
        if types[0] == types[1] and _text(a, source) != _text(b, source):
            between = source[_span(a)[1] : _span(b)[0]]
            yield Edit("arguments", _span(a)[0], _span(b)[1], _text(b, source) + between + _text(a, source))


def _reverts(body: Node) -> bool:
    """Whether a body does nothing but revert."""
    if body["nodeType"] == "Block":
        return len(body["statements"]) == 1 and _reverts(body["statements"][0])
    return bool(body["nodeType"] == "RevertStatement")


def _statement(node: Node, source: bytes) -> tuple[int, int]:
    """With the semicolon, which is no part of the node."""
    start, end = _span(node)
    return start, end + (source[end : end + 1] == b";")


def _span(node: Node) -> tuple[int, int]:
    start, length, _ = (int(part) for part in node["src"].split(":"))
    return start, start + length


def _text(node: Node, source: bytes) -> bytes:
    start, end = _span(node)
    return source[start:end]
