"""Reads of change sets; row-level security shows each person what concerns them."""

from townsite.changes.queries.listing import change_set_with_number, change_sets_seen
from townsite.changes.queries.people import authors_of, is_author, person_behind

__all__ = ["authors_of", "change_set_with_number", "change_sets_seen", "is_author", "person_behind"]
