"""Writes to sites."""

from townsite.sites.actions.change_status import STEPS, Step, change_status, open_steps
from townsite.sites.actions.create_site import create_site
from townsite.sites.actions.merge_sites import merge_sites
from townsite.sites.actions.update_site import update_site
from townsite.sites.actions.writing import EDITABLE, next_site_number

__all__ = [
    "EDITABLE",
    "STEPS",
    "Step",
    "change_status",
    "create_site",
    "merge_sites",
    "next_site_number",
    "open_steps",
    "update_site",
]
