"""Who may decide on an approval: by role and scope, as delegate; never an author (R-13)."""

from datetime import datetime
from uuid import UUID

from townsite.access.choices import Role
from townsite.access.models import Grant
from townsite.accounts.models import User
from townsite.changes.choices import ChangeClass, Decision
from townsite.changes.errors import OwnProposal
from townsite.changes.models import Approval, ChangeSet, Delegation
from townsite.changes.queries import is_author
from townsite.common.errors import Forbidden
from townsite.common.scope import Scope, scoped
from townsite.policies.queries import policies_at

# A senior decides in a junior's place; a system administrator in anybody's.
SENIORITY = (
    Role.OPERATIONS_MANAGER,
    Role.TERRITORY_ADMIN,
    Role.REGIONAL_VP,
    Role.EXECUTIVE,
    Role.SYSTEM_ADMIN,
)


def refuse_unentitled(approval: Approval, user: User, *, at: datetime) -> User | None:
    """In whose place the person may decide; None for their own right.

    Raises OwnProposal for an author, administrators included, and Forbidden for a stranger or
    for somebody who decided before, where each approval needs another person.
    """
    refuse_own(approval.change_set, user, at=at)
    _refuse_second(approval, user, at)
    if holds_role(approval, user, at=at):
        return None
    principal = principal_of(approval, user, at=at)
    if principal is None:
        raise Forbidden(
            f"This waits for the {approval.get_role_display()} of "
            f"{approval.territory or 'everything'}, or somebody above. You are neither."
        )
    return principal


def refuse_own(change_set: ChangeSet, user: User, *, at: datetime) -> None:
    """Raises OwnProposal for an author, unless the policy lets proposers approve."""
    if is_author(change_set, user.pk) and not _may_approve_own(at):
        raise OwnProposal(
            f"You wrote change set {change_set.number}, so somebody else has to decide (R-13)."
        )


def may_decide(approval: Approval, user: User, *, at: datetime) -> bool:
    """Whether `refuse_unentitled` would let the person decide."""
    try:
        refuse_unentitled(approval, user, at=at)
    except Forbidden:
        return False
    return True


def holds_role(approval: Approval, user: User, *, at: datetime) -> bool:
    """Whether a grant of the role, or of one above it, reaches the approval's territory."""
    return user.pk in holders(approval, roles_for(approval), at=at, of=[user])


def roles_for(approval: Approval) -> set[Role]:
    """The roles that may decide on it: its own, and those above."""
    roles = set(SENIORITY[SENIORITY.index(Role(approval.role)) :])
    if approval.change_class == ChangeClass.STANDARD:
        roles.add(Role.DISTRICT_MANAGER)  # domain 5: decides in the own district
    return roles


def holders(
    approval: Approval, roles: set[Role], *, at: datetime, of: list[User] | None = None
) -> set[UUID]:
    """The keys of the people whose grant of one of the roles reaches the approval's territory."""
    path = approval.territory.path if approval.territory else ""
    with scoped(Scope.system("who decides")):
        rows = Grant.objects.filter(
            role__in=roles, valid_during__contains=at, site=None, user__is_active=True
        )
        rows = rows if of is None else rows.filter(user__in=of)
        return {
            user
            for user, held in rows.values_list("user_id", "territory__path")
            if held is None or f"{path}.".startswith(f"{held}.")
        }


def principal_of(approval: Approval, user: User, *, at: datetime) -> User | None:
    """In whose place a delegate decides: of the approval, or for the time.

    A right is lent by whoever holds it: not passed on a second time, and not by an author, whose
    own right does not reach their own change set.
    """
    with scoped(Scope.system("who decides")):
        lent = Delegation.objects.filter(delegate=user, valid_during__contains=at)
        lenders = [each.person for each in lent.select_related("person")]
        if approval.delegate_id == user.pk and approval.delegated_by:
            lenders.insert(0, approval.delegated_by)
        own = _may_approve_own(at)
        for lender in lenders:
            if not own and is_author(approval.change_set, lender.pk):
                continue
            if holds_role(approval, lender, at=at):
                return lender
    return None


def _refuse_second(approval: Approval, user: User, at: datetime) -> None:
    key = "approval.each_by_another"
    if not policies_at(at, keys=[key]).flag(key):
        return
    decided = approval.change_set.approvals.exclude(decision=Decision.OPEN)
    if decided.filter(by=user).exists():
        raise Forbidden(
            "You decided on this change set already; each approval needs another person."
        )


def _may_approve_own(at: datetime) -> bool:
    key = "approval.own_proposal"
    return policies_at(at, keys=[key]).flag(key)
