"""Adding a site: from its type's defaults, or from a site like it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs, scope_in
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.actions import create_site
from townsite.sites.actions.duplicates import refresh_suspicions
from townsite.sites.choices import FacilityType
from townsite.sites.models import Site
from townsite.sites.types import CATALOGUE
from townsite.web.forms import add_problem
from townsite.web.person import person_in
from townsite.web.sites.field_check import customer_names, duplicates_of_form, field_answer
from townsite.web.sites.lookup import site_or_404
from townsite.web.sites.site_form import NewSiteForm, initial_of

# A copy keeps how the site works, not who and where it is.
NOT_COPIED = (
    "name", "street1", "street2", "city", "state", "zip", "location", "time_zone", "vendor_code",
    "start_date", "close_date", "annual_revenue_cents",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(Permission.SITE_EDIT)
def new_site(request: HttpRequest) -> HttpResponse:
    """First the type, then the form with that type's defaults."""
    if request.method == "GET":
        initial = _initial(request)
        if not initial:
            return _chooser(request)
        return _form_page(request, _form(initial=initial))
    form = _form(data=request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    duplicates = duplicates_of_form(form, None)
    if duplicates and request.POST.get("is_another") != "on":
        return _form_page(request, form, status=422, duplicates=duplicates)
    try:
        with transaction.atomic():
            site = _create(request, form)
    except Problem as problem:
        add_problem(form, problem)
        return _form_page(request, form, status=422)
    return _onward(request, site)


def _onward(request: HttpRequest, site: Site) -> HttpResponse:
    """To the second step, its territory, for those who may choose it (A-68); else to its page."""
    if Permission.SITE_ASSIGN not in scope_in(request).permissions:
        messages.success(request, f"{site} added as a draft.")
        return redirect("sites:profile", number=site.number)
    messages.success(
        request, f"{site} added as a draft. Choose its territory here, or leave it to the queue."
    )
    return redirect("placement:site", number=site.number)


@require_POST
@needs(Permission.SITE_EDIT)
def check_field(request: HttpRequest) -> HttpResponse:
    """One field of the form after the reader left it."""
    return field_answer(request, _form(data=request.POST), None)


def _form(**given: Any) -> NewSiteForm:
    return NewSiteForm(check_url="/sites/new/check/", **given)


def _create(request: HttpRequest, form: NewSiteForm) -> Site:
    at = clock.now()
    site = create_site(
        values=form.values(), by=person_in(request), at=at, reason=form.cleaned_data["reason"]
    )
    refresh_suspicions(site_ids=[site.pk], at=at)
    return site


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What the form starts with; empty when neither a type nor a site to copy is named."""
    copied = request.GET.get("copy", "").strip()
    kind = request.GET.get("type", "")
    if copied.isdecimal():
        site = site_or_404(copied)
        values = {name: each for name, each in initial_of(site).items() if name not in NOT_COPIED}
        return {**values, "facility_type": site.facility_type}
    if kind in CATALOGUE:
        return {**CATALOGUE[kind].defaults, "facility_type": kind, "country": "US"}
    return {}


def _chooser(request: HttpRequest) -> HttpResponse:
    kinds = [(FacilityType(code), kind) for code, kind in CATALOGUE.items()]
    return render(request, "sites/choose_type.html", {"kinds": kinds})


def _form_page(
    request: HttpRequest, form: NewSiteForm, *, status: int = 200, duplicates: Any = ()
) -> HttpResponse:
    kind = CATALOGUE.get(str(form["facility_type"].value() or ""))
    context = {
        "form": form,
        "kind": kind,
        "duplicates": duplicates,
        "customer_names": customer_names(),
    }
    return render(request, "sites/new.html", context, status=status)
