"""Contacts, documents and relationships of the demo's sites."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from demo.portfolio import Portfolio
from demo.records import Document as DemoDocument
from townsite.access.demo_loading.ledger import BATCH, Ledger
from townsite.common.periods import since
from townsite.sites.models import Contact, Document, Site, SiteContact, SiteRelationship

FOLDER = "documents/demo"
CONTACT_FIELDS = (
    "first_name", "last_name", "title", "department", "authority_level", "email", "phone",
    "mobile", "preferred_method", "time_zone", "verified_at",
)  # fmt: skip
PLACEHOLDER = """{title}, version {version}
Site {site}
{city}, {state}

This is a placeholder of the demo portfolio. It stands for a paper that would be kept here.
{expiry}
"""


def load_contacts(portfolio: Portfolio, ledger: Ledger) -> None:
    """Writes the mailboxes and what they are for at which site."""
    at = portfolio.timeline.go_live
    for each in portfolio.contacts:
        ledger.contacts[each.key] = Contact(
            **{name: getattr(each, name) for name in CONTACT_FIELDS},
            customer=ledger.customers[each.customer.code],
            verify_method="email" if each.verified_at else "",
            consent_at=each.verified_at,
            consent_purpose="Running the site" if each.verified_at else "",
            created_at=at,
            updated_at=each.verified_at or at,
        )
    Contact.objects.bulk_create(ledger.contacts.values(), batch_size=BATCH)
    rows = []
    for link in portfolio.site_contacts:
        row = SiteContact(
            site=ledger.sites[link.number],
            contact=ledger.contacts[link.contact],
            role=link.role,
            shift=link.shift,
            available_24_7=link.available_24_7,
            valid_during=since(link.since),
        )
        ledger.targets["sitecontact", f"{link.number} {link.contact} {link.role}"] = row
        rows.append(row)
    SiteContact.objects.bulk_create(rows, batch_size=BATCH)


def load_relationships(portfolio: Portfolio, ledger: Ledger) -> None:
    """Writes campuses, sister hotels, shared garages and successors."""
    rows = []
    for each in portfolio.relationships:
        row = SiteRelationship(
            site=ledger.sites[each.number],
            other=ledger.sites[each.other],
            kind=each.kind,
            share_percent=each.share_percent,
        )
        ledger.targets["siterelationship", f"{each.number} {each.other} {each.kind}"] = row
        rows.append(row)
    SiteRelationship.objects.bulk_create(rows)


def load_documents(portfolio: Portfolio, ledger: Ledger) -> None:
    """Writes the documents and their placeholder files."""
    rows = []
    for each in portfolio.documents:
        site = ledger.sites[each.number]
        content = _placeholder(each, site).encode()
        name = f"{FOLDER}/{each.number}-{each.type}-{each.version}.txt"
        row = Document(
            site=site,
            type=each.type,
            title=each.title,
            version=each.version,
            file=_store(name, content),
            content_type="text/plain",
            size_bytes=len(content),
            expires_on=each.expires_on,
            uploaded_by_label=each.uploaded_by,
            uploaded_at=each.uploaded_at,
            is_current=each.is_current,
        )
        ledger.targets["document", f"{each.number} {each.type} {each.version}"] = row
        rows.append(row)
    Document.objects.bulk_create(rows, batch_size=BATCH)


def _store(name: str, content: bytes) -> str:
    """The stored name; a file left by a former demo is replaced, never doubled."""
    if default_storage.exists(name):
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


def _placeholder(document: DemoDocument, site: Site) -> str:
    expiry = f"It expires on {document.expires_on:%B %d, %Y}." if document.expires_on else ""
    return PLACEHOLDER.format(
        title=document.title,
        version=document.version,
        site=site,
        city=site.city,
        state=site.state,
        expiry=expiry,
    )
