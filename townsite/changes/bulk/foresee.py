"""Who would have to approve a bulk action, before anybody carries it out."""

from collections.abc import Mapping
from datetime import datetime

from townsite.accounts.models import User
from townsite.changes.approvers import Needed, needed_approvals
from townsite.changes.bulk.plan import plan_bulk
from townsite.changes.classify import classes_of
from townsite.changes.models import Change
from townsite.changes.outline import lay_out_changes
from townsite.changes.outright import holds_permissions
from townsite.common.scope import Scope, scoped
from townsite.directory.selection import Selection


def deciders_of(
    *, act: str, selection: Selection, values: Mapping[str, str], by: User, at: datetime
) -> list[Needed]:
    """The approvals it would need by the classes of its changes; none takes effect at once.

    An exception, which its impact may make of it, is noticed on submission.
    """
    plan = plan_bulk(act=act, selection=selection, expected=None, values=values)
    changes = [
        Change(position=n, type=kind, payload=payload)
        for n, (kind, payload) in enumerate(plan.changes)
    ]
    outline = lay_out_changes(changes, at=at)
    # Nothing of the selection is locked to the reader: else the plan was refused.
    outright = holds_permissions(by, {each.type for each in changes}, at=at)
    with scoped(Scope.system("who approves")):
        classes = classes_of(outline.diff, outline.world)
        return needed_approvals(classes, outline.world, is_emergency=False, is_outright=outright)
