"""What every page of one site shows around its tab."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from townsite.access.choices import Permission
from townsite.access.http import scope_in
from townsite.common import clock
from townsite.directory.queries import favorites_among
from townsite.sites.actions import Step, open_steps
from townsite.sites.choices import SiteStatus
from townsite.sites.hours import is_open
from townsite.sites.models import Site
from townsite.sites.quality import assess
from townsite.territories.models import Territory
from townsite.web.person import person_in
from townsite.web.sites.lookup import may_write
from townsite.web.sites.status_words import VERBS

_COUNTS = """
SELECT (SELECT count(*) FROM sites_sitecontact
         WHERE site_id = %(id)s AND valid_during @> %(at)s::timestamptz),
       (SELECT count(*) FROM sites_siterelationship r JOIN sites_site s ON s.id = r.other_id
         WHERE r.site_id = %(id)s)
     + (SELECT count(*) FROM sites_siterelationship r JOIN sites_site s ON s.id = r.site_id
         WHERE r.other_id = %(id)s),
       (SELECT count(*) FROM sites_document WHERE site_id = %(id)s AND is_current)
"""


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    href: str
    count: int | None = None


@dataclass(frozen=True)
class Offer:
    """A change of status that the reader may make."""

    step: Step
    label: str
    icon: str


@dataclass(frozen=True)
class LocalTime:
    """The time at the site, and whether it is open; None when its hours are unknown."""

    at: datetime
    words: str
    is_open: bool | None


def site_page(
    request: HttpRequest,
    site: Site,
    *,
    tab: str,
    template: str = "",
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a site with `tab` open; its template is `sites/<tab>.html` unless given."""
    at = clock.now()
    return render(
        request,
        template or f"sites/{tab}.html",
        {**_around(request, site, at), "tab": tab, **(context or {})},
        status=status,
    )


@dataclass(frozen=True)
class FormPage:
    """A form within a tab of a site."""

    heading: str
    action: str
    cancel: str
    lead: str = ""
    is_danger: bool = False
    extra: str = ""


def site_form_page(
    request: HttpRequest,
    site: Site,
    form: forms.BaseForm,
    page: FormPage,
    *,
    tab: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form of a site; with status 422 when it was sent and did not pass."""
    return site_page(
        request,
        site,
        tab=tab,
        template="sites/form.html",
        context={"form": form, "page": page, **(context or {})},
        status=422 if form.is_bound else 200,
    )


def _around(request: HttpRequest, site: Site, at: datetime) -> dict[str, Any]:
    scope = scope_in(request)
    writable = may_write(scope, site) and site.status != SiteStatus.MERGED
    found = Territory.objects.filter(pk=site.territory_id) if site.territory_id else None
    return {
        "site": site,
        "territory": found.first() if found else None,
        "assessment": assess(site.pk, at=at),
        "tabs": _tabs(site, at),
        "is_favorite": bool(favorites_among(person_in(request), [site.pk])),
        "local": local_time(site, at),
        "can_edit": writable and Permission.SITE_EDIT in scope.permissions,
        "can_edit_contacts": writable and Permission.CONTACT_EDIT in scope.permissions,
        "can_classify": writable and Permission.SITE_CLASSIFY in scope.permissions,
        "can_merge": writable and Permission.SITE_DEACTIVATE in scope.permissions,
        "offers": _offers(site, scope.permissions) if writable else [],
    }


def _tabs(site: Site, at: datetime) -> list[Tab]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"id": site.pk, "at": at})
        contacts, relationships, documents = cursor.fetchone()
    start = f"/sites/{site.number}/"
    return [
        Tab("profile", "Profile", start),
        Tab("classification", "Classification", f"{start}classification/"),
        Tab("placement", "Placement", f"{start}placement/"),
        Tab("contacts", "Contacts", f"{start}contacts/", contacts),
        Tab("relationships", "Relationships", f"{start}relationships/", relationships),
        Tab("documents", "Documents", f"{start}documents/", documents),
        Tab("timeline", "Timeline", f"{start}timeline/"),
    ]


def _offers(site: Site, permissions: frozenset[str]) -> list[Offer]:
    return [
        Offer(step, VERBS[step.verb].label, VERBS[step.verb].icon)
        for step in open_steps(site)
        if VERBS[step.verb].permission in permissions
    ]


def local_time(site: Site, at: datetime) -> LocalTime | None:
    """The site's own time; None while its zone is not known."""
    if not site.time_zone:
        return None
    local = at.astimezone(ZoneInfo(site.time_zone))
    words = f"{local.hour % 12 or 12}:{local:%M %p %Z}"
    return LocalTime(
        local, words, is_open(site.operating_hours or {}, is_24_7=site.is_24_7, local=local)
    )


def map_points(sites: list[tuple[Site, str]]) -> list[dict[str, Any]]:
    """Points for the small map, each with the token of its color; sites without one are left out."""
    return [
        {
            "lon": round(site.location.x, 6),
            "lat": round(site.location.y, 6),
            "label": str(site),
            "href": f"/sites/{site.number}/",
            "token": token,
        }
        for site, token in sites
        if site.location
    ]


__all__ = ["FormPage", "local_time", "map_points", "site_form_page", "site_page"]
