"""A bulk action as a form or a job tells it: by names and texts."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.directory.actions.bulk import Done, assign_selected, edit_sites, move_sites
from townsite.directory.selection import Selection
from townsite.territories.models import Territory


def carry_out_bulk(
    *,
    act: str,
    numbers: list[str],
    query: str,
    expected: int,
    values: dict[str, str],
    reason: str,
    by: Actor,
    at: datetime,
    after_each: Callable[[], None] = lambda: None,
) -> Done:
    """What was done by `edit`, `status` or `assign`. Raises as those actions do."""
    given: dict[str, Any] = {
        "selection": Selection.of(numbers, query=query),
        "expected": expected,
        "by": by,
        "at": at,
        "reason": reason,
    }
    if act == "assign":
        return assign_selected(territory=_territory(values["territory"]), **given)
    if act == "status":
        closing = values.get("close_date")
        close_date = date.fromisoformat(closing) if closing else None
        return move_sites(
            verb=values["verb"], close_date=close_date, after_each=after_each, **given
        )
    return edit_sites(values=values, after_each=after_each, **given)


def _territory(code: str) -> Territory | None:
    if not code:
        return None
    territory = Territory.objects.filter(code=code).first()
    if territory is None:
        raise Invalid(f"There is no territory {code} within your reach.")
    return territory
