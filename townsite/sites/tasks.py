"""Jobs about sites."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from townsite.jobs.job_task import job_task
from townsite.jobs.periodic import run_periodically
from townsite.jobs.progress import Progress
from townsite.sites.actions.duplicates import refresh_suspicions
from townsite.sites.actions.rescore_sites import count_to_rescore, rescore_sites
from townsite.sites.choices import SiteStatus
from townsite.sites.models import Site
from townsite.sites.queries.duplicates import open_suspicions

BATCH = 1_000


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


run_periodically(rescore, cron="11 2 * * *", title="Compute site scores")
run_periodically(find_duplicates, cron="41 2 * * *", title="Look for duplicate sites")
