"""The page of all sites: search, filters, table."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_GET

from townsite.accounts.models import User
from townsite.common.errors import Invalid
from townsite.directory.columns import COLUMNS
from townsite.directory.queries import (
    Count,
    TablePage,
    count_sites,
    default_view,
    facets,
    favorites_among,
    saved_views,
    shown_corrections,
    site_page,
)
from townsite.directory.timing.tally import timed_search
from townsite.web.directory.chips import chips, explanations
from townsite.web.directory.listing import Listing, listing_in, read_listing
from townsite.web.directory.table import table_heads, table_rows
from townsite.web.person import person_in, wants_fragment

PAGE = 50
NOTHING = TablePage([], None, None)


@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """The table of sites that the address asks for; for HTMX only the part that changes."""
    with timed_search():
        context = _context(_listing(request), person_in(request))
    listing = context["listing"]
    restored = request.headers.get("HX-History-Restore-Request") == "true"
    is_part = wants_fragment(request) and not restored
    template = "directory/directory.html" + ("#directory" if is_part else "")
    response = render(request, template, context)
    if is_part:
        response["HX-Push-Url"] = listing.href(cursor=listing.cursor)
    patch_vary_headers(response, ["HX-Request"])
    patch_cache_control(response, no_store=True)
    return response


@require_GET
def facet_panel(request: HttpRequest) -> HttpResponse:
    """The filter panel with counts, for results too many to count along with the page."""
    listing = listing_in(request)
    return render(request, "directory/facets.html", {"listing": listing, **_panel(listing)})


def _panel(listing: Listing) -> dict[str, Any]:
    """The facets, and whether some counts only say that there are at least so many."""
    found = facets(listing.criteria)
    return {"facets": found, "has_floors": not all(facet.is_exact for facet in found)}


def _listing(request: HttpRequest) -> Listing:
    """What the address asks for; without any question, the person's default view."""
    listing = listing_in(request)
    if request.GET:
        return listing
    default = default_view(person_in(request))
    return read_listing(default.as_query()) if default else listing


def _context(listing: Listing, person: User) -> dict[str, Any]:
    wrong = explanations(listing)
    page, trouble = (NOTHING, "") if wrong else _page(listing)
    count = count_sites(listing.criteria)
    views = saved_views(person)
    return {
        "listing": listing,
        "heads": table_heads(listing),
        "rows": table_rows(listing, page.rows, _stars(person, page)),
        "count": count,
        "summary": _summary(count, len(page.rows)),
        "chips": chips(listing),
        "explanations": wrong,
        "trouble": trouble,
        "corrections": shown_corrections(listing.criteria) if page.rows else [],
        "previous_href": listing.href(cursor=page.previous) if page.previous else "",
        "next_href": listing.href(cursor=page.next) if page.next else "",
        "all_columns": [(c, c in listing.shown) for c in COLUMNS.values()],
        **(_panel(listing) if listing.has_panel and count.is_exact else {"facets": None}),
        "views": views,
        "view": next((v for v in views if str(v.view.pk) == listing.view), None),
    }


def _stars(person: User, page: TablePage) -> set[UUID]:
    return favorites_among(person, [row.id for row in page.rows]) if page.rows else set()


def _summary(count: Count, shown: int) -> str:
    """How much of how many, like 50 of 10,000+ sites: honest beyond what was counted."""
    words = "site" if count.number == 1 else "sites"
    return f"{shown} of {count} {words}" if shown else f"{count} {words}"


def _page(listing: Listing) -> tuple[TablePage, str]:
    """The page, or the first one and why it is not the one asked for."""
    read = partial(
        site_page, listing.criteria, columns=listing.shown, sort=listing.order, limit=PAGE
    )
    try:
        return read(cursor=listing.cursor), ""
    except Invalid as problem:
        return read(), problem.detail
