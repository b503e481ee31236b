"""The company's identity provider (OpenID Connect), from the environment."""

import os
from typing import Any
from urllib.parse import urlsplit

PROVIDER = "company"


def identity_providers() -> dict[str, Any]:
    """The setting of allauth; empty while TOWNSITE_OIDC_ISSUER names no provider."""
    issuer = os.environ.get("TOWNSITE_OIDC_ISSUER", "").rstrip("/")
    return {"openid_connect": openid_connect(issuer, **_client())} if issuer else {}


def openid_connect(
    issuer: str, *, client_id: str, secret: str, name: str = "your company's login"
) -> dict[str, Any]:
    """One provider, with PKCE (RFC 7636)."""
    app = {
        "provider_id": PROVIDER,
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer},
    }
    return {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}


def identity_origins() -> list[str]:
    """Where the sign-in page may send its form: the issuer's origin, and others that it uses."""
    issuer = urlsplit(os.environ.get("TOWNSITE_OIDC_ISSUER", ""))
    more = os.environ.get("TOWNSITE_OIDC_ORIGINS", "").split(",")
    own = [f"{issuer.scheme}://{issuer.netloc}"] if issuer.netloc else []
    return [*own, *(each for each in more if each)]


def _client() -> dict[str, str]:
    return {
        "client_id": os.environ.get("TOWNSITE_OIDC_CLIENT_ID", ""),
        "secret": os.environ.get("TOWNSITE_OIDC_CLIENT_SECRET", ""),
        "name": os.environ.get("TOWNSITE_OIDC_NAME", "your company's login"),
    }
