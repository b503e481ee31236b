"""Who is primary, billing, operations or emergency contact of a site, and until when."""

from datetime import datetime, timedelta

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.common.periods import ended, since
from townsite.policies.contexts import contexts_for
from townsite.policies.queries import policies_at
from townsite.policies.value_types import Value
from townsite.sites.actions.locking import locked_site
from townsite.sites.choices import ContactRole, SiteStatus
from townsite.sites.errors import CoverageTooLow, PrimaryNeedsSuccessor
from townsite.sites.models import Contact, Site, SiteContact
from townsite.sites.quality import refresh_quality


@transaction.atomic
def link_contact(
    *,
    site: Site,
    contact: Contact,
    role: str,
    by: Actor,
    at: datetime,
    shift: str = "",
    available_24_7: bool = False,
    replace_primary: bool = False,
    reason: str = "",
) -> SiteContact:
    """The contact's new role at the site, from `at` on.

    A second primary is refused (R-18); with `replace_primary` the former one ends in the same
    transaction. Raises Conflict naming who holds the role.
    """
    if role not in ContactRole.values:
        raise Invalid(f"“{role}” is no contact role. Use one of {', '.join(ContactRole.values)}.")
    locked = locked_site(site)
    held = _current(locked, role, at)
    if any(link.contact_id == contact.pk for link in held):
        raise Conflict(f"{contact} is already {ContactRole(role).label.lower()} contact here.")
    if role == ContactRole.PRIMARY and held:
        if not replace_primary:
            raise Conflict(
                f"{held[0].contact} is primary contact of {locked}; a site has exactly one (R-18). "
                "Choose to replace them."
            )
        _end(held[0], ends_at=at, by=by, at=at, reason=reason or f"Succeeded by {contact}")
    link = SiteContact(
        site=locked,
        contact=contact,
        role=role,
        shift=shift.strip(),
        available_24_7=available_24_7,
        valid_during=since(at),
    )
    link.save(force_insert=True)
    changes = {role: [None, str(contact)]}
    record_event(
        EventType.CONTACT_LINKED, target=link, by=by, at=at, reason=reason, changes=changes
    )
    refresh_quality([locked.pk], at=at)
    return link


@transaction.atomic
def unlink_contact(
    *,
    link: SiteContact,
    by: Actor,
    at: datetime,
    reason: str,
    successor: Contact | None = None,
    as_exception: bool = False,
) -> SiteContact:
    """The ended link. At an active site an emergency contact stays until the notice is over (R-21).

    Raises PrimaryNeedsSuccessor for a primary without one, and CoverageTooLow when an active site
    would fall below its least number of contacts and nobody asked for an exception.
    """
    if not reason.strip():
        raise Invalid("Say why this contact leaves.", fields={"reason": ["Say why."]})
    site = locked_site(link.site)
    if link.valid_during.upper is not None:
        raise Conflict(f"{link} already ends at {link.valid_during.upper:%Y-%m-%d %H:%M} UTC.")
    if link.role == ContactRole.PRIMARY:
        _succeed(link, site, successor, by=by, at=at, reason=reason)
        return link
    ends_at = at
    if site.status == SiteStatus.ACTIVE and not as_exception:
        _keep_coverage(link, site, at)
        if link.role == ContactRole.EMERGENCY:
            ends_at = at + timedelta(
                hours=_hours(_policy("contact.emergency_removal_hours", site, at))
            )
    _end(link, ends_at=ends_at, by=by, at=at, reason=reason)
    refresh_quality([site.pk], at=at)
    return link


def _succeed(
    link: SiteContact,
    site: Site,
    successor: Contact | None,
    *,
    by: Actor,
    at: datetime,
    reason: str,
) -> None:
    if successor is None:
        raise PrimaryNeedsSuccessor(
            f"{link.contact} is the primary contact of {site}. Name a successor first (R-21).",
            fields={"successor": ["Choose who becomes the primary contact."]},
        )
    link_contact(
        site=site,
        contact=successor,
        role=ContactRole.PRIMARY,
        by=by,
        at=at,
        replace_primary=True,
        reason=reason,
    )
    link.refresh_from_db()


def _keep_coverage(link: SiteContact, site: Site, at: datetime) -> None:
    minimum = _policy("contact.minimum", site, at)
    needed = int(minimum.get(link.role, 0)) if isinstance(minimum, dict) else 0
    # Those who already have notice do not count as cover.
    staying = [each for each in _current(site, link.role, at) if each.valid_during.upper is None]
    left = len([each for each in staying if each.pk != link.pk])
    if left < needed:
        raise CoverageTooLow(
            f"{site} needs {needed} {link.get_role_display().lower()} contact"
            f"{'s' if needed > 1 else ''} (R-18) and would have {left}. Add another one first, or "
            "ask for an exception."
        )


def _policy(key: str, site: Site, at: datetime) -> Value:
    (context,) = contexts_for([(str(site.pk), site.territory_path or "")])
    return policies_at(at, keys=[key]).resolve(key, context).value


def _hours(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _current(site: Site, role: str, at: datetime) -> list[SiteContact]:
    links = SiteContact.objects.filter(site=site, role=role, valid_during__contains=at)
    return list(links.select_related("contact"))


def _end(link: SiteContact, *, ends_at: datetime, by: Actor, at: datetime, reason: str) -> None:
    if at not in link.valid_during:
        raise Conflict(f"{link} has ended already.")
    link.valid_during = ended(link.valid_during, at=ends_at)
    link.save(update_fields=["valid_during"])
    changes = {link.role: [str(link.contact), None]}
    if ends_at != at:
        changes["until"] = [None, f"{ends_at:%Y-%m-%d %H:%M} UTC"]
    record_event(
        EventType.CONTACT_UNLINKED, target=link, by=by, at=at, reason=reason, changes=changes
    )
