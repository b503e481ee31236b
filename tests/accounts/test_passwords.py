"""Passwords: long, not well known, not used before, and new from time to time."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache

from tests.accounts.signing_in import PASSWORD, sign_in
from tests.factories import make_grant, make_user
from townsite.access.choices import Role
from townsite.accounts.models import PasswordRecord
from townsite.audit.models import Event
from townsite.common import clock

pytestmark = pytest.mark.usefixtures("db", "no_factor_needed")
CHANGE = "/accounts/password/change/"


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


def change(client, former, new):
    return client.post(CHANGE, {"oldpassword": former, "password1": new, "password2": new})


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("short 4 you", "at least 12 characters"),
        ("123456789012", "too common|entirely numeric"),
        (PASSWORD, "had this password before"),
    ],
)
def test_a_weak_or_former_password_is_refused(client, wanted, words):
    user = make_user()
    sign_in(client, user)
    response = change(client, PASSWORD, wanted)
    assert response.status_code == 200
    text = response.content.decode().replace("&#x27;", "'")
    assert any(word in text for word in words.split("|"))
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_twelve_passwords_pass_before_the_first_comes_back(client):
    user = make_user()
    for number in range(11):
        user.set_password(f"another good phrase {number}")
        user.save()
    last = "another good phrase 10"
    sign_in(client, user, last)
    change(client, last, PASSWORD)
    user.refresh_from_db()
    assert user.check_password(last)
    change(client, last, "the twelfth good phrase")
    change(client, "the twelfth good phrase", PASSWORD)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_hashes_of_a_former_way_of_hashing_still_bar_their_password(client, settings):
    user = make_user()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    sign_in(client, user)
    assert "had this password before" in change(client, PASSWORD, PASSWORD).content.decode()


@pytest.mark.parametrize(
    ("role", "days", "is_due"),
    [
        (Role.SYSTEM_ADMIN, 59, False),
        (Role.SYSTEM_ADMIN, 60, True),
        (Role.EXECUTIVE, 89, False),
        (Role.EXECUTIVE, 90, True),
    ],
)
def test_an_old_password_is_renewed_before_anything_else(client, role, days, is_due):
    user = make_user()
    make_grant(user, role)
    PasswordRecord.objects.update(set_at=clock.now() - timedelta(days=days))
    sign_in(client, user)
    response = client.get("/territories/")
    assert response.status_code == (302 if is_due else 200)
    if is_due:
        assert response["Location"] == CHANGE
        assert client.get("/api/v1/me").status_code == 403
        assert client.get("/tiles/sites/5/8/12.mvt").status_code == 302
        change(client, PASSWORD, "a fresh and long phrase")
        assert client.get("/territories/").status_code == 200


def test_a_new_password_is_told_by_mail_and_signs_others_out(client):
    user = make_user()
    other = type(client)()
    sign_in(other, user)
    sign_in(client, user)
    change(client, PASSWORD, "a fresh and long phrase")
    assert client.get("/preferences/").status_code == 200
    assert other.get("/preferences/").status_code == 302
    assert [message.to for message in mail.outbox] == [[user.email]]
    told = list(Event.objects.filter(target_id=str(user.pk)).values_list("type", flat=True))
    assert told.count("user.password_changed") == 1
    assert told.count("user.session_ended") == 1
