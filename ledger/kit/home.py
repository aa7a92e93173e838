"""Where things lie: the checkout with its committed tables, and the folder of what runs."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout: chain-config/, contracts/abi/, node_modules/."""


@dataclass(frozen=True, slots=True)
class Home:
    """`.ledger/`, or what LEDGER_HOME names: everything that is not in git and must be kept between runs."""

    root: Path

    @property
    def chain(self) -> Path:
        """State, log and process file of the embedded node, and the record of its deployment."""
        return self.root / "chain"

    @property
    def mirror(self) -> Path:
        """SQLite file written by the indexer alone."""
        return self.root / "mirror.db"

    @property
    def office(self) -> Path:
        """SQLite file of what people wrote and the chain does not hold."""
        return self.root / "office.db"

    @property
    def documents(self) -> Path:
        """Record documents, content-addressed."""
        return self.root / "documents"

    @property
    def certificates(self) -> Path:
        """Where files of certificates and their papers are written unless somebody says otherwise."""
        return self.root / "certificates"

    @property
    def vault_key(self) -> Path:
        """Master key of the vault, mode 0600."""
        return self.root / "vault.key"

    @property
    def keystores(self) -> Path:
        """Officers' keys, V3 files."""
        return self.root / "keystores"

    def ready(self) -> "Home":
        """Make the folder, readable by its owner alone, and return this."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self


def home() -> Home:
    """The folder of this machine: LEDGER_HOME, else `.ledger/` in the checkout. Not made yet: see `ready`."""
    named = os.environ.get("LEDGER_HOME")
    return Home(Path(named).expanduser().resolve() if named else ROOT / ".ledger")
