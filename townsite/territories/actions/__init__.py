"""Writes to territories."""

from townsite.territories.actions.assign_sites import (
    assign_new_sites,
    assign_sites,
    reassign_sites,
    unassign_sites,
)
from townsite.territories.actions.balance import close_review, watch_balance
from townsite.territories.actions.boundaries import set_boundaries, set_boundary
from townsite.territories.actions.coverage import cover_sites, end_coverage
from townsite.territories.actions.end_boundary import end_boundary
from townsite.territories.actions.exceptions import end_exception, make_exception
from townsite.territories.actions.hierarchies import create_hierarchy, update_hierarchy
from townsite.territories.actions.manager_profiles import set_manager_profile
from townsite.territories.actions.posts import appoint, end_post
from townsite.territories.actions.publish_boundaries import publish_boundaries
from townsite.territories.actions.quarterly_reviews import (
    close_quarterly_review,
    open_quarterly_reviews,
)
from townsite.territories.actions.reassign_explained import reassign_explained
from townsite.territories.actions.record_day import record_day
from townsite.territories.actions.reopen import reopen_territory
from townsite.territories.actions.tree import (
    close_territory,
    create_territory,
    place_territory,
    update_territory,
)
from townsite.territories.actions.withdraw import reinstate_territory, withdraw_territory

__all__ = [
    "appoint",
    "assign_new_sites",
    "assign_sites",
    "close_quarterly_review",
    "close_review",
    "close_territory",
    "cover_sites",
    "create_hierarchy",
    "create_territory",
    "end_boundary",
    "end_coverage",
    "end_exception",
    "end_post",
    "make_exception",
    "open_quarterly_reviews",
    "place_territory",
    "publish_boundaries",
    "reassign_explained",
    "reassign_sites",
    "record_day",
    "reinstate_territory",
    "reopen_territory",
    "set_boundaries",
    "set_boundary",
    "set_manager_profile",
    "unassign_sites",
    "update_hierarchy",
    "update_territory",
    "watch_balance",
    "withdraw_territory",
]
