"""The inbox behind the bell, how a person is told, and who decides in their place."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from townsite.changes.actions import end_delegation, name_delegate
from townsite.changes.models import Delegation
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.notifications.actions import choose, mark_read
from townsite.notifications.queries import choices_of, inbox_of, unread_count
from townsite.web.forms import add_problem, sent_data
from townsite.web.notifications.forms import ChoicesForm, DelegateForm, InboxForm
from townsite.web.person import person_in

PAGE = 50
UNPROCESSABLE = 422


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What the person was told, the latest first; the address holds the whole search."""
    person, form = person_in(request), InboxForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = inbox_of(person, kind=asked.get("kind", ""), unread=bool(asked.get("unread")))
    before = request.GET.get("before", "")
    if _is_key(before):
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    context = {
        "form": form,
        "notifications": found[:PAGE],
        "unread": unread_count(person),
        "is_narrowed": any(asked.values()),
        "older": found[PAGE - 1].pk if len(found) > PAGE else "",
        "asked": asked,
    }
    return render(request, "notifications/inbox.html", context)


@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The count on the bell, as a fragment."""
    return render(request, "notifications/bell.html", {"unread": unread_count(person_in(request))})


@require_GET
def follow(request: HttpRequest, key: UUID) -> HttpResponse:
    """Marks one as read and leads to what it is about."""
    person = person_in(request)
    row = get_object_or_404(inbox_of(person), pk=key)
    mark_read(user=person, at=clock.now(), keys=[row.pk])
    return redirect(row.href or "notifications:inbox")


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Marks those chosen as read, or all."""
    keys = [key for key in request.POST.getlist("key") if _is_key(key)]
    everything = "all" in request.POST
    mark_read(user=person_in(request), at=clock.now(), keys=None if everything else keys)
    return redirect("notifications:inbox")


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """How the person is told of each kind, and who decides meanwhile."""
    person = person_in(request)
    form = ChoicesForm(choices_of(person), sent_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            choose(user=person, choices=form.choices())
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "Your choice is kept.")
            return redirect("notifications:preferences")
    return _choices_page(request, form, DelegateForm())


@require_POST
def delegate(request: HttpRequest) -> HttpResponse:
    """Names somebody who decides in the person's place for a time."""
    person, form = person_in(request), DelegateForm(request.POST)
    if form.is_valid():
        try:
            name_delegate(person=person, at=clock.now(), **form.values())
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "Your delegate is named.")
            return redirect("notifications:preferences")
    return _choices_page(request, ChoicesForm(choices_of(person)), form)


@require_POST
def delegate_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ends a delegation of one's own."""
    row = get_object_or_404(Delegation, pk=key)
    end_delegation(delegation=row, by=person_in(request), at=clock.now())
    messages.success(request, "The delegation has ended.")
    return redirect("notifications:preferences")


def _choices_page(request: HttpRequest, form: ChoicesForm, named: DelegateForm) -> HttpResponse:
    person, at = person_in(request), clock.now()
    rows = Delegation.objects.filter(valid_during__endswith__gt=at).select_related(
        "person", "delegate"
    )
    context = {
        "form": form,
        "delegate_form": named,
        "given": [row for row in rows if row.person_id == person.pk],
        "held": [row for row in rows if row.delegate_id == person.pk],
    }
    status = UNPROCESSABLE if form.errors or named.errors else 200
    return render(request, "notifications/preferences.html", context, status=status)


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
