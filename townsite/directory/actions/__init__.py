"""Writes of the directory."""

from townsite.directory.actions.bulk import (
    BULK_FIELDS,
    CLASSIFYING,
    Done,
    assign_selected,
    edit_sites,
    move_sites,
)
from townsite.directory.actions.bulk_by_name import carry_out_bulk
from townsite.directory.actions.exports import export_sites, format_named
from townsite.directory.actions.favorites import mark_favorite, unmark_favorite
from townsite.directory.actions.views import delete_view, save_view

__all__ = [
    "BULK_FIELDS",
    "CLASSIFYING",
    "Done",
    "assign_selected",
    "carry_out_bulk",
    "delete_view",
    "edit_sites",
    "export_sites",
    "format_named",
    "mark_favorite",
    "move_sites",
    "save_view",
    "unmark_favorite",
]
