"""Second factors: whose role needs one sets it up before anything else, and then shows it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.core.management import call_command

from tests.accounts.signing_in import PASSWORD, set_value, sign_in
from tests.factories import make_grant, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common.encryption import NotDecipherable, decrypt, encrypt

pytestmark = pytest.mark.usefixtures("db")
PAGES = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


@pytest.fixture
def manager():
    user = make_user()
    make_grant(user, Role.ACCOUNT_MANAGER)
    return user


def code_for(secret):
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def set_up_app(client):
    page = client.get(f"{PAGES}totp/activate/").content.decode()
    secret = re.search(r"totp-secret\">(\w+)<", page)[1]
    response = client.post(f"{PAGES}totp/activate/", {"code": code_for(secret)})
    assert response["Location"] == f"{PAGES}recovery-codes/"
    return secret


@pytest.mark.parametrize(
    ("role", "policy", "is_led"),
    [
        (Role.ACCOUNT_MANAGER, "contact_data", True),
        (Role.ACCOUNT_MANAGER, "administrators", False),
        (Role.SYSTEM_ADMIN, "administrators", True),
        (Role.EXECUTIVE, "contact_data", False),
        (Role.EXECUTIVE, "everybody", True),
        (Role.SYSTEM_ADMIN, "nobody", False),
    ],
)
def test_whose_role_needs_one_is_led_to_set_it_up(client, role, policy, is_led):
    set_value("sign_in.second_factor", policy)
    user = make_user()
    make_grant(user, role)
    sign_in(client, user)
    response = client.get("/territories/")
    assert response.status_code == (302 if is_led else 200)
    if is_led:
        assert response["Location"] == PAGES
        assert "Set one up" in client.get(PAGES).content.decode()
        assert client.get("/api/v1/sites").status_code == 403
        assert client.get("/preferences/tokens/new/")["Location"] == PAGES
        moved = client.get("/territories/", headers={"HX-Request": "true"})
        assert moved["HX-Redirect"] == PAGES


def test_an_app_opens_everything_and_is_asked_for_from_then_on(client, manager):
    sign_in(client, manager)
    secret = set_up_app(client)
    assert client.get("/territories/").status_code == 200
    client.post("/accounts/logout/")
    assert sign_in(client, manager)["Location"] == f"{PAGES}authenticate/"
    assert client.get("/territories/").status_code == 302
    wrong = client.post(f"{PAGES}authenticate/", {"code": "000000"})
    assert "Incorrect code" in wrong.content.decode()
    cache.clear()
    client.post(f"{PAGES}authenticate/", {"code": code_for(secret)})
    assert client.get("/territories/").status_code == 200
    told = Event.objects.filter(target_id=str(manager.pk)).values_list("type", flat=True)
    assert set(told) >= {"user.factor_added", "user.sign_in_failed", "user.signed_in"}


def test_five_wrong_codes_lock_the_right_one_out(client, manager):
    sign_in(client, manager)
    secret = set_up_app(client)
    client.post("/accounts/logout/")
    cache.clear()
    sign_in(client, manager)
    for _ in range(5):
        client.post(f"{PAGES}authenticate/", {"code": "000000"})
    client.post(f"{PAGES}authenticate/", {"code": code_for(secret)})
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(client, manager):
    sign_in(client, manager)
    set_up_app(client)
    page = client.get(f"{PAGES}recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>(\d{8})</code>", page)
    assert len(codes) == 10
    for is_new in (True, False):
        client.post("/accounts/logout/")
        sign_in(client, manager)
        client.post(f"{PAGES}authenticate/", {"code": codes[0]})
        assert (client.get("/territories/").status_code == 200) is is_new


def test_seeds_are_encrypted_at_rest(client, manager, settings):
    sign_in(client, manager)
    secret = set_up_app(client)
    kept = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in kept
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [former]
    call_command("rotate_secrets")
    settings.SECRET_KEY_FALLBACKS = []
    row = Authenticator.objects.get(type="totp")
    assert decrypt(row.data["secret"], purpose="second factor") == secret
    settings.SECRET_KEY = former
    with pytest.raises(NotDecipherable):
        decrypt(row.data["secret"], purpose="second factor")


def test_what_is_encrypted_for_one_purpose_opens_for_no_other():
    with pytest.raises(NotDecipherable):
        decrypt(encrypt("words", purpose="one"), purpose="other")


def test_whoever_removes_the_last_is_led_to_set_one_up_again(client, manager):
    sign_in(client, manager)
    set_up_app(client)
    client.post(f"{PAGES}totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert client.get("/territories/")["Location"] == PAGES
    assert Event.objects.filter(type="user.factor_removed").count() == 2


def test_factors_that_were_lost_are_removed_at_the_command_line(client, manager):
    sign_in(client, manager)
    set_up_app(client)
    call_command("remove_second_factors", manager.email, reason="Phone lost, identity shown")
    assert not Authenticator.objects.exists()
    told = Event.objects.filter(type="user.factor_removed").first()
    assert told.reason == "Phone lost, identity shown"


def test_long_after_signing_in_a_sensitive_act_asks_once_more(client, manager, settings):
    set_value("sign_in.second_factor", "nobody")
    sign_in(client, manager)
    assert client.get("/preferences/tokens/new/").status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    asked = client.get("/preferences/tokens/new/")
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=")
    assert client.get("/sites/export/csv/").status_code == 302
    wrong = client.post(asked["Location"], {"password": "wrong"})
    assert wrong.status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
    given = {"password": PASSWORD, "next": "/preferences/tokens/new/"}
    client.post("/accounts/reauthenticate/", given)
    assert client.get("/preferences/tokens/new/").status_code == 200


def test_what_was_sent_is_carried_out_after_the_confirmation(client, manager, settings):
    set_value("sign_in.second_factor", "nobody")
    sign_in(client, manager)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    form = {"name": "QGIS", "scopes": ["sites:read"], "days": "30"}
    asked = client.post("/preferences/tokens/new/", form)
    assert asked.status_code == 302
    assert not manager.access_tokens.exists()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
    given = {"password": PASSWORD, "next": "/preferences/tokens/new/"}
    client.post("/accounts/reauthenticate/", given)
    assert manager.access_tokens.get().name == "QGIS"
