"""Writes of change sets."""

from townsite.changes.actions.at_once import submit_at_once
from townsite.changes.actions.decide import approve, delegate, reject
from townsite.changes.actions.delegations import end_delegation, name_delegate
from townsite.changes.actions.draft import (
    cancel_change_set,
    describe_change_set,
    start_change_set,
    take_back,
)
from townsite.changes.actions.edit import add_changes, remove_change, reorder_changes
from townsite.changes.actions.edit_territory import edit_territory
from townsite.changes.actions.follow_up import meet_deadline
from townsite.changes.actions.people import add_author, add_comment
from townsite.changes.actions.place import place_best, place_chosen
from townsite.changes.actions.publish import publish_change_set
from townsite.changes.actions.rebase import rebase
from townsite.changes.actions.redraw import propose_boundaries, redraw_draft
from townsite.changes.actions.revert import revert_change_set
from townsite.changes.actions.schedule import ask_revert, schedule_change_set
from townsite.changes.actions.submit import submit_change_set

__all__ = [
    "add_author",
    "add_changes",
    "add_comment",
    "approve",
    "ask_revert",
    "cancel_change_set",
    "delegate",
    "describe_change_set",
    "edit_territory",
    "end_delegation",
    "meet_deadline",
    "name_delegate",
    "place_best",
    "place_chosen",
    "propose_boundaries",
    "publish_change_set",
    "rebase",
    "redraw_draft",
    "reject",
    "remove_change",
    "reorder_changes",
    "revert_change_set",
    "schedule_change_set",
    "start_change_set",
    "submit_at_once",
    "submit_change_set",
    "take_back",
]
