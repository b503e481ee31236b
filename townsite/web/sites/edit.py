"""Editing a site: the form, a look at the differences, then the write.

Nobody overwrites unseen: when somebody else saved meanwhile, both edits are laid side by side.
"""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from townsite.access.choices import Permission
from townsite.audit.queries import site_timeline
from townsite.common import clock
from townsite.common.errors import Problem, Stale
from townsite.sites.actions import update_site
from townsite.sites.actions.duplicates import refresh_suspicions
from townsite.sites.actions.trial import check_values
from townsite.sites.models import Site
from townsite.sites.queries.versions import values_at_version
from townsite.web.forms import add_problem
from townsite.web.person import person_in
from townsite.web.sites.changes import changed_values, changes_between, three_way_merge
from townsite.web.sites.field_check import customer_names, duplicates_of_form, field_answer
from townsite.web.sites.lookup import site_to_change
from townsite.web.sites.page import site_page
from townsite.web.sites.sections import FIELDS
from townsite.web.sites.site_form import SiteForm, form_text, initial_of


@require_http_methods(["GET", "POST"])
def edit_site(request: HttpRequest, number: str) -> HttpResponse:
    """The form; sent with step “review” it shows the differences, with “save” it writes them."""
    site = site_to_change(request, number, Permission.SITE_EDIT)
    if request.method == "GET":
        return _form_page(request, site, _form(site, initial=initial_of(site)), site.version)
    return _sent(request, site, _form(site, data=request.POST))


def _sent(request: HttpRequest, site: Site, form: SiteForm) -> HttpResponse:
    """What follows from a sent form: itself again, the merge screen, the review, or the site."""
    read = _version(request.POST.get("version", ""))
    if request.POST.get("step") == "edit":
        return _form_page(request, site, form, read)
    is_undecided = _undecided(request)
    if not is_undecided and not form.is_valid():
        return _form_page(request, site, form, read, status=422)
    if is_undecided or read != site.version:
        base = _version(request.POST["base_version"]) if is_undecided else read
        return _merge_page(request, site, form, base, is_undecided=is_undecided)
    values = changed_values(site, form.values())
    if not values:
        messages.info(request, "Nothing was changed.")
        return redirect("sites:profile", number=site.number)
    return _reviewed_or_saved(request, site, form, values)


@require_POST
def check_field(request: HttpRequest, number: str) -> HttpResponse:
    """One field of the form after the reader left it, with what is wrong with it."""
    site = site_to_change(request, number, Permission.SITE_EDIT)
    return field_answer(request, _form(site, data=request.POST), site)


def _form(site: Site, **given: Any) -> SiteForm:
    return SiteForm(check_url=f"/sites/{site.number}/edit/check/", **given)


def _reviewed_or_saved(
    request: HttpRequest, site: Site, form: SiteForm, values: dict[str, Any]
) -> HttpResponse:
    try:
        check_values(site, values)
    except Problem as problem:
        add_problem(form, problem)
        return _form_page(request, site, form, site.version, status=422)
    if request.POST.get("step") != "save":
        return _review_page(request, site, form, values)
    try:
        with transaction.atomic():
            _save(request, site, form, values)
    except Stale:
        site.refresh_from_db()
        return _merge_page(request, site, form, _version(request.POST.get("version", "")))
    except Problem as problem:
        add_problem(form, problem)
        return _form_page(request, site, form, site.version, status=422)
    messages.success(request, f"{site} saved.")
    return redirect("sites:profile", number=site.number)


def _save(request: HttpRequest, site: Site, form: SiteForm, values: dict[str, Any]) -> None:
    at = clock.now()
    update_site(
        site=site,
        values=values,
        by=person_in(request),
        at=at,
        reason=form.cleaned_data["reason"],
        version=site.version,
    )
    refresh_suspicions(site_ids=[site.pk], at=at)


def _form_page(
    request: HttpRequest, site: Site, form: SiteForm, version: int, status: int = 200
) -> HttpResponse:
    context = {"form": form, "version": version, "customer_names": customer_names()}
    return site_page(
        request, site, tab="profile", template="sites/edit.html", context=context, status=status
    )


def _review_page(
    request: HttpRequest, site: Site, form: SiteForm, values: dict[str, Any]
) -> HttpResponse:
    before = {name: getattr(site, name) for name in values}
    context = {
        "form": form,
        "changes": changes_between(before, values),
        "carried": {name: form_text(name, form.cleaned_data[name]) for name in FIELDS},
        "version": site.version,
        "duplicates": duplicates_of_form(form, site),
        "moves": bool({"street1", "city", "state", "zip"} & set(values))
        and "location" not in values,
    }
    return site_page(request, site, tab="profile", template="sites/review.html", context=context)


def _merge_page(
    request: HttpRequest, site: Site, form: SiteForm, read: int, *, is_undecided: bool = False
) -> HttpResponse:
    """Theirs, yours and the original of each field that both changed; the rest is settled."""
    form.is_valid()
    theirs = initial_of(site)
    original = values_at_version(site, read, FIELDS) or theirs
    mine = {name: form.cleaned_data.get(name, original[name]) for name in FIELDS}
    context = {
        "merge": three_way_merge(original=original, mine=mine, theirs=theirs),
        "version": site.version,
        "base_version": read,
        "reason": form.data.get("reason", ""),
        "latest": site_timeline(site.pk).filter(type="site.updated").first(),
        "is_undecided": is_undecided,
    }
    return site_page(
        request,
        site,
        tab="profile",
        template="sites/merge_edits.html",
        context=context,
        status=422 if is_undecided else 409,
    )


def _undecided(request: HttpRequest) -> bool:
    """Whether the merge screen came back without a choice for every field."""
    disputed = request.POST.getlist("conflict")
    return "base_version" in request.POST and any(name not in request.POST for name in disputed)


def _version(text: str) -> int:
    """The version the reader saw; without one, none that could match."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - digits of an int
