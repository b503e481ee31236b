"""The scope under which a job runs: that of the person who started it, or a named system one."""

from uuid import UUID

from townsite.access.queries import scope_of
from townsite.accounts.models import User
from townsite.common import clock
from townsite.common.scope import NOBODY, Scope, scoped


def scope_for_job(*, kind: str, started_by_id: UUID | None) -> Scope:
    """The person's scope as it is now, not as it was when the job was queued."""
    if started_by_id is None:
        return Scope.system(kind)
    with scoped(Scope.system("reading grants")):
        user = User.objects.filter(pk=started_by_id).first()
        return scope_of(user, at=clock.now()) if user else NOBODY
