"""The committed vectors are what the reference computes, and the reference's keccak is the known one."""

import pytest

from tests.vectors.plain import keccak
from tests.vectors.write import FILES, HERE, text


@pytest.mark.parametrize("name", FILES)
def test_the_committed_file_is_what_the_reference_computes(name: str) -> None:
    assert (HERE / f"{name}.json").read_text("utf-8") == text(name), "run: python -m tests.vectors.write"


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ],
)
def test_known_answers_of_keccak(data: bytes, digest: str) -> None:
    assert keccak(data).hex() == digest
