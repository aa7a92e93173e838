"""Files that the machine refuses to a command: one sentence, exit 1, no traceback."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from ledger.cli.command import FAILED, Io, attempt


def full_disk() -> None:
    with Path("/dev/full").open("wb") as file:
        file.write(b"a certificate")


def no_folder() -> None:
    Path("/nowhere/certificate.pdf").write_bytes(b"a certificate")


@pytest.mark.parametrize(("write", "code"), [(full_disk, "DiskFull"), (no_folder, "FileRefused")])
def test_a_file_that_cannot_be_written_is_an_error_that_says_what_to_do(
    capsys: pytest.CaptureFixture[str], write: Callable[[], None], code: str
) -> None:
    assert attempt(Io("en", True), lambda io: write(), {}) == FAILED
    said = capsys.readouterr()
    error = orjson.loads(said.out)["error"]
    assert error["code"] == code
    assert error["says"] in said.err
    assert "try again" in error["says"]
