"""Writes of the directory."""

from townsite.directory.actions.exports import export_sites, format_named
from townsite.directory.actions.favorites import mark_favorite, unmark_favorite
from townsite.directory.actions.views import delete_view, save_view

__all__ = [
    "delete_view",
    "export_sites",
    "format_named",
    "mark_favorite",
    "save_view",
    "unmark_favorite",
]
