"""Long and nightly work of the directory."""

from typing import Any

from django.db import connection
from django.http import QueryDict
from procrastinate.contrib.django import app

from townsite.common.as_of import as_of_moment
from townsite.directory.actions import export_sites
from townsite.directory.as_of import columns_as_of
from townsite.directory.columns import chosen_columns
from townsite.directory.criteria import Criteria
from townsite.directory.export_files import EXPORT, new_export_file, remove_old_exports
from townsite.directory.queries import count_all
from townsite.jobs.job_task import job_task
from townsite.jobs.periodic import run_periodically
from townsite.jobs.progress import Progress
from townsite.policies.queries import policies_at

KEPT = "retention.exchanged_files_days"
_DUE = """
SELECT directory_refresh_extra(ARRAY(
    SELECT DISTINCT site_id FROM sites_sitecontact
    WHERE lower(valid_during) BETWEEN now() - interval '2 days' AND now()
        OR upper(valid_during) BETWEEN now() - interval '2 days' AND now()))
"""


@job_task(EXPORT, retries=1)
def export(
    progress: Progress,
    *,
    kind: str,
    query: str,
    columns: str,
    sort: str,
    file: str,
    as_of: str = "",
) -> dict[str, Any]:
    """The name of the file with the sites of a view too large for a page."""
    criteria = Criteria.from_query(QueryDict(query))
    progress.expect(count_all(criteria), "Writing the file")
    count = export_sites(
        path=new_export_file(file),
        kind=kind,
        criteria=criteria,
        columns=columns_as_of(chosen_columns(columns), as_of_moment(as_of)),
        sort=sort,
        by=progress.by,
        at=progress.at,
    )
    progress.advance(count, f"{count:,} sites written")
    return {"sites": count, "kind": kind, "file": file}


@job_task("directory.rebuild_words")
def rebuild_words(progress: Progress) -> dict[str, Any]:
    """How many words the vocabulary has, after counting them anew; contacts that came or went."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        (refreshed,) = cursor.fetchone()
        cursor.execute("SELECT directory_rebuild_words()")
        (words,) = cursor.fetchone()
    return {"words": words, "sites_refreshed": refreshed}


run_periodically(rebuild_words, cron="23 2 * * *", title="Count the words of the search")


@job_task("directory.remove_exports")
def remove_exports(progress: Progress) -> dict[str, Any]:
    """How many files of old exports were removed."""
    days = policies_at(progress.at, keys=[KEPT]).number(KEPT)
    return {"removed": remove_old_exports(at=progress.at, days=days)}


run_periodically(remove_exports, cron="41 2 * * *", title="Remove old exports")


@app.periodic(cron="*/5 * * * *", periodic_id="directory.settle_cells")
@app.task(name="directory.settle_cells", queueing_lock="directory.settle_cells")
def settle_cells(timestamp: int) -> None:
    """Adds up the counts of map and filters that came in since, so that little is read for them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT directory_settle_cells(), directory_settle_tally()")
