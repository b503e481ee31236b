"""Who may call the API: whoever has a session or a token."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer


class TokenAuth(HttpBearer):
    """A token that `TokenMiddleware` has accepted, by Bearer or Basic."""

    openapi_description = "A personal access token."

    def __call__(self, request: HttpRequest) -> Any:
        return self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return request.user if getattr(request, "token", None) else None


def may_read(request: HttpRequest, area: str) -> bool:
    """Whether the caller reads an area: a person does, a token with the scope for it."""
    token = getattr(request, "token", None)
    return token is None or f"{area}:read" in token.limits.scopes
