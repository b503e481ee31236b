"""Event streams for real: the ASGI server, committed publications, people of different reach."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from setup_steps.services import die_with_parent
from tests.changes.world import PUBLISHER, committed_world, person, ready
from tests.journeys.serving import free_port, wait_until_up
from townsite.access.choices import Role
from townsite.audit.live import last_event_id
from townsite.changes.actions import add_changes, publish_change_set, start_change_set
from townsite.common import clock
from townsite.common.scope import Scope, scoped
from townsite.web.live.streams import MOST_OF_ONE

ROOT = Path(__file__).resolve().parents[3]
ADMIN = Role.TERRITORY_ADMIN


@pytest.fixture(scope="module")
def portfolio(django_db_setup, django_db_blocker):
    with committed_world(django_db_blocker) as world:
        yield world


@pytest.fixture(scope="module")
def port(portfolio, tmp_path_factory) -> Iterator[int]:
    """The port of a live server on the test's own database."""
    log, chosen = tmp_path_factory.mktemp("live") / "live.log", free_port()
    env = {
        **os.environ,
        "TOWNSITE_DB": connections["default"].settings_dict["NAME"],
        "DJANGO_SETTINGS_MODULE": "townsite.config.settings.test",
        "TOWNSITE_HOSTS": "127.0.0.1",
    }
    command = [
        sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1", "--port",
        str(chosen), "--workers", "1", "--no-ws", "townsite.config.asgi:application",
    ]  # fmt: skip
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=out, stderr=out,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - no threads run yet
        )  # fmt: skip
        try:
            wait_until_up(f"http://127.0.0.1:{chosen}/live/health", log=log)
            yield chosen
        finally:
            server.terminate()
            server.wait(15)


@pytest.fixture
def listen(port):
    """`listen(session)`: an open stream of that session, closed at the end."""
    opened = []

    def open_stream(session, **given):
        opened.append(Listening(port, session, **given))
        return opened[-1]

    yield open_stream
    for stream in opened:
        stream.close()


def signed_in(user) -> Client:
    client = Client()
    with scoped(Scope.system("test")):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def session_of(user) -> str:
    return signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value


def reader(role, territory):
    with scoped(Scope.system("test")):
        return person(role, territory)


class Listening:
    """One open stream, read message by message."""

    def __init__(self, port, session, *, after="", origin="", host="127.0.0.1"):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}", "Host": f"{host}:{port}"}
        if origin:
            headers["Origin"] = origin
        self.connection.request("GET", f"/live/?after={after}", headers=headers)
        self.answer = self.connection.getresponse()

    @property
    def status(self):
        return self.answer.status

    def until(self, event: str):
        """The data of the next message of this kind; what comes before is read over."""
        found = ""
        for line in iter(self.answer.readline, b""):
            name, _, value = line.decode().strip().partition(": ")
            if name == "event":
                found = value
            if name == "data" and found == event:
                return orjson.loads(value)
        raise AssertionError(f"the stream ended without {event}")

    def ready(self):
        """Returns once it listens: the first look is told by a comment."""
        for line in iter(self.answer.readline, b""):
            if line.startswith(b": still here"):
                return self
        raise AssertionError("the stream ended")

    def close(self):
        self.answer.close()
        self.connection.close()

    def is_silent(self) -> bool:
        """Whether nothing comes for a while."""
        self.connection.sock.settimeout(1.0)
        try:
            return all(not line.startswith(b"data") for line in iter(self.answer.readline, b""))
        except (TimeoutError, socket.timeout):  # noqa: UP041 - one name on 3.11, both by readline
            return True


def published(world, site, territory="D02"):
    """A change set that moves a site, published and committed."""
    with scoped(Scope.system("test")):
        row = start_change_set(title="Hand over", reason="R", by=world.author, at=clock.now())
        given = ("assign_sites", {"sites": [site], "territory": territory})
        add_changes(change_set=row, changes=[given], by=world.author, at=clock.now())
        publish_change_set(change_set=ready(row), by=PUBLISHER, at=clock.now())
        return row


def test_a_publication_is_heard_by_those_who_may_see_it_and_by_nobody_else(portfolio, listen):
    east = listen(session_of(reader(ADMIN, portfolio.east))).ready()
    west = listen(session_of(reader(ADMIN, portfolio.west))).ready()
    row = published(portfolio, portfolio.sites[0])
    news = east.until("change_set")
    assert (news["number"], news["what"], news["title"]) == (row.number, "published", "Hand over")
    assert news["by"] == str(portfolio.author)
    assert news["territories"] == ["D01", "D02"]
    assert west.is_silent()


def test_territories_out_of_reach_are_not_named(portfolio, listen):
    west = listen(session_of(reader(ADMIN, portfolio.west))).ready()
    published(portfolio, portfolio.sites[1], "D03")
    assert west.until("change_set")["territories"] == ["D03"]


def test_what_was_missed_is_told_on_return(portfolio, listen):
    east = session_of(reader(ADMIN, portfolio.east))
    with scoped(Scope.system("test")):
        last = last_event_id()
    row = published(portfolio, portfolio.free)
    assert listen(east, after=last).until("change_set")["number"] == row.number
    assert listen(east, after=last + 1_000).ready().is_silent()


def test_signing_out_ends_the_stream_before_anything_more_is_told(portfolio, listen):
    client = signed_in(reader(ADMIN, portfolio.east))
    stream = listen(client.cookies[settings.SESSION_COOKIE_NAME].value).ready()
    with scoped(Scope.system("test")):
        client.logout()
    published(portfolio, portfolio.sites[2], "D01")
    assert stream.until("over") == {}
    assert stream.answer.read().strip() == b""


@pytest.mark.parametrize("session", ["", "made-up"])
def test_strangers_are_refused(listen, session):
    assert listen(session).status == 401


def test_pages_of_other_hosts_cannot_listen_with_a_persons_cookie(portfolio, listen):
    key = session_of(reader(ADMIN, portfolio.east))
    assert listen(key, origin="https://evil.example.com").status == 403
    assert listen(key, host="evil.example.com", origin="http://evil.example.com").status == 403
    own = listen(key, origin="http://127.0.0.1:8000")
    assert own.answer.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1:8000"


def test_one_person_has_so_many_streams_and_no_more(portfolio, listen):
    key = session_of(reader(ADMIN, portfolio.east))
    streams = [listen(key).ready() for _ in range(MOST_OF_ONE)]
    assert listen(key).status == 429
    streams[0].close()
    published(portfolio, portfolio.sites[3], "D01")
    assert streams[1].until("change_set")["what"] == "published"
