"""A web server on the benchmark's database, and a signed-in client on one kept connection."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from townsite.accounts.models import User
from townsite.accounts.sessions import SessionStore

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_SECONDS = 60


@dataclass
class Client:
    """Requests over one kept connection, as one browser would send them."""

    port: int
    cookie: str = ""
    _connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(HOST, self.port, timeout=60)

    def get(self, path: str, *, accept: str = "*/*") -> bytes:
        """The answer's body; raises RuntimeError unless the status is 200 or 204."""
        self._connection.request("GET", path, headers={"Cookie": self.cookie, "Accept": accept})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status not in {200, 204}:
            raise RuntimeError(f"{path} answered {answer.status}: {body[:300]!r}")
        return body

    def close(self) -> None:
        self._connection.close()


def session_cookie(user: User) -> str:
    """A cookie header that signs the user in, without a password."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{django_settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def serving(
    *,
    workers: int = 1,
    application: str = "townsite.config.wsgi:application",
    first: str = "/accounts/login/",
    settings: str = "",
) -> Iterator[int]:
    """The port of a server set up as bin/run does it, stopped afterwards.

    `application` replaces ours, for comparison; `first` is an address that answers once it is up;
    `settings` is another settings module.
    """
    port = free_port()
    server = Path(sys.executable).with_name("granian")
    command = [str(server), "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "16", "--log-level", "error"]
    env = {**os.environ, **({"DJANGO_SETTINGS_MODULE": settings} if settings else {})}
    process = subprocess.Popen([*command, application], cwd=ROOT, env=env)
    try:
        _wait_for(port, process, first)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], first: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        client = Client(port)
        try:
            client.get(first)
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            client.close()
    raise RuntimeError("The web server did not start. Maybe bin/run tells why.")
