"""Files of exactly the view on the screen."""

import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from townsite.access.actions import require
from townsite.access.choices import Permission
from townsite.access.http import scope_in
from townsite.common import clock
from townsite.common.as_of import as_of_moment
from townsite.common.errors import NotFound
from townsite.common.ids import uuid7
from townsite.directory.actions import export_sites, format_named
from townsite.directory.as_of import columns_as_of
from townsite.directory.criteria import Criteria
from townsite.directory.export_files import export_file
from townsite.directory.queries import count_all
from townsite.directory.tasks import export as export_job
from townsite.jobs.actions import start_job
from townsite.jobs.queries import job_with_id
from townsite.web.directory.listing import Listing, listing_in
from townsite.web.person import person_in
from townsite.web.step_up import confirmed

MOST_AT_ONCE = 50_000  # beyond it a job writes the file, because people leave a page that waits


def _is_of_everything(request: HttpRequest) -> bool:
    return not Criteria.from_query(request.GET).query()


@require_GET
@partial(confirmed, when=_is_of_everything)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The file, or for very many sites the page of the job that makes it.

    The file is complete before the answer begins: read while it is sent, after the request's
    transaction, its rows would have no scope.
    """
    require(scope_in(request), Permission.EXPORT)
    listing = listing_in(request)
    then = as_of_moment(request.GET.get("as_of", ""))
    extension = format_named(kind).extension
    listing.criteria.require_understood()
    if count_all(listing.criteria) > MOST_AT_ONCE:
        return _as_job(request, listing, kind, then)
    with tempfile.TemporaryDirectory(prefix="townsite-export-") as folder:
        path = Path(folder) / f"sites.{extension}"
        export_sites(
            path=path,
            kind=kind,
            criteria=listing.criteria,
            columns=columns_as_of(listing.shown, then),
            sort=listing.order,
            by=person_in(request),
            at=clock.now(),
        )
        # An open file outlives its name, so nothing is left behind when the answer is sent.
        return _answer(path.open("rb"), kind)


def _as_job(
    request: HttpRequest, listing: Listing, kind: str, then: datetime | None
) -> HttpResponse:
    job = start_job(
        export_job,
        title=f"Export sites as {format_named(kind).name}",
        by=person_in(request),
        at=clock.now(),
        kind=kind,
        query=listing.criteria.query(),
        columns=",".join(column.name for column in listing.shown),
        sort=listing.order,
        as_of=then.isoformat() if then else "",
        file=str(uuid7()),
    )
    return redirect("jobs:detail", job.pk)


@require_GET
def download(request: HttpRequest, job_id: UUID) -> FileResponse:
    """The file that a job of one's own made. Raises NotFound before that, or once it was removed."""
    require(scope_in(request), Permission.EXPORT)
    result = job_with_id(job_id).result or {}
    path = export_file(result)
    if path is None:
        raise NotFound(
            "This export is not there. Maybe it is not finished, or too old: make it again."
        )
    return _answer(path.open("rb"), result["kind"])


def _answer(file: IO[bytes], kind: str) -> FileResponse:
    chosen = format_named(kind)
    name = f"sites.{chosen.extension}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=chosen.content_type)
