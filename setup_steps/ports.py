"""Which address to serve on."""

import socket

from setup_steps.errors import SetupError

FIRST_PORT = 8000
TRIES = 20


def free_port(wanted: int | None, host: str, *, after: int = FIRST_PORT - 1) -> int:
    """The wanted port, or the first free one from 8000 on, or behind `after`.

    Raises SetupError when the wanted one, or all of them, are taken.
    """
    if wanted is not None:
        if _is_free(wanted, host):
            return wanted
        raise SetupError(f"Port {wanted} is taken. Maybe leave out --port: a free one is found.")
    for port in range(after + 1, after + 1 + TRIES):
        if _is_free(port, host):
            return port
    raise SetupError(f"Ports {after + 1} to {after + TRIES} are taken. Choose: --port N")


def _is_free(port: int, host: str) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def lan_address() -> str:
    """The address of this machine in its own network, without sending anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of documentation (RFC 5737)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
