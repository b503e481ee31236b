"""Imports as bulk versions of change sets: written on publication, taken back by a revert."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from townsite.access.choices import Permission
from townsite.changes.facts import Act, Diff, Places
from townsite.imports.actions.commit import commit_rows
from townsite.imports.actions.undo import obstacles, undo_rows
from townsite.imports.choices import ImportStatus
from townsite.imports.models import Import, ImportRow
from townsite.imports.queries import import_with_id
from townsite.jobs.actions import start_job
from townsite.jobs.progress import Progress, current_progress
from townsite.sites.models import Site
from townsite.sites.tasks import rescore

NAME = "import"
WRITTEN = (ImportStatus.COMMITTED, ImportStatus.UNDOING)
READY = (ImportStatus.COMMITTING, ImportStatus.SUBMITTED)
# What a fact is called among the fields of an import.
_FIELDS = {
    "annual_revenue_cents": ["annual_revenue"],
    "location": ["latitude", "longitude"],
    "": ["district"],
}
_BUILT_ON = """
SELECT EXISTS (
    SELECT 1 FROM imports_importrow r JOIN sites_site s ON s.id = r.site_id
    JOIN unnest(%(numbers)s::text[], %(fields)s::text[]) AS set (number, field)
        ON set.number = s.number
    WHERE r.of_id = %(import)s
    AND (r.action = 'create' OR (r.action = 'update' AND r.diff ? set.field)))
"""


class ImportSource:
    """The one source of bulk versions."""

    name = NAME
    permission = Permission.IMPORT

    def planned(self, key: str) -> dict[str, Any]:
        return _counts(_import(key))

    def written(self, key: str) -> dict[str, Any] | None:
        found = _import(key)
        return _counts(found) if found and found.status in WRITTEN else None

    def problems(self, key: str) -> list[str]:
        found = _import(key)
        if found is None:
            return ["The import is gone, or it is somebody else's."]
        if found.status not in READY:
            return [f"“{found}” is at “{found.get_status_display()}”, so it cannot be written."]
        return []

    def sentence(self, key: str, counts: dict[str, Any]) -> str:
        found = _import(key)
        name = f"“{found}”" if found else "a file"
        return (
            f"The import of {name} makes {counts['created']:,} sites and changes "
            f"{counts['updated']:,}."
        )

    def places(self, key: str) -> Places:
        found = _import(key)
        return Places(territories=frozenset(found.territory_codes if found else ()))

    def write(self, key: str, act: Act) -> None:
        found = _known(key)
        if found.status == ImportStatus.SUBMITTED:
            Import.objects.filter(pk=found.pk).update(status=ImportStatus.COMMITTING)
        commit_rows(import_=found, by=act.by, at=act.at, progress=_progress(act))
        start_job(rescore, title="Score imported sites", by=act.by, at=act.at)

    def take_back(self, key: str, act: Act) -> None:
        undo_rows(
            import_=_known(key), reason=act.reason, by=act.by, at=act.at, progress=_progress(act)
        )
        start_job(rescore, title="Score restored sites", by=act.by, at=act.at)

    def obstacles(self, key: str) -> list[str]:
        return [f"{why}: {', '.join(sites[:8])}" for why, sites in obstacles(_known(key))]

    def is_built_on(self, key: str, diff: Diff) -> bool:
        pairs = [pair for fact in diff for pair in _named(fact.kind, fact.subject)]
        values: dict[str, Any] = {
            "import": key,
            "numbers": [number for number, _ in pairs],
            "fields": [field for _, field in pairs],
        }
        with connection.cursor() as cursor:
            cursor.execute(_BUILT_ON, values)
            return bool(cursor.fetchone()[0])

    def is_shared(self, key: str, other: str) -> bool:
        return _rows(key).filter(site_id__in=_rows(other).values("site_id")).exists()

    def is_holding(self, key: str, numbers: Collection[str]) -> bool:
        wanted = Site.objects.filter(number__in=numbers).values_list("pk", flat=True)
        return _rows(key).filter(site_id__in=list(wanted)).exists()

    def site_ids(self, key: str) -> QuerySet[Any, Any]:
        return _rows(key).values("site_id")


def _rows(key: str) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(of_id=UUID(key), action__in=("create", "update"))


def _named(kind: str, subject: str) -> list[tuple[str, str]]:
    """The site of a fact and what its field is called in an import; nothing for other facts."""
    if kind not in {"site", "primary", "coverage"}:
        return []
    number, _, field = subject.partition(".")
    if kind == "coverage":
        return [(number, "")]
    return [(number, each) for each in _FIELDS.get(field, [field])]


def _import(key: str) -> Import | None:
    return Import.objects.filter(pk=UUID(key)).first()


def _known(key: str) -> Import:
    return import_with_id(UUID(key))


def _counts(found: Import | None) -> dict[str, Any]:
    counts = found.counts if found else {}
    return {"created": counts.get("create", 0), "updated": counts.get("update", 0)}


def _progress(act: Act) -> Progress:
    return current_progress() or Progress(act.by, act.at)
