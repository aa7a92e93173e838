"""Begins again: forgets a sample, and nothing that people wrote."""

import shutil
from pathlib import Path

from ledger.cli.opened import Opened
from ledger.kit.errors import LedgerError
from ledger.sample.record import load
from ledger.store.db import mirror_url, office_url, sqlite_url

_FOLDERS = ("chain", "documents", "keystores", "workbooks")
_FILES = ("mirror.db", "office.db", "vault.key", "sample.json", "playing")


def playing_path(own: Opened) -> Path:
    """A file that stands while the story is being played: what is found beside it was interrupted."""
    return own.home.root / "playing"


def is_sample(own: Opened) -> bool:
    """Whether the sample was played here, or was begun."""
    return load(own.home) is not None or playing_path(own).exists()


def forget_sample(own: Opened) -> None:
    """Stop the node and delete all of the sample. LedgerError NotASample where people wrote, DatabaseElsewhere where
    mirror or office are no files of this home: what a URL names may be anybody's."""
    if (mirror_url(own.home), office_url(own.home)) != (sqlite_url(own.home.mirror), sqlite_url(own.home.office)):
        raise LedgerError("DatabaseElsewhere", home=str(own.home.root))
    if not is_sample(own) and (own.home.chain / "deployment.json").exists():
        raise LedgerError("NotASample", home=str(own.home.root))
    own.node.stop()
    for name in _FOLDERS:
        shutil.rmtree(own.home.root / name, ignore_errors=True)
    for name in _FILES:
        for path in own.home.root.glob(f"{name}*"):
            path.unlink()
