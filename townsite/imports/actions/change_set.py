"""The change set by which an import is written."""

from datetime import datetime

from django.db import connection

from townsite.accounts.models import User
from townsite.changes.actions import (
    add_changes,
    start_change_set,
    submit_at_once,
    submit_change_set,
)
from townsite.changes.actions.edit import Given
from townsite.changes.models import ChangeSet
from townsite.imports.models import Import

# Named by the file, or where the changed sites are now; asked once, as it reads every row.
_TERRITORIES = """
SELECT DISTINCT t.code FROM (
    SELECT r.values ->> 'district' AS code FROM imports_importrow r
    WHERE r.of_id = %(import)s AND r.action = 'create'
    UNION SELECT r.diff #>> '{district,1}' FROM imports_importrow r
    WHERE r.of_id = %(import)s AND r.action = 'update'
    UNION SELECT now.code FROM imports_importrow r JOIN sites_site s ON s.id = r.site_id
    JOIN territories_territory now ON now.id = s.territory_id
    WHERE r.of_id = %(import)s AND r.action = 'update'
) named JOIN territories_territory t USING (code) ORDER BY t.code
"""


def propose(import_: Import, *, by: User, at: datetime) -> ChangeSet:
    """The change set submitted, without taking effect."""
    _note_territories(import_)
    row = start_change_set(title=_title(import_), reason=_reason(import_), by=by, at=at)
    add_changes(change_set=row, changes=[_change(import_)], by=by, at=at)
    return submit_change_set(change_set=row, by=by, at=at)


def publish(import_: Import, *, by: User, at: datetime) -> ChangeSet:
    """The change set, in effect where nobody has to approve it."""
    _note_territories(import_)
    return submit_at_once(
        title=_title(import_), reason=_reason(import_), changes=[_change(import_)], by=by, at=at
    )


def _title(import_: Import) -> str:
    return f"Import {import_.file_name}"[:200]


def _reason(import_: Import) -> str:
    counts = import_.counts
    return (
        f"Import of {import_.file_name}: {counts.get('create', 0):,} new sites, "
        f"{counts.get('update', 0):,} changed."
    )


def _change(import_: Import) -> Given:
    return ("bulk_versions", {"source": "import", "bulk": str(import_.pk)})


def _note_territories(import_: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TERRITORIES, {"import": import_.pk})
        import_.territory_codes = [code for (code,) in cursor.fetchall()]
    import_.save(update_fields=["territory_codes"])
