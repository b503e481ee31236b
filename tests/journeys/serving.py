"""Waiting for a server that was just started."""

import socket
import time
import urllib.error
import urllib.request
from pathlib import Path


def free_port() -> int:
    """A port on loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(address: str, *, log: Path, seconds: float = 120) -> None:
    """Returns once the address answers; raises with the server's own words when it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{address} did not answer in {seconds} s:\n{log.read_text()[-3000:]}")
