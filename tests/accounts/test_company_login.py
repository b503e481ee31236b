"""Signing in by the company's login: a real OpenID Connect provider on loopback, over HTTP."""

import os
import sys
from urllib.parse import urlsplit

import pytest
import requests
from django.core.cache import cache

from tests.accounts.signing_in import set_value
from tests.factories import make_grant, make_user
from tests.journeys.conftest import running
from tests.journeys.serving import free_port, wait_until_up
from townsite.access.choices import Role
from townsite.accounts.models import User
from townsite.audit.models import Event
from townsite.config.identity import openid_connect

pytestmark = pytest.mark.usefixtures("db")
START = "/accounts/oidc/company/login/"


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """The address of a provider in a process of its own."""
    port, log = free_port(), tmp_path_factory.mktemp("provider") / "log"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    env = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    with running(command, env, log):
        wait_until_up(f"http://localhost:{port}/", log=log)
        yield f"http://localhost:{port}"


@pytest.fixture(autouse=True)
def _company(provider, settings):
    cache.clear()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": openid_connect(provider, client_id="townsite", secret="of the company")
    }


def known(provider, sub, **claims):
    """Somebody whom the provider knows by `sub`."""
    requests.put(f"{provider}/users/{sub}", json=claims, timeout=5).raise_for_status()
    return sub


def come_in(client, sub, *, action="authorize", then=None):
    """Through the provider's page and back, as a browser goes; the last answer."""
    away = client.post(START + (f"?next={then}" if then else ""))
    assert "code_challenge=" in away["Location"]
    chosen = {"sub": sub, "action": action}
    back = requests.post(away["Location"], data=chosen, allow_redirects=False, timeout=5)
    address = urlsplit(back.headers["Location"])
    return client.get(f"{address.path}?{address.query}")


def test_the_first_sign_in_links_the_account_of_the_verified_address(client, provider):
    set_value("sign_in.second_factor", "nobody")
    user = make_user()
    make_grant(user, Role.ACCOUNT_MANAGER)
    sub = known(provider, "p1", email=user.email, email_verified=True)
    assert "With your company" in client.get("/accounts/login/").content.decode()
    assert come_in(client, sub, then="/territories/")["Location"] == "/territories/"
    assert client.get("/territories/").status_code == 200
    user.refresh_from_db()
    assert user.check_password("correct horse battery")
    client.post("/accounts/logout/")
    come_in(client, sub)
    assert client.get("/territories/").status_code == 200
    told = list(Event.objects.filter(target_id=str(user.pk)).values_list("type", flat=True))
    assert (told.count("user.login_linked"), told.count("user.signed_in")) == (1, 2)
    assert str(user) in str(Event.objects.filter(type="user.login_linked").get().actor_label)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.com", "email_verified": True},
        {"email": "colleague@example.com", "email_verified": False},
        {"email": "colleague@example.com"},
        {},
    ],
)
def test_whoever_has_no_account_of_a_verified_address_stays_out(client, provider, claims):
    make_user(email="colleague@example.com")
    answer = come_in(client, known(provider, f"s{len(str(claims))}", **claims))
    assert "Accounts are made for you" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1
    assert Event.objects.filter(type="user.sign_in_failed").exists()


def test_a_closed_account_stays_closed(client, provider):
    user = make_user(is_active=False)
    come_in(client, known(provider, "closed", email=user.email, email_verified=True))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("amr", "is_led"), [(["pwd"], True), (["pwd", "mfa"], False)])
def test_factors_that_the_provider_asked_for_count(client, provider, amr, is_led):
    user = make_user()
    make_grant(user, Role.ACCOUNT_MANAGER)
    claims = {"email": user.email, "email_verified": True, "amr": amr}
    come_in(client, known(provider, f"mfa{len(amr)}", **claims))
    assert (client.get("/territories/").status_code == 302) is is_led


def test_breaking_it_off_changes_nothing(client, provider):
    user = make_user()
    sub = known(provider, "away", email=user.email, email_verified=True)
    answer = come_in(client, sub, action="deny")
    assert "That did not work" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert not user.socialaccount_set.exists()


def test_an_answer_that_nobody_asked_for_is_refused(client, provider):
    answer = client.get("/accounts/oidc/company/login/callback/?code=made-up&state=made-up")
    assert "That did not work" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_without_a_provider_there_is_no_such_door(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert client.post(START).status_code == 404
    assert "company" not in client.get("/accounts/login/").content.decode()
