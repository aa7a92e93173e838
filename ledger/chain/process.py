"""The embedded node's program and process: where it is, whether it lives, how it ends."""

import os
import platform
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from ledger.chain.errors import NodeMissing, PortTaken
from ledger.kit.home import ROOT

_MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def program(root: Path = ROOT) -> Path:
    """Anvil's binary: npm's in the checkout `root`, else the one on the path. NodeMissing names where it was sought."""
    machine = _MACHINES.get(platform.machine().lower(), platform.machine().lower())
    package = root / "node_modules" / "@foundry-rs" / f"anvil-{platform.system().lower()}-{machine}"
    own = package / "bin" / "anvil"
    if own.exists():
        return own
    if found := shutil.which("anvil"):
        return Path(found)
    raise NodeMissing([str(own), "$PATH"])


def free_port(wanted: int) -> int:
    """The port if nobody listens there; 0 takes any. PortTaken."""
    with socket.socket() as probe:
        # As the node itself does: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as error:
            raise PortTaken(wanted) from error
        port: int = probe.getsockname()[1]
        return port


def runs(pid: int, marker: str) -> bool:
    """Whether this process lives and is ours: its command line names `marker`. Process numbers are used again."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
        listed = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
        command = listed.stdout
    return marker in command


def end(pid: int, marker: str, patience: float = 30.0) -> None:
    """Ask the process to end, which lets it write its state; after `patience` seconds make it."""
    for sign, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        if not runs(pid, marker):
            return
        os.kill(pid, sign)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not runs(pid, marker):
                return
            time.sleep(0.02)
