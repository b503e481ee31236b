"""Long and regular work of the territories."""

from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from townsite.common import clock
from townsite.jobs.job_task import job_task
from townsite.jobs.periodic import run_periodically
from townsite.jobs.progress import Progress
from townsite.territories.actions import open_quarterly_reviews, record_day, watch_balance
from townsite.territories.boundaries.exchange.storing import sweep


@job_task("territories.watch_balance")
def watch(progress: Progress) -> dict[str, Any]:
    """How many rules of balance are broken, how many of them since, and reviews opened."""
    return vars(watch_balance(by=progress.by, at=progress.at))


run_periodically(watch, cron="31 2 * * *", title="Watch the balance of territories")


@job_task("territories.record_day")
def record(progress: Progress) -> dict[str, Any]:
    """How many territories have their figures of the day on record."""
    return {"territories": record_day(at=progress.at)}


run_periodically(record, cron="1 2 * * *", title="Record the figures of territories")


@job_task("territories.open_quarterly_reviews")
def review_quarter(progress: Progress) -> dict[str, Any]:
    """How many reviews of the quarter were opened, on the figures of this very moment."""
    record_day(at=progress.at)
    return {"reviews": open_quarterly_reviews(by=progress.by, at=progress.at)}


run_periodically(review_quarter, cron="21 3 1 1,4,7,10 *", title="Open the reviews of the quarter")


@app.periodic(cron="*/5 * * * *", periodic_id="territories.settle_worked")
@app.task(name="territories.settle_worked", queueing_lock="territories.settle_worked")
def settle_worked(timestamp: int) -> None:
    """Adds up the loads that came in since, so that placement reads one row a complexity."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT territories_settle_worked()")


@app.periodic(cron="23 * * * *", periodic_id="territories.sweep_boundary_files")
@app.task(name="territories.sweep_boundary_files", queueing_lock="territories.sweep_boundary_files")
def sweep_boundary_files(timestamp: int) -> None:
    """Removes uploaded files of boundaries that nobody goes on with."""
    sweep(at=clock.now())
