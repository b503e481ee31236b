"""Where a person is signed in, and signing out from afar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from townsite.accounts.devices import devices_of
from townsite.accounts.ending import end_other_sessions, end_session
from townsite.common import clock
from townsite.web.person import person_in


@require_safe
def device_list(request: HttpRequest) -> HttpResponse:
    """The browsers signed in as the person, this one marked."""
    devices = devices_of(person_in(request), current=request.session.session_key, at=clock.now())
    return render(request, "devices/device_list.html", {"devices": devices})


@require_POST
def device_end(request: HttpRequest, pk: int) -> HttpResponse:
    """That browser is signed out at once."""
    person = person_in(request)
    name = end_session(user=person, device=pk, by=person, at=clock.now())
    messages.success(request, f"{name} is signed out.")
    return redirect("devices:list")


@require_POST
def device_end_others(request: HttpRequest) -> HttpResponse:
    """Every browser but this one is signed out."""
    person = person_in(request)
    count = end_other_sessions(
        user=person, keep=request.session.session_key, by=person, at=clock.now()
    )
    messages.success(request, f"Signed out from {count} other browsers.")
    return redirect("devices:list")
