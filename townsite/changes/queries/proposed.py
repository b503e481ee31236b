"""Sites whose assignment is proposed and not in effect yet."""

from collections.abc import Collection
from uuid import UUID

from townsite.changes.choices import ChangeState
from townsite.changes.models import Touch

WAITING = (ChangeState.SUBMITTED, ChangeState.APPROVED, ChangeState.SCHEDULED)


def proposed_assignments(site_ids: Collection[UUID]) -> dict[UUID, int]:
    """The number of the waiting change set that assigns the site, by the site's id; one statement."""
    rows = Touch.objects.filter(
        site__in=site_ids,
        change_set__state__in=WAITING,
        change_set__changes__type="assign_sites",
    )
    return dict(rows.order_by("change_set__number").values_list("site_id", "change_set__number"))
