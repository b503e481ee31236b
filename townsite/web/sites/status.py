"""Dialogs for the lifecycle of a site, with what stands in the way."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.actions import STEPS, change_status
from townsite.sites.actions.trial import obstacles
from townsite.sites.models import Site
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.sites.lookup import site_to_change
from townsite.web.sites.page import site_page
from townsite.web.sites.profile import missing_fact
from townsite.web.sites.status_words import VERBS


class StatusForm(forms.Form):
    """The reason and, when the site closes, its date; asked only where the step needs them."""

    close_date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the timeline.",
    )

    def __init__(self, *args: Any, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = STEPS[verb].needs_reason
        if not STEPS[verb].needs_close_date:
            del self.fields["close_date"]


@require_http_methods(["GET", "POST"])
def status_change(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """The dialog of one change of status, or the site after it."""
    if verb not in VERBS:
        raise Http404(f"“{verb}” is no change of status.")
    site = site_to_change(request, number, VERBS[verb].permission)
    form = StatusForm(sent_data(request), verb=verb)
    if request.method == "POST" and form.is_valid():
        try:
            change_status(
                site=site, verb=verb, by=person_in(request), at=clock.now(), **form.cleaned_data
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            site.refresh_from_db()
            messages.success(request, f"{site} is now {site.get_status_display().lower()}.")
            return redirect("sites:profile", number=site.number)
    return _dialog(request, site, verb, form)


def _dialog(request: HttpRequest, site: Site, verb: str, form: StatusForm) -> HttpResponse:
    context = {
        "site": site,
        "verb": verb,
        "words": VERBS[verb],
        "form": form,
        "obstacles": obstacles(site, verb),
        "missing_facts": [missing_fact(site, fact) for fact in site.missing],
    }
    status = 422 if form.is_bound else 200
    if request.headers.get("HX-Request"):
        return render(request, "sites/partials/status_dialog.html", context, status=status)
    return site_page(request, site, tab="status", context=context, status=status)
