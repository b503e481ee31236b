"""Whom a change set concerns. Asked for within the scope of the system; the words are scoped later."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from townsite.access.choices import Role
from townsite.access.models import Grant
from townsite.changes.choices import ChangeClass, Decision
from townsite.changes.entitled import SENIORITY, holders
from townsite.changes.models import Approval, ChangeSet, Delegation
from townsite.changes.queries import authors_of
from townsite.sites.models import Site
from townsite.territories.models import Post, Territory

People = set[UUID]


def authors(row: ChangeSet) -> People:
    return set(authors_of(row).values_list("pk", flat=True))


def asked_now(row: ChangeSet, *, at: datetime) -> list[tuple[Approval, People]]:
    """The open approvals whose turn it is, with who should decide."""
    rows = list(row.approvals.filter(decision=Decision.OPEN).select_related("territory"))
    first = min((each.order for each in rows), default=0)
    return [(each, deciders(each, at=at)) for each in rows if each.order == first]


def deciders(approval: Approval, *, at: datetime) -> People:
    """Holders of the asked role, or of the next above with anybody in it, and their delegates.

    Authors are never asked (R-13).
    """
    wrote = authors(approval.change_set)
    asked = Role(approval.escalated_to or approval.role)
    for role in SENIORITY[SENIORITY.index(asked) :]:
        roles = {role}
        if approval.change_class == ChangeClass.STANDARD and not approval.escalated_to:
            roles.add(Role.DISTRICT_MANAGER)
        found = holders(approval, roles, at=at) - wrote
        if found:
            break
    lent = Delegation.objects.filter(person__in=found, valid_during__contains=at)
    found |= set(lent.values_list("delegate_id", flat=True))
    found |= {approval.delegate_id} if approval.delegate_id else set()
    return found - wrote


def responsible(row: ChangeSet, *, at: datetime) -> People:
    """Managers and backups of the territories it touches."""
    rows = Post.objects.filter(
        territory__touches__change_set=row, valid_during__contains=at, holder__isnull=False
    )
    return {each for each in rows.values_list("holder_id", flat=True) if each}


def account_managers(row: ChangeSet, *, at: datetime) -> People:
    """Who tells the customers: account managers of the sites' territories, else their managers."""
    sites = Site.objects.filter(touches__change_set=row, territory_path__isnull=False)
    codes = {
        code
        for path in sites.values_list("territory_path", flat=True).distinct()
        for code in (path or "").split(".")
    }
    places = Q(territory__in=Territory.objects.filter(code__in=codes)) | Q(site__in=sites)
    rows = Grant.objects.filter(
        places, role=Role.ACCOUNT_MANAGER, valid_during__contains=at, user__is_active=True
    )
    found = set(rows.values_list("user_id", flat=True))
    return found or responsible(row, at=at) or authors(row)


def superiors(row: ChangeSet, *, at: datetime) -> People:
    """The regional VPs above all that it touches."""
    codes = row.territory.path.split(".") if row.territory else []
    rows = Grant.objects.filter(
        Q(territory__code__in=codes) | Q(territory=None, site=None),
        role=Role.REGIONAL_VP,
        valid_during__contains=at,
        user__is_active=True,
    )
    return set(rows.values_list("user_id", flat=True))


def security_administrators(*, at: datetime) -> People:
    """System administrators of everything."""
    rows = Grant.objects.filter(
        role=Role.SYSTEM_ADMIN,
        territory=None,
        site=None,
        valid_during__contains=at,
        user__is_active=True,
    )
    return set(rows.values_list("user_id", flat=True))
