"""The parts of `ledger up`: what is started, what is played once, what follows the chain while pages are served."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from api.app import create_app
from ledger.audit.verify import verify
from ledger.chain import deployment
from ledger.chain.node import Start
from ledger.cli.closer import keep_closing
from ledger.cli.fresh import forget_sample, is_sample, playing_path
from ledger.cli.opened import Opened
from ledger.desks.opening import Desk, open_desk
from ledger.indexer.indexer import Tell
from ledger.sample import play as sample
from ledger.sample.play_damage import alter
from ledger.sample.record import altered, record_path
from ledger.store.db import mirror_url, office_url

_PAUSE = 0.3


def prepare(own: Opened, tell: Tell) -> Desk:
    """Start the node, play the sample on a new chain, bring the mirror up, verify; returns what pages read."""
    playing = playing_path(own)
    if playing.exists():  # a play that was interrupted: nothing of it is anybody's
        forget_sample(own)
    record = own.home.chain / "deployment.json"
    if not own.embedded:
        own.indexer.sync()
    elif not record.exists():
        playing.touch()
        own.node.start(genesis_time=sample.genesis())
        played = sample.play(own.home, own.node, own.network, tell)
        own.indexer.sync()
        alter(own.indexer.mirror, played).save(record_path(own.home))
        tell("cli.play.altered", {})
        playing.unlink()
    else:
        how = own.node.start()
        if how is Start.RESTORED:
            tell("cli.up.restored", {})
        own.indexer.sync()
    if own.embedded:
        tell("cli.up.trust", {"fingerprint": own.trust.fingerprint.hex()})
    verdict = verify(own.indexer.mirror, own.indexer.source, own.office)
    tell("cli.up.verified", {"rows": verdict.rows, "count": len(verdict.findings)})
    return open_desk(
        mirror_url(own.home),
        office_url(own.home),
        deployment.load(record),
        sample=is_sample(own),
        altered=lambda: altered(own.home),
        trust=lambda: _text(own.home.chain / "trust.json"),
    )


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def serve(own: Opened, desk: Desk, port: int, ready: Callable[[], object]) -> None:
    """Serve until the process is asked to end; meanwhile mirror, node and ended terms are tended."""
    stop = threading.Event()
    threads = [threading.Thread(target=_follow, args=(own, stop), name="indexer")]
    if own.embedded:
        threads.append(threading.Thread(target=keep_closing, args=(own, stop), name="closer"))
    server = _Server(uvicorn.Config(create_app(desk), "127.0.0.1", port, log_level="warning", access_log=False))
    server.ready = ready
    for thread in threads:
        thread.start()
    try:
        server.run()
    finally:
        stop.set()
        for thread in threads:
            thread.join()


class _Server(uvicorn.Server):
    """Tells when it answers."""

    ready: Callable[[], object]

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self.ready()


def _follow(own: Opened, stop: threading.Event) -> None:
    """The mirror follows the chain; an embedded node that died is started again."""

    @contextmanager
    def turn() -> Iterator[None]:
        if own.embedded:
            own.node.tend()
        with own.writing():
            yield

    own.indexer.follow(stop, _PAUSE, turn)
