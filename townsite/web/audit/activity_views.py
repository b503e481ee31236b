"""The activity report: who signed in, wrote and exported; which accounts are dormant."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.oversight.activity import PERIODS, SHOWN, activity, dormant_days, totals

PAGE = 100


@require_GET
@needs(Permission.AUDIT_READ)
def activity_report(request: HttpRequest) -> HttpResponse:
    """Accounts by name with what they did in 30, 60 or 90 days; needs everything in reach."""
    days = request.GET.get("days", "")
    chosen = int(days) if days in map(str, PERIODS) else PERIODS[0]
    show = request.GET.get("show", "") if request.GET.get("show", "") in SHOWN else ""
    at = clock.now()
    rows = activity(at=at, days=chosen, show=show, after=_after(request), limit=PAGE + 1)
    context: dict[str, Any] = {
        "rows": rows[:PAGE],
        "totals": totals(at=at, days=chosen),
        "days": chosen,
        "periods": PERIODS,
        "show": show,
        "shown": SHOWN.items(),
        "dormant_days": round(dormant_days(at)),
        "next_href": "",
    }
    if len(rows) > PAGE:
        last = rows[PAGE - 1]
        place = {"name": last.name, "id": str(last.id)}
        context["next_href"] = "?" + urlencode({"days": chosen, "show": show, **place})
    return render(request, "audit/activity.html", context)


def _after(request: HttpRequest) -> tuple[str, str] | None:
    """Name and id of the last account read; None at the beginning or for what is no place."""
    try:
        key = UUID(request.GET.get("id", ""))
    except ValueError:
        return None
    return request.GET.get("name", ""), str(key)
