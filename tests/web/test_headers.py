"""Every answer tells the browser how little it may do with it."""

import importlib
import os
from unittest import mock

import pytest

from tests.factories import make_user

PATHS = ["/health", "/accounts/login/", "/sites/", "/api/v1/sites", "/api/ogc/", "/nowhere/"]


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_kept_from_other_sites(db, client, path):
    response = client.get(path)
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", PATHS)
def test_scripts_and_styles_come_from_here_alone(db, client, path):
    told = client.get(path)["Content-Security-Policy"]
    rules = dict(part.strip().partition(" ")[::2] for part in told.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in told


def test_cookies_are_for_the_server_and_this_site(db, client):
    sent = {"login": make_user().email, "password": "correct horse battery"}
    assert client.post("/accounts/login/", sent).status_code == 302
    client.get("/preferences/")
    session, forgery = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"]
    assert session["samesite"] == forgery["samesite"] == "Lax"


def test_in_production_nothing_goes_without_encryption():
    with mock.patch.dict(os.environ, {"TOWNSITE_SECRET_KEY": "k" * 60}):
        settings = importlib.import_module("townsite.config.settings.production")
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert settings.SECURE_SSL_REDIRECT
    assert settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
    assert settings.SECURE_HSTS_SECONDS >= 31_536_000
