"""Who may decide on an approval: by role and scope, as delegate; never an author (R-13)."""

from datetime import datetime

from townsite.access.choices import Role
from townsite.access.models import Grant
from townsite.accounts.models import User
from townsite.changes.choices import ChangeClass
from townsite.changes.errors import OwnProposal
from townsite.changes.models import Approval, ChangeSet
from townsite.changes.queries import is_author
from townsite.common.errors import Forbidden
from townsite.policies.queries import policies_at

# A senior decides in a junior's place; a system administrator in anybody's.
SENIORITY = (
    Role.OPERATIONS_MANAGER,
    Role.TERRITORY_ADMIN,
    Role.REGIONAL_VP,
    Role.EXECUTIVE,
    Role.SYSTEM_ADMIN,
)


def refuse_unentitled(approval: Approval, user: User, *, at: datetime) -> None:
    """Raises OwnProposal for an author, administrators included, and Forbidden for a stranger."""
    refuse_own(approval.change_set, user, at=at)
    if approval.delegate_id != user.pk and not holds_role(approval, user, at=at):
        raise Forbidden(
            f"This waits for the {approval.get_role_display()} of "
            f"{approval.territory or 'everything'}, or somebody above. You are neither."
        )


def refuse_own(change_set: ChangeSet, user: User, *, at: datetime) -> None:
    """Raises OwnProposal for an author, unless the policy lets proposers approve."""
    own = policies_at(at, keys=["approval.own_proposal"]).flag("approval.own_proposal")
    if is_author(change_set, user.pk) and not own:
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
    roles = set(SENIORITY[SENIORITY.index(Role(approval.role)) :])
    if approval.change_class == ChangeClass.STANDARD:
        roles.add(Role.DISTRICT_MANAGER)  # domain 5: decides in the own district
    path = approval.territory.path if approval.territory else ""
    rows = Grant.objects.filter(user=user, role__in=roles, valid_during__contains=at, site=None)
    return any(
        held is None or f"{path}.".startswith(f"{held}.")
        for held in rows.values_list("territory__path", flat=True)
    )
