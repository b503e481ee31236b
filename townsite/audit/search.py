"""Searching the trail: one question for the page, the API and the export."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from townsite.audit.models import Event
from townsite.audit.queries import recent_events
from townsite.audit.targets import SiteTarget

# What has no model: files, the trail itself, and what alerts are about.
OTHER_KINDS = {
    "export": "Export",
    "audit": "Audit trail",
    "alert_failed_account": "Alert: failed sign-ins of an account",
    "alert_failed_address": "Alert: failed sign-ins from an address",
    "alert_mass_export": "Alert: many exports",
    "alert_new_device": "Alert: new device or network",
}


def target_kinds() -> dict[str, str]:
    """What events can be about, as events name it and in words."""
    known = {
        str(model._meta.model_name): str(model._meta.verbose_name).capitalize()  # noqa: SLF001 - Django's public-by-convention registry
        for model in apps.get_models()
        if issubclass(model, SiteTarget) or hasattr(model, "event_label")
    }
    return dict(sorted({**known, **OTHER_KINDS}.items(), key=lambda pair: pair[1]))


@dataclass(frozen=True)
class EventSearch:
    """What to look for in the trail; everything may be left out.

    `actor` and `target` are parts of a name, `actor` also an id; `changed` is the name of a field
    in `changes`; `source` is the id of a request or job.
    """

    type: str = ""
    kind: str = ""
    target: str = ""
    target_id: str = ""
    actor: str = ""
    changed: str = ""
    address: str = ""
    source: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def events(self, *, before: int | None = None) -> QuerySet[Event]:
        """The events in scope that fit, newest first; `before` is the id of the last one read."""
        rows = recent_events(before=before).filter(**self._exact())
        rows = rows.filter(**self._by_place())
        if self.type:
            # “user.” are all types of that part.
            ends = self.type.endswith(".")
            rows = rows.filter(**{"type__startswith" if ends else "type": self.type})
        if self.actor:
            rows = rows.filter(_named(self.actor))
        if self.target:
            rows = rows.filter(target_label__icontains=self.target)
        if self.changed:
            rows = rows.filter(changes__has_key=self.changed)
        if self.source:
            rows = rows.filter(Q(request_id=self.source) | Q(job_id=self.source))
        return rows

    def _exact(self) -> dict[str, Any]:
        wanted = {
            "target_kind": self.kind,
            "target_id": self.target_id,
            "address": self.address,
            "at__gte": self.since,
            "at__lte": self.until,
        }
        return {name: value for name, value in wanted.items() if value}

    def _by_place(self) -> dict[str, UUID]:
        """The same once more by a column with an index, where the record is itself the place."""
        column = {"site": "site_id", "territory": "territory_id"}.get(self.kind)
        key = _uuid(self.target_id)
        return {column: key} if column and key else {}

    def in_words(self) -> str:
        """The question as a line, for the event of an export and its manifest."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        said = (f"{name}: {_text(value)}" for name, value in told.items() if value)
        return ", ".join(said) or "everything in reach"


def _named(actor: str) -> Q:
    """By a part of the name; somebody in whose place it was done counts as well."""
    if key := _uuid(actor):
        return Q(actor_id=key) | Q(on_behalf_of_id=key)
    return Q(actor_label__icontains=actor) | Q(on_behalf_of_label__icontains=actor)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _text(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else str(value)
