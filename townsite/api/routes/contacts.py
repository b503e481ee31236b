"""Contacts within reach, with what they are for at which site."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from townsite.api import paging
from townsite.api.answers import as_json, chosen, page
from townsite.api.parameters import Cursor, Fields, Limit, Search
from townsite.common import clock
from townsite.common.rendering import dumps
from townsite.sites.models import Contact, SiteContact

router = Router()
OWN = [
    "id", "first_name", "last_name", "title", "department", "authority_level", "email", "phone",
    "phone_ext", "mobile", "preferred_method", "language", "time_zone", "customer_id", "is_active",
    "created_at", "updated_at", "version",
]  # fmt: skip
FIELDS = [*OWN, "sites"]


def contact_json(contact: Contact, fields: list[str]) -> dict[str, Any]:
    """The contact as the API shows it, with current roles at sites in reach."""
    shown = {name: getattr(contact, name) for name in fields if name != "sites"}
    if "sites" in fields:
        shown["sites"] = [
            {"number": link.site.number, "role": link.role, "shift": link.shift}
            for link in contact.current_links  # type: ignore[attr-defined] # by Prefetch below
        ]
    return shown


def _with_links() -> Any:
    links = SiteContact.objects.filter(valid_during__contains=clock.now()).select_related("site")
    return Contact.objects.prefetch_related(
        Prefetch("site_contacts", queryset=links, to_attr="current_links")
    )


@router.get("", operation_id="list_contacts", response={200: dict[str, Any]})
def list_contacts(
    request: HttpRequest,
    q: Search = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    fields: Fields = "",
) -> HttpResponse:
    """Contacts by last name, a page at a time."""
    names = chosen(fields, FIELDS)
    rows = _with_links()
    if q:
        rows = rows.filter(
            Q(last_name__icontains=q) | Q(first_name__icontains=q) | Q(email__icontains=q)
        )
    found, after = paging.by_name(rows, field="last_name", cursor=cursor, limit=limit)
    return page(request, dumps([contact_json(each, names) for each in found]), after)


@router.get("/{uuid:id}", operation_id="get_contact", response={200: dict[str, Any]})
def get_contact(request: HttpRequest, id: UUID, fields: Fields = "") -> HttpResponse:  # noqa: A002 - the path's word
    """One contact with its version as ETag."""
    contact = get_object_or_404(_with_links(), pk=id)
    return as_json(contact_json(contact, chosen(fields, FIELDS)), version=contact.version)
