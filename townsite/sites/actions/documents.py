"""Keeping documents at a site: upload, new version, removal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid, NotFound
from townsite.sites.actions.locking import locked_site
from townsite.sites.choices import DocumentType
from townsite.sites.file_types import KEPT, extension_of
from townsite.sites.models import Document, Site
from townsite.sites.quality import refresh_quality


@transaction.atomic
def add_document(
    *,
    site: Site,
    document_type: str,
    title: str,
    file: File[Any],
    by: Actor,
    at: datetime,
    expires_on: date | None = None,
) -> Document:
    """The stored document; one of the same type and title becomes its former version.

    The file gets a random name: neither the sender's name nor extension is trusted. Raises
    Unsupported, TooLarge and Invalid.
    """
    fields = _problems(document_type, title)
    if fields:
        raise Invalid(" ".join(each[0] for each in fields.values()), fields=fields)
    extension = extension_of(file, size_bytes=file.size)
    locked = locked_site(site)
    former = Document.objects.filter(site=locked, type=document_type, title=title.strip())
    latest = former.order_by("-version").first()
    former.filter(is_current=True).update(is_current=False)
    document = Document(
        site=locked,
        type=document_type,
        title=title.strip(),
        version=latest.version + 1 if latest else 1,
        content_type=KEPT[extension],
        size_bytes=file.size,
        expires_on=expires_on,
        uploaded_by_label=by.actor_label[:200],
        uploaded_at=at,
    )
    _store(document, file, extension)
    changes = {"document": [str(latest) if latest else None, str(document)]}
    record_event(EventType.DOCUMENT_ADDED, target=document, by=by, at=at, changes=changes)
    refresh_quality([locked.pk], at=at)
    return document


@transaction.atomic
def remove_document(*, document: Document, by: Actor, at: datetime, reason: str) -> None:
    """Removes one version and its file; the version before it becomes current again.

    The event and the row history keep that it was there. Raises Invalid without a reason.
    """
    if not reason.strip():
        raise Invalid("Say why this document is removed.", fields={"reason": ["Say why."]})
    locked = locked_site(document.site)
    row = Document.objects.select_for_update().filter(pk=document.pk).first()
    if row is None:
        raise NotFound("This document has been removed already.")
    label, storage, name = str(row), row.file.storage, str(row.file.name)
    record_event(
        EventType.DOCUMENT_REMOVED,
        target=row,
        by=by,
        at=at,
        reason=reason,
        changes={"document": [label, None]},
    )
    row.delete()
    if row.is_current:
        _make_latest_current(row)
    refresh_quality([locked.pk], at=at)
    # Only once nothing can bring the row back.
    transaction.on_commit(lambda: storage.delete(name))


def _problems(document_type: str, title: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    if document_type not in DocumentType.values:
        fields["type"] = [f"“{document_type}” is no type of document."]
    if not title.strip():
        fields["title"] = ["Give the document a title."]
    elif len(title.strip()) > 150:  # noqa: PLR2004 - the column's length
        fields["title"] = ["A title has at most 150 characters."]
    return fields


def _store(document: Document, file: File[Any], extension: str) -> None:
    """Row and file together, or neither."""
    document.file.save(f"{uuid4().hex}.{extension}", file, save=False)
    try:
        document.save(force_insert=True)
    except Exception:
        document.file.storage.delete(str(document.file.name))
        raise


def _make_latest_current(removed: Document) -> None:
    left = Document.objects.filter(site=removed.site, type=removed.type, title=removed.title)
    latest = left.order_by("-version").first()
    if latest is not None:
        latest.is_current = True
        latest.save(update_fields=["is_current"])
