"""Checking a form of a site while it is being filled in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.actions.trial import check_values
from townsite.sites.duplicates import Match, likely_duplicates
from townsite.sites.models import Customer, Site
from townsite.sites.similarity import Facts
from townsite.web.sites.site_form import SiteForm

# Changes of these can make two sites alike.
TELLING = frozenset({"name", "street1", "city", "state", "zip", "location"})
OFFERED_NAMES = 500


def customer_names() -> list[str]:
    """Names of customers in scope, for the field's list."""
    return list(Customer.objects.order_by("name").values_list("name", flat=True)[:OFFERED_NAMES])


def field_answer(request: HttpRequest, form: SiteForm, site: Site | None) -> HttpResponse:
    """The one field that changed, with its errors, and sites that look alike now."""
    name = request.GET.get("field", "")
    if name not in form.fields:
        raise Http404(f"The form has no field “{name}”.")
    form.is_valid()
    _add_domain_problem(form, site, name)
    context = {
        "bound": form[name],
        "is_telling": name in TELLING,
        "duplicates": duplicates_of_form(form, site) if name in TELLING else [],
    }
    return render(request, "sites/partials/checked_field.html", context)


def duplicates_of_form(form: SiteForm, site: Site | None) -> list[Match]:
    """Sites in scope that are likely the same as what the form says."""
    given = form.cleaned_data
    name = str(given.get("name", ""))
    if not name:
        return []
    point = given.get("location")
    moved = site is None or point is None or site.location is None or point != site.location
    facts = Facts(
        name=name,
        key=site.pk if site else None,
        number=site.number if site else str(given.get("number", "")),
        street=given.get("street1", ""),
        city=given.get("city", ""),
        state=given.get("state", ""),
        zip=given.get("zip", ""),
        longitude=point.x if point else None,
        latitude=point.y if point else None,
        geocode_quality="exact" if moved or site is None else site.geocode_quality,
    )
    return likely_duplicates(facts, at=clock.now())[:5]


def _add_domain_problem(form: SiteForm, site: Site | None, name: str) -> None:
    """What the domain would refuse about this field, unless the form itself did already."""
    if form[name].errors or name not in form.cleaned_data or site is None:
        return
    try:
        check_values(site, {name: form.cleaned_data[name]})
    except Problem as problem:
        if name in problem.fields:
            form.add_error(name, problem.fields[name])
