"""Customers, sites and what belongs to them."""

from townsite.sites.models.classification import Classification
from townsite.sites.models.contact import Contact, SiteContact
from townsite.sites.models.customer import Customer
from townsite.sites.models.document import Document
from townsite.sites.models.external_id import ExternalId
from townsite.sites.models.gazetteer import Place, PostalArea
from townsite.sites.models.relationship import SiteRelationship
from townsite.sites.models.site import Site
from townsite.sites.models.suspected_duplicate import SuspectedDuplicate

__all__ = [
    "Classification",
    "Contact",
    "Customer",
    "Document",
    "ExternalId",
    "Place",
    "PostalArea",
    "Site",
    "SiteContact",
    "SiteRelationship",
    "SuspectedDuplicate",
]
