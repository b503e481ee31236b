"""Small answers beside the table: suggestions while typing, a glance at one site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from townsite.common import clock
from townsite.directory.queries import suggestions
from townsite.directory.timing.tally import timed_search
from townsite.sites.models import Site
from townsite.sites.quality import assess
from townsite.web.directory.listing import listing_in

LONGEST = 300


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Sites, filters and places for what is in the box."""
    listing = listing_in(request)
    with timed_search():
        found = suggestions(request.GET.get("q", "")[:LONGEST])
    offered = [
        (each, f"/sites/{each.number}/" if each.number else _href(request, each.text))
        for each in found
    ]
    context = {"suggestions": offered, "listing": listing}
    return render(request, "directory/suggestions.html", context)


def _href(request: HttpRequest, text: str) -> str:
    query = request.GET.copy()
    query["q"] = text
    return f"/sites/?{query.urlencode()}"


@require_GET
def quick_view(request: HttpRequest, number: str) -> HttpResponse:
    """The main facts of one site in a dialog, without leaving the table."""
    site = get_object_or_404(Site.objects.select_related("customer"), number=number)
    context = {"site": site, "assessment": assess(site.pk, at=clock.now())}
    return render(request, "directory/quick_view.html", context)
