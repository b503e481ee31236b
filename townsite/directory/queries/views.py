"""The saved views that a person can open."""

from dataclasses import dataclass

from townsite.accounts.models import User
from townsite.directory.errors import ViewUnknown
from townsite.directory.models import SavedView


@dataclass(frozen=True)
class ViewEntry:
    """A view in a menu."""

    view: SavedView
    is_own: bool


def saved_views(person: User) -> list[ViewEntry]:
    """One's own views, then those shared by others; row-level security decides which."""
    views = SavedView.objects.select_related("owner").order_by("name")
    entries = [ViewEntry(view, view.owner_id == person.pk) for view in views]
    return sorted(entries, key=lambda entry: not entry.is_own)


def own_view(person: User, key: str) -> SavedView:
    """A view that the person may change. Raises ViewUnknown."""
    view = next((v for v in SavedView.objects.filter(owner=person) if str(v.pk) == key), None)
    if view is None:
        raise ViewUnknown("There is no such view among yours. Maybe it was deleted meanwhile.")
    return view


def default_view(person: User) -> SavedView | None:
    """The view that the directory opens with, if the person chose one."""
    return SavedView.objects.filter(owner=person, is_default=True).first()
