"""What happened to customers, contacts, documents and relationships."""

from datetime import timedelta
from random import Random

from demo.contacts import Directory
from demo.lifecycle import Life
from demo.people import DOCUMENT_CONTROL, LOADER, manager_of
from demo.records import Contact, Document, Happening, Relationship, Site, SiteContact
from demo.timeline import Timeline

ROLE_LABELS = {
    "primary": "Primary", "billing": "Billing", "operations": "Operations",
    "emergency": "Emergency",
}  # fmt: skip
KIND_LABELS = {
    "parent": "parent of", "sibling": "sibling of", "shared_parking": "shares parking with",
    "predecessor": "predecessor of",
}  # fmt: skip


def of_records(
    lives: list[Life], directory: Directory, documents: list[Document],
    related: list[Relationship], *, timeline: Timeline, rng: Random,
) -> list[Happening]:  # fmt: skip
    """Events of the records around sites; what came with the go-live load is told once."""
    by_number = {life.site.number: life for life in lives}
    sites = {number: life.site for number, life in by_number.items()}
    told = _customers(lives, timeline)
    contacts = {contact.key: contact for contact in directory.contacts}
    told += [
        _link(link, contacts[link.contact], sites[link.number])
        for link in directory.links
        if not by_number[link.number].is_migrated
    ]
    told += [_document(document, sites[document.number]) for document in documents]
    told += [_relationship(each, sites, timeline, rng) for each in related]
    return told


def _customers(lives: list[Life], timeline: Timeline) -> list[Happening]:
    found = {life.site.customer.code: life.site.customer for life in lives}
    at = timeline.go_live - timedelta(hours=1)
    return [
        Happening(
            "customer.created", at, LOADER, "customer", each.code, each.name,
            changes={"name": [None, each.name]},
        )
        for each in found.values()
    ]  # fmt: skip


def _link(link: SiteContact, contact: Contact, site: Site) -> Happening:
    name = f"{contact.first_name} {contact.last_name}".strip()
    return Happening(
        "contact.linked", link.since + timedelta(minutes=4), manager_of(site), "sitecontact",
        f"{link.number} {link.contact} {link.role}", f"{ROLE_LABELS[link.role]}: {name}", site.number,
        site.territory, changes={link.role: [None, name]},
    )  # fmt: skip


def _document(document: Document, site: Site) -> Happening:
    expiry = str(document.expires_on) if document.expires_on else None
    label = f"{document.title} (version {document.version})"
    return Happening(
        "document.added", document.uploaded_at, DOCUMENT_CONTROL, "document",
        f"{document.number} {document.type} {document.version}", label, site.number,
        site.territory, changes={"document": [None, label], "expires_on": [None, expiry]},
    )  # fmt: skip


def _relationship(
    each: Relationship, sites: dict[str, Site], timeline: Timeline, rng: Random
) -> Happening:
    site, other = sites[each.number], sites[each.other]
    begun = timeline.days_ago(10 + rng.random() * 600, rng)
    label = f"{site.label} {KIND_LABELS[each.kind]} {other.label}"
    return Happening(
        "site.related", begun, manager_of(site), "siterelationship",
        f"{each.number} {each.other} {each.kind}", label[:200],
        site.number, site.territory, changes={each.kind: [None, other.label]},
    )  # fmt: skip
