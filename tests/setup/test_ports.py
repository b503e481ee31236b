import socket
from collections.abc import Iterator

import pytest

from setup_steps.errors import SetupError
from setup_steps.ports import FIRST_PORT, free_port

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_refused_by_its_number(taken: int) -> None:
    with pytest.raises(SetupError, match=f"Port {taken} is taken"):
        free_port(taken, HOST)


def test_without_a_wish_a_free_port_is_found() -> None:
    port = free_port(None, HOST)
    assert FIRST_PORT <= port < FIRST_PORT + 20
    with socket.socket() as listener:
        listener.bind((HOST, port))
