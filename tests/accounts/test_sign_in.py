"""Signing in by the door: password, lockout, reset, sign-out."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from tests.factories import make_user

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


def post(client, email, password):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_the_right_password_opens_the_portal(client):
    user = make_user()
    response = post(client, user.email, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_the_wrong_password_says_no_more_than_that(client):
    user = make_user()
    known = post(client, user.email, "wrong").content.decode()
    unknown = post(client, "nobody@example.com", "wrong").content.decode()
    words = re.compile(r"not correct|incorrect", re.IGNORECASE)
    assert words.search(known)
    assert words.search(unknown)
    assert "_auth_user_id" not in client.session


def test_five_failures_lock_even_the_right_password_out(client):
    user = make_user()
    for _ in range(5):
        post(client, user.email, "wrong")
    response = post(client, user.email, PASSWORD)
    assert "_auth_user_id" not in client.session
    assert "too many" in response.content.decode().lower()


def test_an_inactive_account_stays_out(client):
    user = make_user(is_active=False)
    post(client, user.email, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_alone(client):
    response = client.post(
        "/accounts/signup/",
        {"email": "me@example.com", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert "_auth_user_id" not in client.session
    assert response.status_code in {200, 403}


def test_a_forgotten_password_is_reset_by_mail(client):
    user = make_user()
    client.post("/accounts/password/reset/", {"email": user.email})
    (message,) = mail.outbox
    link = re.search(r"http://testserver(/\S+)", message.body)[1]
    page = client.get(link, follow=True)
    client.post(
        page.redirect_chain[-1][0],
        {"password1": "a brand new phrase", "password2": "a brand new phrase"},
    )
    assert post(client, user.email, "a brand new phrase").status_code == 302


def test_a_reset_for_an_unknown_address_looks_the_same(client):
    user = make_user()
    known = client.post("/accounts/password/reset/", {"email": user.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_signing_out_needs_a_post(client):
    user = make_user()
    post(client, user.email, PASSWORD)
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_whoever_tries_passkeys_too_often_is_told_to_wait(client):
    for _ in range(11):
        answer = client.post("/accounts/2fa/webauthn/login/", {"credential": "{}"})
    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.content.decode()


def test_strangers_are_sent_to_sign_in(client):
    response = client.get("/territories/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_fragment_moves_the_whole_page_to_sign_in(client):
    response = client.get("/territories/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith("/accounts/login/")


def test_a_view_without_any_mark_is_closed(client):
    assert client.get("/territories/new/").status_code == 302
