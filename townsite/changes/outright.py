"""Whether a person may make the changes of a change set outright, by role and reach."""

from datetime import datetime

from townsite.access.choices import Permission
from townsite.access.queries import scope_of
from townsite.accounts.models import User
from townsite.changes.models import ChangeSet
from townsite.changes.types.registry import change_types
from townsite.common.scope import Scope, scoped
from townsite.sites.models import Site
from townsite.territories.models import Territory


def holds_permissions(by: User, kinds: set[str], *, at: datetime) -> bool:
    """Whether the person has, somewhere, each permission that changes of these types need."""
    return _needed(kinds) <= _scope(by, at).permissions


def may_do_outright(change_set: ChangeSet, by: User, *, at: datetime) -> bool:
    """Whether the person holds each permission, and may write all that is touched."""
    kinds = set(change_set.changes.values_list("type", flat=True).distinct())
    if not holds_permissions(by, kinds, at=at):
        return False
    with scoped(Scope.system("what a change set touches")):
        sites = list(change_set.touches.exclude(site=None).values_list("site", flat=True))
        codes = list(change_set.touches.exclude(territory=None).values_list("territory", flat=True))
    with scoped(_scope(by, at)):
        # Row-level security shows to a locking read only what may be written.
        locked = Site.objects.order_by("pk").select_for_update(of=("self",), no_key=True)
        tree = Territory.objects.order_by("pk").select_for_update(of=("self",), no_key=True)
        return len(locked.filter(pk__in=sites).values_list("pk", flat=True)) == len(sites) and len(
            tree.filter(pk__in=codes).values_list("pk", flat=True)
        ) == len(codes)


def _needed(kinds: set[str]) -> frozenset[Permission]:
    types = change_types()
    return frozenset(types[each].permission for each in kinds)


def _scope(by: User, at: datetime) -> Scope:
    with scoped(Scope.system("what somebody may do")):
        return scope_of(by, at=at)
