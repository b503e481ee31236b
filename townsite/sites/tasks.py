"""Jobs about sites."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings

from townsite.jobs.job_task import job_task
from townsite.jobs.periodic import run_periodically
from townsite.jobs.progress import Progress
from townsite.sites.actions.better_points import better_points, rough_sites
from townsite.sites.actions.duplicates import refresh_suspicions
from townsite.sites.actions.rescore_sites import count_to_rescore, rescore_sites
from townsite.sites.choices import SiteStatus
from townsite.sites.models import Site
from townsite.sites.providers import provider_from
from townsite.sites.queries.duplicates import open_suspicions

BATCH = 1_000
# A public service wants at most one question a second: a run lasts ten minutes at most.
POINTS_A_RUN = 600


@job_task("sites.find_duplicates")
def find_duplicates(progress: Progress) -> dict[str, Any]:
    """How many likely duplicates the starter's sites have, after comparing every one of them."""
    progress.expect(_comparable().count(), "Comparing sites")
    for keys in _batches():
        progress.raise_if_cancelled()
        refresh_suspicions(site_ids=keys, at=progress.at)
        progress.advance(len(keys))
    return {"found": open_suspicions().count()}


def _comparable() -> Any:
    return Site.objects.exclude(status=SiteStatus.MERGED)


def _batches() -> Iterator[list[UUID]]:
    """Keys by place, so that neighbors are compared from warm pages."""
    keys: list[UUID] = []
    for key in _comparable().order_by("zip", "id").values_list("pk", flat=True).iterator(BATCH):
        keys.append(key)
        if len(keys) == BATCH:
            yield keys
            keys = []
    if keys:
        yield keys


@job_task("sites.rescore")
def rescore(progress: Progress) -> dict[str, Any]:
    """How many sites got another complexity or revenue class, after computing all of them anew."""
    progress.expect(count_to_rescore(), "Computing scores")

    def after_batch(count: int) -> None:
        progress.advance(count)
        progress.raise_if_cancelled()

    changed = rescore_sites(by=progress.by, at=progress.at, after_batch=after_batch)
    return {"examined": progress.report.done, "changed": changed}


@job_task("sites.better_points", retries=0)
def better_rough_points(progress: Progress) -> dict[str, Any]:
    """How many rough map points the geocoding provider bettered; none without a provider."""
    provider = provider_from(settings.TOWNSITE_GEOCODER)
    if provider is None:
        return {"bettered": 0}
    progress.expect(min(rough_sites(at=progress.at).count(), POINTS_A_RUN), "Asking for points")

    def after_each() -> None:
        progress.advance()
        progress.raise_if_cancelled()

    return {
        "bettered": better_points(
            provider=provider,
            limit=POINTS_A_RUN,
            by=progress.by,
            at=progress.at,
            after_each=after_each,
        )
    }


run_periodically(rescore, cron="11 2 * * *", title="Compute site scores")
run_periodically(find_duplicates, cron="41 2 * * *", title="Look for duplicate sites")
if settings.TOWNSITE_GEOCODER:
    run_periodically(better_rough_points, cron="23 4 * * *", title="Better rough map points")
