"""Writes to sites."""

from townsite.sites.actions.change_many import change_statuses, restore_sites, update_sites
from townsite.sites.actions.change_status import STEPS, Step, change_status, open_steps
from townsite.sites.actions.classify_site import classify_site
from townsite.sites.actions.contact_links import link_contact, unlink_contact
from townsite.sites.actions.contacts import add_contact, update_contact, verify_contact
from townsite.sites.actions.create_site import create_site
from townsite.sites.actions.customers import create_customer, update_customer
from townsite.sites.actions.documents import add_document, remove_document
from townsite.sites.actions.external_ids import set_external_id
from townsite.sites.actions.follow_facets import follow_facets
from townsite.sites.actions.merge_sites import merge_sites
from townsite.sites.actions.override_complexity import (
    lift_complexity_override,
    override_complexity,
)
from townsite.sites.actions.relationships import end_relationship, relate_sites
from townsite.sites.actions.rescore_sites import rescore_sites
from townsite.sites.actions.restore_site import POINT, RESTORABLE, restore_site
from townsite.sites.actions.update_site import update_site
from townsite.sites.actions.writing import EDITABLE, next_site_number

__all__ = [
    "EDITABLE",
    "POINT",
    "RESTORABLE",
    "STEPS",
    "Step",
    "add_contact",
    "add_document",
    "change_status",
    "change_statuses",
    "classify_site",
    "create_customer",
    "create_site",
    "end_relationship",
    "follow_facets",
    "lift_complexity_override",
    "link_contact",
    "merge_sites",
    "next_site_number",
    "open_steps",
    "override_complexity",
    "relate_sites",
    "remove_document",
    "rescore_sites",
    "restore_site",
    "restore_sites",
    "set_external_id",
    "unlink_contact",
    "update_contact",
    "update_customer",
    "update_site",
    "update_sites",
    "verify_contact",
]
