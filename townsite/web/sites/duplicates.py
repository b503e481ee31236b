"""The list of sites that may be one."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.jobs.actions import start_job
from townsite.sites.actions.duplicates import dismiss_suspicion
from townsite.sites.models import SuspectedDuplicate
from townsite.sites.queries.duplicates import open_suspicions
from townsite.sites.tasks import find_duplicates
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in

PAGE = 25


class DismissForm(forms.Form):
    reason = forms.CharField(
        max_length=2_000, label="Why these are two sites", widget=forms.Textarea(attrs={"rows": 2})
    )


@require_GET
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Pairs in scope, the likeliest first."""
    page = Paginator(open_suspicions(), PAGE).get_page(request.GET.get("page"))
    return render(request, "sites/duplicates.html", {"page": page})


@require_POST
@needs(Permission.SITE_EDIT)
def search(request: HttpRequest) -> HttpResponse:
    """Starts the job that compares every site in the reader's scope."""
    start_job(
        find_duplicates, title="Look for duplicate sites", by=person_in(request), at=clock.now()
    )
    messages.success(request, "Looking for duplicates; this page shows them as they are found.")
    return redirect("sites:duplicates")


@require_http_methods(["GET", "POST"])
@needs(Permission.SITE_EDIT)
def dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks why a pair is two sites."""
    rows = SuspectedDuplicate.objects.select_related("site", "other")
    pair = get_object_or_404(rows, pk=pk)
    form = DismissForm(sent_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            dismiss_suspicion(
                suspicion=pair, by=person_in(request), at=clock.now(), **form.cleaned_data
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{pair.site} and {pair.other} are two sites.")
            return redirect("sites:duplicates")
    status = 422 if form.is_bound else 200
    return render(request, "sites/dismiss.html", {"form": form, "pair": pair}, status=status)
