"""`ledger doctor`: what is wrong, since when, what to type. Exit 0 all well, 1 for a fault or a blind spot."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from ledger.chain.words import moment
from ledger.cli import running
from ledger.cli.command import FAILED, OK, Io, command
from ledger.doctor.examine import examine
from ledger.doctor.outcome import Outcome, State
from ledger.doctor.patient import Patient
from ledger.kit.home import Home, home
from ledger.kit.locale import say
from ledger.store.db import mirror_url, office_url
from ledger.store.errors import DatabaseUnknown


@command("doctor")
def run(io: Io) -> int:
    """Looks at everything, writes nothing. Warnings alone are exit 0: nothing is broken yet."""
    patient = opened()
    try:
        found = list(examine(patient))
    finally:
        patient.close()
    bad = any(one.state in (State.FAULT, State.UNSEEN) for one in found)
    counts = Counter(one.state.value for one in found)
    document = {
        "ok": not bad,
        "counts": {state.value: counts[state.value] for state in State},
        "home": str(patient.home.root),
        "network": patient.network_name,
        "checks": [one.as_dict(io.lang) for one in found],
    }
    io.result(document, lines(io, found))
    return FAILED if bad else OK


def opened() -> Patient:
    """This machine's home and network, as the other commands know them."""
    place = home()
    return Patient(
        home=place,
        network_name=os.environ.get("LEDGER_NETWORK", "embedded"),
        mirror_url=_url(mirror_url, place),
        office_url=_url(office_url, place),
        rpc_url=os.environ.get("LEDGER_RPC"),
        serving=lambda: running.read(place),
    )


def _url(named: Callable[[Home], str], place: Home) -> str:
    """A database's URL; one that nobody can read is told by the check of that database."""
    try:
        return named(place)
    except DatabaseUnknown:
        return ""


def lines(io: Io, found: list[Outcome]) -> Iterator[str]:
    """In words: faults, then warnings, then what could not be looked at and why, then what is in order."""
    for state in (State.FAULT, State.WARNING):
        for one in found:
            if one.state is state:
                yield from _trouble(io, one)
    blind: defaultdict[str, list[str]] = defaultdict(list)
    for one in found:
        if one.state is State.UNSEEN:
            blind[one.says(io.lang)].append(one.title(io.lang))
    for why, titles in blind.items():
        yield _say(io, "unseen", titles=_joined(io, titles))
        yield from (f"  {line}" for line in why.splitlines())
        yield ""
    fine = [one.title(io.lang) for one in found if one.state is State.OK]
    if len(fine) == len(found):
        yield _say(io, "well", count=len(found))
        return
    yield _say(io, "ok", titles=_joined(io, fine))
    counts = Counter(one.state.value for one in found)
    yield _say(io, "summary", **{state.value: counts[state.value] for state in State})


def _trouble(io: Io, one: Outcome) -> Iterator[str]:
    yield f"{_say(io, one.state.value)} · {one.title(io.lang)} · {_since(io, one)}"
    yield from (f"  {line}" for line in one.says(io.lang).splitlines())
    yield f"  {_say(io, 'type')} {one.command}" if one.command else f"  {_say(io, 'nothing')}"
    yield ""


def _since(io: Io, one: Outcome) -> str:
    if one.since is None:
        return _say(io, "since_unknown")
    if one.block is None:
        return _say(io, "since", time=moment(one.since))
    return _say(io, "since_block", time=moment(one.since), block=one.block)


def _joined(io: Io, titles: list[str]) -> str:
    return ("、" if io.lang == "zh" else ", ").join(titles)


def _say(io: Io, key: str, /, **fields: object) -> str:
    return say(f"doctor.{key}", io.lang, **fields)
