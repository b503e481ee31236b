"""The first page: the portfolio at a glance, what changed, what to mend."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from townsite.accounts.models import User
from townsite.audit.queries import headlines
from townsite.directory.criteria import Criteria
from townsite.directory.extent import map_extent
from townsite.directory.legend import LegendEntry
from townsite.directory.portfolio import Portfolio, portfolio
from townsite.directory.queries import favorite_sites, saved_views
from townsite.imports.queries import imports_seen
from townsite.jobs.queries import jobs_seen
from townsite.sites.choices import FacilityType
from townsite.web.events import event_entry
from townsite.web.home.breakdowns import breakdowns, completeness, directory_href, missing, regions
from townsite.web.person import person_in

EVENTS = 13
LINES = 5


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The portfolio in reach; the first steps while it is empty. At most 12 statements."""
    person = person_in(request)
    found = portfolio()
    if not found.sites:
        return render(request, "home/first_steps.html", {"imports": imports_seen(limit=LINES)})
    return render(request, "home/home.html", {**_figures(found), **_news(person)})


def _figures(found: Portfolio) -> dict[str, Any]:
    bounds = map_extent(Criteria())
    return {
        "portfolio": found,
        "attention": found.count("health", "attention", "poor"),
        "active": found.count("status", "active"),
        "rough": found.count("quality", "zip", "place", "none"),
        "attention_href": directory_href("health", "attention,poor"),
        "rough_href": directory_href("quality", "zip,place,none"),
        "breakdowns": breakdowns(found),
        "completeness": completeness(found),
        "regions": regions(found),
        "missing": missing(found),
        "bounds": ",".join(f"{value:.4f}" for value in bounds) if bounds else "",
        "legend": [asdict(entry) for entry in _type_colors(found)],
    }


def _type_colors(found: Portfolio) -> list[LegendEntry]:
    counts = found.counts["type"]
    return [
        LegendEntry("type", kind, str(label), f"type-{kind}", counts[kind])
        for kind, label in FacilityType.choices
        if counts.get(kind)
    ]


def _news(person: User) -> dict[str, Any]:
    return {
        "events": [event_entry(event) for event in headlines()[:EVENTS]],
        "views": saved_views(person)[:LINES],
        "favorites": favorite_sites(person, limit=LINES),
        "imports": imports_seen(limit=LINES),
        "jobs": jobs_seen()[:LINES],
    }
