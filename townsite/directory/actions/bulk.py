"""Changing many sites at once: all of them, or none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from townsite.common.actors import Actor
from townsite.common.errors import Forbidden, Invalid, Problem, Stale
from townsite.directory.selection import Selection
from townsite.sites.actions import STEPS, change_status, update_site
from townsite.sites.models import Site
from townsite.territories.actions import assign_sites, unassign_sites
from townsite.territories.models import Territory

# What can be set on many sites alike; a value a site has already is left alone.
BULK_FIELDS = (
    "facility_type",
    "tier",
    "service_class",
    "commercial_class",
    "business_segment",
    "parking_mode",
)
CLASSIFYING = frozenset(BULK_FIELDS[:4])
MOST_PROBLEMS = 20

AfterEach = Callable[[], None]


@dataclass(frozen=True)
class Done:
    """How many sites were changed, and how many were so already."""

    changed: int
    unchanged: int = 0

    def as_result(self) -> dict[str, int]:
        return {"changed": self.changed, "unchanged": self.unchanged}


def _nothing() -> None:
    pass


@transaction.atomic
def edit_sites(
    *,
    selection: Selection,
    expected: int,
    values: dict[str, str],
    by: Actor,
    at: datetime,
    reason: str,
    after_each: AfterEach = _nothing,
) -> Done:
    """Sets the touched fields on every selected site, one event a site.

    Raises Invalid with the sites that cannot take the values, and Stale when the selection is not
    as large as in the preview; nothing is changed then.
    """
    unknown = sorted(set(values) - set(BULK_FIELDS))
    if unknown or not values:
        raise Invalid(f"Choose something to set: {', '.join(BULK_FIELDS)}.")
    changed: list[str] = []

    def edit(site: Site) -> None:
        if any(getattr(site, name) != value for name, value in values.items()):
            update_site(site=site, values=dict(values), by=by, at=at, reason=reason)
            changed.append(site.number)

    count = _each(_expected(selection, expected), edit, after_each)
    return Done(len(changed), count - len(changed))


@transaction.atomic
def move_sites(
    *,
    selection: Selection,
    expected: int,
    verb: str,
    by: Actor,
    at: datetime,
    reason: str,
    close_date: date | None = None,
    after_each: AfterEach = _nothing,
) -> Done:
    """Takes one step of the lifecycle with every selected site whose status allows it.

    `expected` counts those sites only. Raises as `edit_sites` does.
    """
    if verb not in STEPS:
        raise Invalid(f"“{verb}” is no change of status. Use one of {', '.join(STEPS)}.")

    def move(site: Site) -> None:
        change_status(site=site, verb=verb, by=by, at=at, reason=reason, close_date=close_date)

    sites = _expected(selection, expected, statuses=[str(s) for s in STEPS[verb].starts])
    return Done(_each(sites, move, after_each))


@transaction.atomic
def assign_selected(
    *,
    selection: Selection,
    expected: int,
    territory: Territory | None,
    by: Actor,
    at: datetime,
    reason: str,
) -> Done:
    """Assigns every selected site to a territory, or to none; one event a site that moved."""
    keys = [site.pk for site in _expected(selection, expected)]
    locked = selection.locked_count()
    if locked:
        raise Forbidden(
            f"{locked:,} of these sites you may read, but not change. Narrow the selection first."
        )
    if territory is None:
        moved = unassign_sites(site_ids=keys, by=by, at=at, reason=reason)
    else:
        moved = assign_sites(site_ids=keys, territory=territory, by=by, at=at, reason=reason)
    return Done(moved, len(keys) - moved)


def _expected(
    selection: Selection, expected: int, *, statuses: list[str] | None = None
) -> list[Site]:
    """The selected sites. Raises Stale when there are more or fewer than were shown."""
    chosen = selection.sites()
    if statuses is not None:
        chosen = chosen.filter(status__in=statuses)
    sites = list(chosen)
    if len(sites) != expected:
        raise Stale(
            f"The preview counted {expected:,} sites, and now it would be {len(sites):,}: somebody "
            "changed some meanwhile. Look at the preview again."
        )
    return sites


def _each(sites: list[Site], act: Callable[[Site], None], after_each: AfterEach) -> int:
    """How many sites were acted on. Raises Invalid with every refusal, up to a limit."""
    refusals: list[str] = []
    for site in sites:
        try:
            with transaction.atomic():
                act(site)
        except Problem as problem:
            refusals.append(f"{site.number} {site.name}: {problem.detail}")
            if len(refusals) >= MOST_PROBLEMS:
                break
        after_each()
    if refusals:
        raise Invalid("Nothing was changed. " + " ".join(refusals), fields={"sites": refusals})
    return len(sites)
