"""The first tab of a site: its facts by section, and what is missing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from townsite.access.queries import covers_of
from townsite.common import clock
from townsite.sites.choices import SiteStatus
from townsite.sites.hours import hours_in_words
from townsite.sites.models import ExternalId, Site, SuspectedDuplicate
from townsite.sites.quality import LABELS
from townsite.sites.queries.duplicates import suspicions_about
from townsite.sites.types import CATALOGUE
from townsite.territories.queries import assignment_history
from townsite.web.sites.lookup import site_or_404
from townsite.web.sites.page import site_page
from townsite.web.sites.sections import SECTIONS
from townsite.web.sites.words import DASH, label_of, value_of

# Where each missing fact is given: a field of the edit form, or another tab.
_TABS = {
    "primary_contact": "contacts/",
    "billing_contact": "contacts/",
    "emergency_contacts": "contacts/",
    "emergency_24_7": "contacts/",
    "operations_contact": "contacts/",
    "shift_contacts": "contacts/",
    "service_class": "classification/",
    "tier": "classification/",
    "certificate": "documents/",
}
_FIELDS = {
    "street": "street1",
    "point": "location",
    "hours": "operating_hours",
    "rooms": "room_count",
    "spaces": "parking_spaces",
}


@dataclass(frozen=True)
class MissingFact:
    """A fact the site's type asks for, and the address where it is given."""

    label: str
    href: str


@require_GET
def profile(request: HttpRequest, number: str) -> HttpResponse:
    """The profile; a merged site leads on to its survivor."""
    site = site_or_404(number)
    if site.status == SiteStatus.MERGED and site.merged_into:
        messages.info(request, f"Site {site} was merged into this one; its number stays known.")
        return redirect("sites:profile", number=site.merged_into.number)
    return site_page(request, site, tab="profile", context=_context(site))


def _context(site: Site) -> dict[str, Any]:
    kind = CATALOGUE[site.facility_type]
    return {
        "sections": [
            (section, [(label_of(name), _shown(site, name)) for name in section.shown])
            for section in SECTIONS
        ],
        "missing_facts": [missing_fact(site, fact) for fact in site.missing],
        "kind": kind,
        "external_ids": ExternalId.objects.filter(site=site).order_by("system"),
        "assignments": assignment_history(site.pk)[:6],
        "covers": list(covers_of(site.territory_path or "", at=clock.now())),
        "suspicions": [_other(site, pair) for pair in suspicions_about(site)[:3]],
        "former": Site.objects.filter(merged_into=site).order_by("number"),
    }


def missing_fact(site: Site, fact: str) -> MissingFact:
    """The fact with where to give it."""
    start = f"/sites/{site.number}/"
    if fact == "territory":
        href = f"{start}placement/"
    elif fact in _TABS:
        href = start + _TABS[fact]
    else:
        href = f"{start}edit/#id_{_FIELDS.get(fact, fact)}"
    return MissingFact(LABELS[fact], href)


def _shown(site: Site, name: str) -> str:
    if name == "operating_hours":
        return hours_in_words(site.operating_hours or {}, is_24_7=site.is_24_7) or DASH
    return value_of(name, getattr(site, name))


def _other(site: Site, pair: SuspectedDuplicate) -> tuple[SuspectedDuplicate, Site]:
    return pair, pair.other if pair.site_id == site.pk else pair.site
