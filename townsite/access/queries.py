"""What a person reaches and may do, from their grants."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from townsite.access.choices import Role
from townsite.access.models import Grant
from townsite.access.roles import PERMISSIONS, WRITERS
from townsite.accounts.models import User
from townsite.common.scope import NOBODY, Reach, Scope

# Role, territory, site, the territories at or below it, whether those lie beside the main hierarchy,
# sites that the territory covers, sites that it only shadows.
ReachRow = tuple[Role, UUID | None, UUID | None, list[UUID], bool, list[UUID], list[UUID]]
# The grants that hold, past row-level security; what a territory covers beside its own sites is in
# the reach of whoever holds that very territory, for as long as the coverage lasts. They are told to
# the person concerned: within a scope of everything as it is, at the door by naming oneself first,
# for the length of this statement.
_COLUMNS = "role, territory_id, site_id, below, is_further, covered, shadowed"
_REACH = f"SELECT {_COLUMNS} FROM townsite_reach(%s, %s)"
_OWN_REACH = f"""
WITH me AS MATERIALIZED (SELECT set_config('townsite.user', %s, true) AS id)
SELECT {_COLUMNS} FROM me, townsite_reach(me.id::uuid, %s)
"""


def scope_of(user: User, *, at: datetime) -> Scope:
    """The scope of a person at a moment, in one statement; an inactive account reaches nothing."""
    with connection.cursor() as cursor:
        at_the_door = not connection.in_atomic_block
        cursor.execute(_OWN_REACH if at_the_door else _REACH, [str(user.pk), at])
        return scope_from(user, cursor.fetchall())


def scope_from(user: User, rows: Sequence[ReachRow]) -> Scope:
    """The scope of a person whose grants were read already; `rows` as `townsite_reach` gives them."""
    if not user.is_active:
        return replace(NOBODY, name=user.email, user_id=user.pk)
    writing = [row for row in rows if row[0] in WRITERS]
    permissions = frozenset[str]().union(*(PERMISSIONS.get(row[0], frozenset()) for row in rows))
    return Scope(
        name=user.email,
        read=_reach(rows, with_shadowed=True),
        write=_reach(writing, with_shadowed=False),
        user_id=user.pk,
        permissions=permissions,
    )


def _reach(rows: Sequence[ReachRow], *, with_shadowed: bool) -> Reach:
    """The union of the grants; a shadowed site is watched, never changed."""
    sites = {row[2] for row in rows if row[2]}
    sites.update(*(row[5] for row in rows))
    if with_shadowed:
        sites.update(*(row[6] for row in rows))
    return Reach(
        everything=any(not territory and not site for _, territory, site, *_ in rows),
        territory_ids=tuple(sorted({each for row in rows for each in row[3]})),
        further_ids=tuple(sorted({each for row in rows if row[4] for each in row[3]})),
        site_ids=tuple(sorted(sites)),
    )


def grants_of(user: User, *, at: datetime) -> QuerySet[Grant]:
    """The grants that hold at a moment, with their places."""
    return (
        Grant.objects.filter(user=user, valid_during__contains=at)
        .select_related("territory", "site")
        .order_by("role")
    )


def covers_of(path: str, *, at: datetime) -> QuerySet[Grant]:
    """Who stands in at the territory of this path or at one above it, at `at` or later, in order."""
    return (
        Grant.objects.exclude(cause="")
        .filter(territory__code__in=path.split("."), valid_during__endswith__gt=at)
        .select_related("user", "territory")
        .order_by("valid_during")
    )
