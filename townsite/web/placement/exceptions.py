"""Making and ending named exceptions of a site."""

from datetime import UTC, datetime, time

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from townsite.access.choices import Permission
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.territories.actions import end_exception, make_exception
from townsite.territories.choices import ExceptionEffect, ExceptionGround
from townsite.territories.models import PlacementException, Territory
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.sites.lookup import site_to_change
from townsite.web.sites.page import FormPage, site_form_page


class ExceptionForm(forms.Form):
    """What R-12 asks of an exception: effect, ground, justification, impact, alternatives, end."""

    territory = forms.ModelChoiceField(Territory.objects.none())
    effect = forms.ChoiceField(choices=ExceptionEffect.choices)
    ground = forms.ChoiceField(choices=ExceptionGround.choices)
    reason = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
    impact = forms.CharField(
        required=False, max_length=2_000, help_text="On load, drive and balance."
    )
    alternatives = forms.CharField(
        required=False, max_length=2_000, help_text="What else was looked at."
    )
    ends_on = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The first day on which it holds no more (UTC). Empty: until somebody ends it.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # Django's own many arguments
        field = self.fields["territory"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Territory.objects.filter(status="active").order_by("path")


@require_http_methods(["GET", "POST"])
def new_exception(request: HttpRequest, number: str) -> HttpResponse:
    """The form of a new exception; a refusal keeps what was typed."""
    site = site_to_change(request, number, Permission.SITE_ASSIGN)
    first = Territory.objects.filter(code=request.GET.get("territory", "")).first()
    form = ExceptionForm(sent_data(request), initial={"territory": first})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        ends_on = given.pop("ends_on")
        ends_at = datetime.combine(ends_on, time(), tzinfo=UTC) if ends_on else None
        try:
            with transaction.atomic():
                make_exception(
                    site=site, by=person_in(request), at=clock.now(), ends_at=ends_at, **given
                )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "The exception holds from now on.")
            return redirect("placement:site", number=site.number)
    page = FormPage(
        heading="Exception to the rules of placement",
        lead="It holds for this site and one territory, and every run keeps to it.",
        action="Make exception",
        cancel=f"/sites/{site.number}/placement/",
    )
    return site_form_page(request, site, form, page, tab="placement")


@require_POST
def end(request: HttpRequest, number: str, pk: str) -> HttpResponse:
    """Ends an exception of the site."""
    site = site_to_change(request, number, Permission.SITE_ASSIGN)
    exception = get_object_or_404(PlacementException, pk=pk, site=site)
    try:
        with transaction.atomic():
            end_exception(
                exception=exception, by=person_in(request), at=clock.now(), reason="Ended by hand"
            )
        messages.success(request, "The exception has ended.")
    except Problem as problem:
        messages.error(request, problem.detail)
    return redirect("placement:site", number=site.number)
