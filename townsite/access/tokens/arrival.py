"""Whom a token stands for, in one statement (ADR 9): token, person, reach and limits."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from townsite.access.arrival import PERSON_COLUMNS, first_rows, person_from
from townsite.access.queries import ReachRow
from townsite.access.tokens.narrowing import Limits
from townsite.accounts.models import User
from townsite.accounts.secrets import digest_of

_ARRIVAL = f"""
SELECT a.token_id, a.prefix, a.refusal, a.scopes, a.requests_per_minute, a.is_narrowed,
       a.narrow_territories, a.narrow_sites, a.homes, a.narrow_further,
       a.role, a.territory_id, a.site_id, a.below, a.is_further, a.covered, a.shadowed, {PERSON_COLUMNS}
FROM townsite_token_arrival(%s, %s, %s) a LEFT JOIN accounts_user u ON u.id = a.user_id
"""
NO_LIMITS = Limits(scopes=())
_REACH = slice(10, 17)
_USER = slice(17, None)


@dataclass(frozen=True)
class TokenArrival:
    """What a token leads to; without a user where it is refused.

    `refusal` is then `unknown`, `revoked`, `expired`, `closed` (the account) or `address`.
    """

    refusal: str = "unknown"
    token_id: UUID | None = None
    prefix: str = ""
    user: User | None = None
    reach: tuple[ReachRow, ...] = ()
    limits: Limits = NO_LIMITS
    requests_per_minute: int = 1


def token_arrival(secret: str, *, at: datetime, address: str | None) -> TokenArrival:
    """The token, its person and reach; notes the use, at most once a minute."""
    rows = first_rows(_ARRIVAL, [digest_of(secret), at, address or None])
    if not rows:
        return TokenArrival()
    first = rows[0]
    if first[2]:
        return TokenArrival(refusal=first[2], token_id=first[0], prefix=first[1])
    return TokenArrival(
        refusal="",
        token_id=first[0],
        prefix=first[1],
        user=person_from(first[_USER]),
        reach=tuple(row[_REACH] for row in rows if row[10]),
        limits=_limits(first),
        requests_per_minute=first[4],
    )


def _limits(row: tuple[Any, ...]) -> Limits:
    return Limits(
        scopes=tuple(row[3]),
        is_narrowed=row[5],
        territory_ids=frozenset(row[6]),
        site_ids=frozenset(row[7]),
        homes={UUID(site): frozenset(map(UUID, held)) for site, held in json.loads(row[8]).items()},
        further_ids=frozenset(row[9]),
    )
