"""The check as a bank installs it: one wheel, three packages beside it, nothing else of ours, no network.

├── the same sources give the same wheel, bit for bit, wherever they lie
├── it holds the check's data and its licence, and neither the browser's part nor anything else
├── in an environment of its own and without a network it proves a certificate and refuses an altered one
└── it was built by the version that it names, and needs what is pinned
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.certificates.office import Office, renumbered
from tests.conftest import ROOT, lacking
from verifier.check import check

pytestmark = [pytest.mark.node, pytest.mark.slow]
UV = Path(sys.executable).with_name("uv")
PROJECT = tomllib.loads((ROOT / "verifier" / "pyproject.toml").read_text())


def built(source: Path, out: Path) -> Path:
    """The wheel, built without a network by what the environment of the tests has."""
    words = [str(UV), "build", "--wheel", "--no-build-isolation", "--offline", "--python", sys.executable]
    subprocess.run([*words, "--out-dir", str(out), str(source)], check=True, capture_output=True)
    [wheel] = out.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(ROOT / "verifier", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def bank(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel and what it needs, by hash, and nothing else."""
    place = tmp_path_factory.mktemp("bank") / "venv"
    python = place / "bin" / "python"
    subprocess.run([str(UV), "venv", "--python", sys.executable, str(place)], check=True, capture_output=True)
    install = [str(UV), "pip", "install", "--python", str(python)]
    pinned = [*install, "--require-hashes", "-r", str(ROOT / "requirements" / "verifier.txt")]
    found = subprocess.run(pinned, capture_output=True, text=True, check=False)
    if found.returncode:
        lacking(f"the packages of requirements/verifier.txt cannot be had: {found.stderr[-300:]}")
    subprocess.run([*install, "--offline", "--no-deps", str(wheel)], check=True, capture_output=True)
    return python


@pytest.fixture(scope="module")
def desk(file: bytes, office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what an officer received."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "certificate.json").write_bytes(file)
    (folder / "trust.json").write_bytes(office.trust_file)
    (folder / "altered.json").write_bytes(renumbered(file.replace(b'"time":', b'"time":1', 1)))
    return folder


def run(python: Path, desk: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Without a network where the machine can take it away; nothing of the working directory can be imported."""
    alone = ["unshare", "--net", "--map-root-user"] if _can_unshare() else []
    return subprocess.run([*alone, str(python), "-I", *words], cwd=desk, capture_output=True, text=True, check=False)


def _can_unshare() -> bool:
    words = ["unshare", "--net", "--map-root-user", "true"]
    return (
        shutil.which("unshare") is not None and not subprocess.run(words, capture_output=True, check=False).returncode
    )


def test_the_same_sources_give_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "verifier", tmp_path / "verifier", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "LICENSE", tmp_path)
    again = built(tmp_path / "verifier", tmp_path / "again")
    assert again.name == wheel.name
    assert hashlib.sha256(again.read_bytes()).hexdigest() == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_it_holds_the_check_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {path.relative_to(ROOT) for path in (ROOT / "verifier").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == {path.as_posix() for path in sources}
    others = {name for name in names if not name.endswith(".py") and ".dist-info/" not in name}
    assert others == {"verifier/tables.json", "verifier/words.json", "verifier/LICENSE"}


def test_it_is_built_and_installed_as_pinned() -> None:
    [builder] = PROJECT["build-system"]["requires"]
    assert f"\n{builder} \\\n" in (ROOT / "requirements" / "dev.txt").read_text()
    needed = {name.split(">")[0].split("[")[0] for name in PROJECT["project"]["dependencies"]}
    assert needed <= {"rlp", "eth-hash", "coincurve"}
    pinned = [line for line in (ROOT / "requirements" / "verifier.txt").read_text().splitlines() if "==" in line]
    assert {line.split("==")[0] for line in pinned} == {"coincurve", "eth-hash", "pycryptodome"}
    ours = (ROOT / "requirements" / "runtime.txt").read_text()
    assert all(f"{line}\n" in ours for line in pinned)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_officer_checks_a_file_without_a_network(bank: Path, desk: Path, office: Office, lang: str) -> None:
    number = check((desk / "certificate.json").read_bytes(), office.trust)["number"]
    words = ["-m", "verifier", "check", "certificate.json", "--trust", "trust.json", "--lang", lang]
    good = run(bank, desk, *words, "--demand", "bank,bureau")
    assert (good.returncode, good.stderr) == (0, "")
    assert number in good.stdout
    assert "\n1. " in run(bank, desk, *words, "--history").stdout
    refused = run(bank, desk, *[word.replace("certificate.json", "altered.json") for word in words])
    assert (refused.returncode, refused.stderr) == (1, "")
    shown = run(bank, desk, "-m", "verifier", "trust", "trust.json", "--fingerprint", office.trust.fingerprint.hex())
    assert (shown.returncode, shown.stderr) == (0, "")


def test_it_loads_nothing_of_the_ledger_and_little_else(bank: Path, desk: Path) -> None:
    loaded = (
        "import sys, json; before = set(sys.modules); from verifier import check, history, report, disclose, __main__;"
        "print(json.dumps(sorted({n.partition('.')[0] for n in set(sys.modules) - before} - sys.stdlib_module_names)))"
    )
    assert set(json.loads(run(bank, desk, "-c", loaded).stdout)) <= {
        *("verifier", "coincurve", "eth_hash", "Crypto", "_cffi_backend", "_libsecp256k1"),
    }
    assert run(bank, desk, "-c", "import ledger").returncode == 1
