"""The short way to a tile says exactly what the long one says, to whoever asks."""

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import RequestFactory

from tests.factories import make_grant, make_site, make_territory, make_token, make_user
from townsite.access.choices import Role
from townsite.accounts.models import Session
from townsite.config import wsgi
from townsite.sites.models import Site
from townsite.web.tiles.lane import TileLane

NORFOLK = "/tiles/sites/4/4/6.mvt"
CLOSE_UP = "/tiles/sites/12/1180/1596.mvt"


def refused(environ, start):
    raise AssertionError(f"{environ['PATH_INFO']} went the long way")


def ask(application, address, client, **headers):
    """Status, headers without the request's own id, and body of an application's answer."""
    request = RequestFactory(headers={"cookie": client.cookies.output(header="", sep=";")})
    told = []
    environ = request.get(address, **headers).environ
    body = b"".join(application(environ, lambda *head: told.append(head)))
    ((status, lines),) = told
    return status, {k: v for k, v in lines if k != "X-Request-Id"}, body


@pytest.fixture(autouse=True)
def kept_connection():
    """As Django's own test client does: a request would otherwise end the test's transaction."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


@pytest.fixture(scope="module")
def own(standing):
    territory = make_territory("OWN", color_index=3)
    for n in range(20):
        make_site(territory=territory, name=f"{n} A long name of a site that compresses well")
    make_site(territory=make_territory("OTHER"), name="Hidden")
    return territory


@pytest.mark.parametrize(
    "address", [NORFOLK, CLOSE_UP, f"{CLOSE_UP}?q=type:other", "/tiles/sites/4/0/0.mvt"]
)
@pytest.mark.parametrize("more", [{}, {"HTTP_ACCEPT_ENCODING": "gzip"}])
def test_both_ways_answer_alike_under_the_readers_scope(own, signed_in, address, more):
    for client in (signed_in(), signed_in(role=Role.DISTRICT_MANAGER, territory=own)):
        short = ask(TileLane(refused), address, client, **more)
        assert short == ask(wsgi.pages, address, client, **more)


def test_a_manager_gets_only_own_sites(own, signed_in):
    client = signed_in(role=Role.DISTRICT_MANAGER, territory=own)
    status, headers, body = ask(TileLane(refused), CLOSE_UP, client)
    assert status == "200 OK"
    assert b"Hidden" not in body
    assert b"A long name" in body
    assert headers["Content-Security-Policy"].count("'self'")
    assert headers["X-Frame-Options"] == "DENY"
    assert b"Hidden" in ask(TileLane(refused), CLOSE_UP, signed_in())[2]


def test_what_did_not_change_is_not_sent_again(own, signed_in):
    client = signed_in()
    first = ask(TileLane(refused), NORFOLK, client)[1]
    again = ask(TileLane(refused), NORFOLK, client, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again[0], again[2]) == ("304 Not Modified", b"")


def test_a_withdrawn_grant_or_session_holds_from_the_next_tile_on(own, signed_in):
    user = make_user()
    grant = make_grant(user, Role.DISTRICT_MANAGER, territory=own)
    client = signed_in(user)
    assert ask(wsgi.application, CLOSE_UP, client)[0] == "200 OK"
    grant.delete()
    assert ask(wsgi.application, CLOSE_UP, client)[0] == "204 No Content"
    Session.objects.all().delete()
    assert ask(wsgi.application, CLOSE_UP, client)[0] == "401 Unauthorized"


def test_an_account_that_was_closed_or_got_a_new_password_is_signed_out(own, signed_in):
    user = make_user()
    make_grant(user, Role.SYSTEM_ADMIN)
    client = signed_in(user)
    user.is_active = False
    user.save()
    assert ask(wsgi.application, CLOSE_UP, client)[0] == "401 Unauthorized"
    user.is_active = True
    user.set_password("a new and long password")
    user.save()
    assert ask(wsgi.application, CLOSE_UP, client)[0] == "401 Unauthorized"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/tiles/sites/4/99/0.mvt", "404 Not Found"),
        (f"{NORFOLK}?as_of=nonsense", "422 Unprocessable Entity"),
        (f"{NORFOLK}?q=%00", "400 Bad Request"),
        ("/tiles/sites/99/0/0.mvt", "404 Not Found"),
    ],
)
def test_what_is_not_plain_is_left_to_the_long_way(own, signed_in, address, status):
    client = signed_in()
    assert (
        ask(wsgi.application, address, client)[0] == ask(wsgi.pages, address, client)[0] == status
    )


def test_strangers_and_foreign_hosts_are_left_to_the_long_way(own, client, signed_in):
    assert ask(wsgi.application, NORFOLK, client)[0] == "401 Unauthorized"
    foreign = ask(wsgi.application, NORFOLK, signed_in(), HTTP_HOST="elsewhere.example")
    assert foreign[0] == "400 Bad Request"


def test_asking_changes_nothing(own, signed_in):
    before = list(Site.objects.order_by("pk").values())
    ask(wsgi.application, CLOSE_UP, signed_in())
    assert list(Site.objects.order_by("pk").values()) == before


def test_a_token_goes_the_long_way_whatever_cookie_came_along(own, signed_in):
    _, secret = make_token(make_user())
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    status, headers, body = ask(wsgi.application, NORFOLK, signed_in(), **bearer)
    assert (status, body) == ("204 No Content", b"")
    assert "RateLimit-Limit" in headers
