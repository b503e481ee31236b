"""Sites that lie on another territory's ground: told, and proposed to follow it."""

from collections import Counter, defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.changes.actions import add_changes, start_change_set
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.territories.boundaries.ground import Stray, strays_at
from townsite.web.person import person_in

MOST_PROPOSED = 100_000


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_PROPOSE)
def strays(request: HttpRequest) -> HttpResponse:
    """How many sites lie elsewhere, by territory; sent, they become a draft that assigns them."""
    found = strays_at(clock.now())
    if request.method == "POST":
        return _propose(request, found)
    moves = Counter((each.own, each.ground) for each in found)
    pairs = [(own, ground, count) for (own, ground), count in moves.most_common()]
    context = {"pairs": pairs, "total": len(found), "most": MOST_PROPOSED}
    return render(request, "territories/strays.html", context)


def _propose(request: HttpRequest, found: list[Stray]) -> HttpResponse:
    if not 0 < len(found) <= MOST_PROPOSED:
        raise Invalid(
            f"{len(found):,} sites lie elsewhere; one to {MOST_PROPOSED:,} are proposed at once."
        )
    takers: dict[str, list[str]] = defaultdict(list)
    for each in found:
        takers[each.ground].append(each.number)
    changes: list[tuple[str, dict[str, Any]]] = [
        ("assign_sites", {"sites": numbers, "territory": code})
        for code, numbers in sorted(takers.items())
    ]
    given: dict[str, Any] = {"by": person_in(request), "at": clock.now()}
    reason = request.POST.get("reason", "")
    row = start_change_set(title=f"Assign {len(found):,} sites by boundary", reason=reason, **given)
    add_changes(change_set=row, changes=changes, **given)
    return redirect("changes:detail", row.number)
