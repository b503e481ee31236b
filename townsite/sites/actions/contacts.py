"""Writes to people and mailboxes; what they are for at a site is in `contact_links`."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid, NotFound, Stale
from townsite.sites.actions.writing import plain
from townsite.sites.errors import as_invalid
from townsite.sites.models import Contact
from townsite.sites.phones import to_e164

CONTACT_FIELDS = (
    "customer", "first_name", "last_name", "title", "department", "authority_level", "email",
    "phone", "phone_ext", "mobile", "preferred_method", "language", "time_zone", "consent_at",
    "consent_purpose",
)  # fmt: skip
# A changed address has not been verified yet.
REACHED_BY = ("email", "phone", "mobile")


@transaction.atomic
def add_contact(*, values: dict[str, Any], by: Actor, at: datetime, reason: str = "") -> Contact:
    """The new contact, not yet linked to any site.

    Phones are stored in E.164, mail addresses in lower case. Raises Invalid by field.
    """
    contact = Contact(created_by_id=by.pk, created_at=at, updated_at=at)
    _fill(contact, values)
    contact.save(force_insert=True)
    changes = {name: [None, plain(getattr(contact, name))] for name in values}
    record_event(
        EventType.CONTACT_CREATED,
        target=contact,
        by=by,
        at=at,
        reason=reason,
        changes={name: pair for name, pair in changes.items() if pair[1]},
    )
    return contact


@transaction.atomic
def update_contact(
    *,
    contact: Contact,
    values: dict[str, Any],
    by: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Contact:
    """The contact with `values` set; nothing is written when nothing differs.

    A new mail address or phone has to be verified again (R-20). Raises Stale when `version` is not
    the present one, Invalid by field.
    """
    locked = _locked(contact)
    if version is not None and locked.version != version:
        raise Stale(f"{locked} was changed meanwhile. Look at the contact again.")
    before = {name: getattr(locked, name) for name in CONTACT_FIELDS}
    _fill(locked, values)
    after = {name: getattr(locked, name) for name in CONTACT_FIELDS}
    changed = {name: [plain(before[name]), plain(after[name])] for name in CONTACT_FIELDS
               if before[name] != after[name]}  # fmt: skip
    if not changed:
        return locked
    if set(REACHED_BY) & set(changed):
        locked.verified_at, locked.verify_method = None, ""
    locked.version += 1
    locked.updated_at = at
    locked.save()
    record_event(
        EventType.CONTACT_UPDATED, target=locked, by=by, at=at, reason=reason, changes=changed
    )
    return locked


@transaction.atomic
def verify_contact(*, contact: Contact, method: str, by: Actor, at: datetime) -> Contact:
    """The contact, verified by an answered e-mail or a test call (R-20)."""
    if method not in ("email", "call"):
        raise Invalid(f"“{method}” is no way to verify a contact. Use email or call.")
    locked = _locked(contact)
    changes = {"verified_at": [plain(locked.verified_at), at], "verify_method": ["", method]}
    locked.verified_at, locked.verify_method, locked.updated_at = at, method, at
    locked.version += 1
    locked.save()
    record_event(EventType.CONTACT_UPDATED, target=locked, by=by, at=at, changes=changes)
    return locked


def _locked(contact: Contact) -> Contact:
    found = Contact.objects.select_for_update(of=("self",)).filter(pk=contact.pk).first()
    if found is None:
        raise NotFound(f"{contact} is not among the contacts that you may change.")
    return found


def _fill(contact: Contact, values: dict[str, Any]) -> None:
    unknown = sorted(set(values) - set(CONTACT_FIELDS))
    if unknown:
        raise Invalid(f"These fields of a contact cannot be set: {', '.join(unknown)}.")
    for name, value in values.items():
        setattr(contact, name, value.strip() if isinstance(value, str) else value)
    contact.email = contact.email.lower()
    contact.phone, extension = to_e164(contact.phone, field="phone")
    contact.phone_ext = contact.phone_ext or extension
    contact.mobile, _ = to_e164(contact.mobile, field="mobile")
    try:
        contact.clean_fields()
        contact.validate_constraints()
    except ValidationError as error:
        raise as_invalid(error) from error
