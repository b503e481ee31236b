"""The star beside a site's name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from townsite.common import clock
from townsite.directory.actions import mark_favorite, unmark_favorite
from townsite.web.person import person_in, wants_fragment
from townsite.web.sites.lookup import site_or_404


@require_POST
def favorite(request: HttpRequest, number: str) -> HttpResponse:
    """The star, lit when `star` says so, else put out; saying it twice changes nothing."""
    site = site_or_404(number)
    is_lit = request.POST.get("star") == "on"
    act = mark_favorite if is_lit else unmark_favorite
    act(site=site, by=person_in(request), at=clock.now())
    if not wants_fragment(request):
        return redirect("sites:profile", number=site.number)
    context = {"number": site.number, "name": site.name, "is_lit": is_lit}
    return render(request, "components/star.html", context)
