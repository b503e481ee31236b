"""The pages of a person's own access tokens; a secret is shown in one answer and never again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townsite.access.tokens.actions import create_token, revoke_token, rotate_token
from townsite.access.tokens.queries import state_of, tokens_of
from townsite.accounts.choices import TokenScope
from townsite.accounts.models import AccessToken
from townsite.accounts.secrets import Secret
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.step_up import confirmed
from townsite.web.tokens.forms import TokenForm

UNPROCESSABLE = 422


@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    """The person's tokens with scopes, places, last use and end."""
    at = clock.now()
    lines = [_line(each, state_of(each, at=at)) for each in tokens_of(person_in(request))]
    context = {
        "live": [line for line in lines if line["state"] == "live"],
        "over": [line for line in lines if line["state"] != "live"],
    }
    return render(request, "tokens/token_list.html", context)


@require_http_methods(["GET", "POST"])
@confirmed
def token_new(request: HttpRequest) -> HttpResponse:
    """The form of a new token; its answer shows the secret."""
    form = TokenForm(sent_data(request))
    if request.method == "POST" and form.is_valid():
        person = person_in(request)
        try:
            with transaction.atomic():
                token, secret = create_token(
                    user=person, wanted=form.wanted(), by=person, at=clock.now()
                )
            return _shown_once(request, token, secret)
        except Problem as problem:
            add_problem(form, problem)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "tokens/token_form.html", {"form": form}, status=status)


@require_POST
@confirmed
def token_rotate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new secret for the token; the old one runs out as asked."""
    overlap = request.POST.get("overlap") == "on"
    try:
        with transaction.atomic():
            token, secret = rotate_token(
                token=_own(request, pk),
                with_overlap=overlap,
                by=person_in(request),
                at=clock.now(),
            )
    except Problem as problem:
        messages.error(request, problem.detail)
        return redirect("tokens:list")
    return _shown_once(request, token, secret)


@require_POST
def token_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The token opens nothing from now on."""
    try:
        with transaction.atomic():
            token = revoke_token(token=_own(request, pk), by=person_in(request), at=clock.now())
        messages.success(request, f"{token} is revoked. Nothing can use it any more.")
    except Problem as problem:
        messages.error(request, problem.detail)
    return redirect("tokens:list")


def _own(request: HttpRequest, pk: UUID) -> AccessToken:
    return get_object_or_404(tokens_of(person_in(request)), pk=pk)


def _line(token: AccessToken, state: str) -> dict[str, Any]:
    """A token as the page shows it; places beyond the reach of today are not named."""
    return {
        "token": token,
        "state": state,
        "scopes": [TokenScope(each).label for each in token.scopes],
        "places": [str(each) for each in token.places.all() if each.territory or each.site],
    }


def _shown_once(request: HttpRequest, token: AccessToken, secret: Secret) -> HttpResponse:
    context = {"token": token, "secret": secret.text, "address": request.build_absolute_uri("/")}
    response = render(request, "tokens/token_shown.html", context)
    response["Cache-Control"] = "no-store"
    return response
