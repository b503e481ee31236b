"""The signed export of what the audit page shows."""

import tempfile
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from townsite.access.actions import require
from townsite.access.choices import Permission
from townsite.access.http import scope_in
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.oversight.exporting.writing import export_trail
from townsite.web.audit.forms import AuditForm
from townsite.web.person import person_in

MOST_AT_ONCE = 200_000  # about ten seconds; the command has no limit


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """A ZIP file with events, manifest and signature. Raises Invalid for too many events.

    It is complete before the answer begins: read later, its rows would have no scope.
    """
    require(scope_in(request), Permission.AUDIT_READ)
    require(scope_in(request), Permission.EXPORT)
    form = AuditForm(request.GET)
    if not form.is_valid():
        raise Invalid("This search is not understood. Mend it on the page of the audit trail.")
    with tempfile.TemporaryDirectory(prefix="townsite-audit-") as folder:
        path = Path(folder) / "audit.zip"
        export_trail(
            path=path,
            search=form.search(request),
            by=person_in(request),
            at=clock.now(),
            at_most=MOST_AT_ONCE,
        )
        # An open file outlives its name, so nothing is left behind when the answer is sent.
        answer = FileResponse(path.open("rb"), as_attachment=True, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="audit-{clock.now():%Y-%m-%d}.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer
