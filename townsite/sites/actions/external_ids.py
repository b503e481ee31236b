"""The keys by which partner systems know a site."""

from datetime import datetime

from django.db import IntegrityError, transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.sites.actions.locking import locked_site
from townsite.sites.models import ExternalId, Site


@transaction.atomic
def set_external_id(
    *, site: Site, system: str, key: str, by: Actor, at: datetime, reason: str = ""
) -> ExternalId | None:
    """The site's key in `system`; an empty key removes it.

    Raises Conflict when the key names another site there: a key names one site only.
    """
    system, key = system.strip(), key.strip()
    _check(system, key)
    locked = locked_site(site)
    row = ExternalId.objects.filter(site=locked, system=system).first()
    before = row.key if row else None
    if before == (key or None):
        return row
    row = row or ExternalId(site=locked, system=system)
    row.key = key or row.key
    changes = {system: [before, key or None]}
    record_event(
        EventType.EXTERNAL_ID_SET, target=row, by=by, at=at, reason=reason, changes=changes
    )
    if not key:
        row.delete()
        return None
    _save(row)
    return row


def _check(system: str, key: str) -> None:
    fields: dict[str, list[str]] = {}
    if not system or len(system) > 40:  # noqa: PLR2004 - the column's length
        fields["system"] = ["Name the partner system, in at most 40 characters."]
    if len(key) > 100:  # noqa: PLR2004 - the column's length
        fields["key"] = ["A key has at most 100 characters."]
    if fields:
        raise Invalid(" ".join(each[0] for each in fields.values()), fields=fields)


def _save(row: ExternalId) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # The other site may lie out of scope, so only the database can know.
        holder = ExternalId.objects.filter(system=row.system, key=row.key).select_related("site")
        named = holder.first()
        who = f"site {named.site}" if named else "another site"
        raise Conflict(
            f"{row.system} key {row.key} already names {who}. Remove it there first.",
            fields={"key": [f"This key names {who}."]},
        ) from None
