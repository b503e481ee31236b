"""People at a site, and people who may already be known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from rapidfuzz.fuzz import ratio

from townsite.common.errors import Invalid
from townsite.sites.choices import ContactRole
from townsite.sites.models import Contact, Customer, Site, SiteContact
from townsite.sites.phones import to_e164

# Two spellings of a name; 100 is equality.
SAME_NAME = 85
SHOWN = 5
_ORDER = {role: index for index, role in enumerate(ContactRole.values)}


@dataclass(frozen=True)
class SimilarContact:
    """A contact that may be the same one, and why it is thought so."""

    contact: Contact
    reasons: tuple[str, ...]


def links_of(site: Site, *, at: datetime) -> list[SiteContact]:
    """The contacts of a site at a moment, the primary first."""
    links = SiteContact.objects.filter(site=site, valid_during__contains=at)
    found = links.select_related("contact", "contact__customer")
    return sorted(found, key=lambda link: (_ORDER[link.role], str(link.contact)))


def former_links_of(site: Site, *, at: datetime) -> list[SiteContact]:
    """Contacts that a site no longer has, the latest first."""
    links = SiteContact.objects.filter(site=site, valid_during__fully_lt=(at, None))
    return list(links.select_related("contact").order_by("-valid_during")[:50])


def similar_contacts(
    *,
    email: str = "",
    phone: str = "",
    mobile: str = "",
    first_name: str = "",
    last_name: str = "",
    customer: Customer | None = None,
    leaving_out: Contact | None = None,
) -> list[SimilarContact]:
    """Contacts in scope with the same mail address or phone, or a like name at the same customer.

    Names alone are compared within one customer or with the same last name: across a portfolio
    they say little.
    """
    phones = {number for number in map(_number, (phone, mobile)) if number}
    name = f"{first_name} {last_name}".strip()
    wanted = Q(pk=None)
    if email.strip():
        wanted |= Q(email=email.strip().lower())
    if phones:
        wanted |= Q(phone__in=phones) | Q(mobile__in=phones)
    if last_name.strip():
        wanted |= Q(last_name=last_name.strip())
    if name and customer:
        wanted |= Q(customer=customer)
    candidates = Contact.objects.filter(wanted, is_active=True).select_related("customer")
    if leaving_out:
        candidates = candidates.exclude(pk=leaving_out.pk)
    return _alike(candidates[:500], email.strip().lower(), phones, name)


def _alike(
    candidates: Iterable[Contact], email: str, phones: set[str], name: str
) -> list[SimilarContact]:
    found = []
    for contact in candidates:
        reasons = []
        if email and contact.email == email:
            reasons.append("same e-mail")
        if phones & {contact.phone, contact.mobile}:
            reasons.append("same phone")
        if name and ratio(name.casefold(), contact.full_name.casefold()) >= SAME_NAME:
            reasons.append("similar name")
        if reasons:
            found.append(SimilarContact(contact, tuple(reasons)))
    return sorted(found, key=lambda each: -len(each.reasons))[:SHOWN]


def _number(text: str) -> str:
    try:
        return to_e164(text)[0]
    except Invalid:
        return ""  # the form itself says what is wrong with it
