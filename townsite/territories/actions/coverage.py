"""Coverage of a site by a territory beside its primary one: secondary, temporary, emergency."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from townsite.audit.actions import Draft, record_events
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.common.periods import between, ended, since
from townsite.sites.models import Site
from townsite.territories.choices import TIME_BOXED, AssignmentKind, TerritoryStatus
from townsite.territories.errors import TerritoryClosed
from townsite.territories.models import Assignment, Territory


@transaction.atomic
def cover_sites(
    *,
    site_ids: Collection[UUID],
    territory: Territory,
    kind: AssignmentKind,
    by: Actor,
    at: datetime,
    until: datetime | None = None,
    reason: str = "",
) -> int:
    """How many sites `territory` covers from `at` to `until`, in a few statements.

    The primary territory stays as it is (R-09: coverage is a separate record). Raises Invalid for
    the kind "primary" and for coverage without the end that its kind needs, TerritoryClosed, and
    Conflict when the territory covers a site in that way already.
    """
    _check(territory, kind, until)
    sites = list(
        Site.objects.select_for_update(of=("self",)).filter(pk__in=site_ids).order_by("id")
    )
    held = _open(site_ids, territory, kind, at)
    if held:
        raise Conflict(
            f"{territory.code} already gives {kind.label.lower()} coverage to site "
            f"{held[0].site.number}. End that first."
        )
    period = between(at, until) if until else since(at)
    Assignment.objects.bulk_create(
        [
            Assignment(
                site=site,
                territory=territory,
                hierarchy_id=territory.hierarchy_id,
                kind=kind,
                valid_during=period,
                reason=reason,
            )
            for site in sites
        ],
        batch_size=2_000,
    )
    changes = {kind.value: [None, territory.code]}
    return record_events(
        Draft(EventType.SITE_COVERED, site, by, at, reason, changes) for site in sites
    )


@transaction.atomic
def end_coverage(
    *,
    site_ids: Collection[UUID],
    territory: Territory,
    kind: AssignmentKind,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> int:
    """How many sites `territory` no longer covers in this way from `at` on."""
    held = _open(site_ids, territory, kind, at)
    for row in held:
        row.valid_during = ended(row.valid_during, at=at)
    Assignment.objects.bulk_update(held, ["valid_during"], batch_size=2_000)
    changes = {kind.value: [territory.code, None]}
    return record_events(
        Draft(EventType.SITE_COVERAGE_ENDED, row.site, by, at, reason, changes) for row in held
    )


def _open(
    site_ids: Collection[UUID], territory: Territory, kind: AssignmentKind, at: datetime
) -> list[Assignment]:
    rows = Assignment.objects.filter(
        site_id__in=site_ids, territory=territory, kind=kind, valid_during__contains=at
    )
    return list(rows.select_for_update(of=("self",)).select_related("site").order_by("site_id"))


def _check(territory: Territory, kind: AssignmentKind, until: datetime | None) -> None:
    if kind == AssignmentKind.PRIMARY:
        raise Invalid("Coverage is secondary, temporary, emergency or shadow, never primary.")
    if kind in TIME_BOXED and until is None:
        raise Invalid(
            f"{kind.label} coverage is time-boxed. Say when it ends.",
            fields={"until": ["Say when it ends."]},
        )
    if territory.status != TerritoryStatus.ACTIVE:
        raise TerritoryClosed(f"{territory.code} is not active, so it cannot cover sites (R-09).")
