"""Measuring every lowest territory as it stands now, for the record of the day."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection

from townsite.territories.balance.geography import placed_sites
from townsite.territories.hierarchies import hierarchies
from townsite.territories.models import TerritoryDay
from townsite.territories.placement.candidates import Candidates, candidates_at
from townsite.territories.placement.travel import Floats

_BACKUPS = """
SELECT territory_id, holder_label FROM territories_post
WHERE role = 'backup' AND valid_during @> %s::timestamptz
"""


class Drives(NamedTuple):
    """By candidate: how many of its sites have a drive, minutes of all of them, and the longest."""

    sites: Floats
    minutes: Floats
    longest: Floats


def measured_day(at: datetime) -> list[TerritoryDay]:
    """A row for each lowest active territory in scope, not yet saved.

    Five statements a hierarchy, and two more. The day is that of `at` in UTC. Sites that are
    pending, active or suspended count (R-07).
    """
    backups = _backups(at)
    every = [candidates_at(at, hierarchy_id=each.pk) for each in hierarchies()]
    return [row for candidates in every for row in _rows(candidates, backups, at)]


def _rows(candidates: Candidates, backups: dict[UUID, str], at: datetime) -> list[TerritoryDay]:
    drives = _drives(candidates)
    return [
        TerritoryDay(
            territory_id=row.id,
            day=at.date(),
            measured_at=at,
            path=row.path,
            manager_label=row.manager or "",
            backup_label=backups.get(row.id, ""),
            is_certified=bool(row.certified_until and row.certified_until >= at.date()),
            sites=int(candidates.loads.sites[n]),
            load=float(candidates.loads.units[n]),
            limit=float(candidates.limit[n]),
            revenue_cents=int(candidates.loads.revenue_cents[n]),
            **_of(drives, n),
        )
        for n, row in enumerate(candidates.rows)
    ]


def _of(drives: Drives, n: int) -> dict[str, Any]:
    count = int(drives.sites[n])
    return {
        "drives": count,
        "drive_minutes": float(drives.minutes[n]),
        "longest_minutes": float(drives.longest[n]) if count else None,
    }


def _drives(candidates: Candidates) -> Drives:
    size = len(candidates.rows)
    found = Drives(np.zeros(size), np.zeros(size), np.zeros(size))
    for some in placed_sites(candidates) if size else ():
        known = ~np.isnan(some.minutes)
        own, minutes = some.own[known], some.minutes[known]
        np.add.at(found.sites, own, 1)
        np.add.at(found.minutes, own, minutes)
        np.maximum.at(found.longest, own, minutes)
    return found


def _backups(at: datetime) -> dict[UUID, str]:
    with connection.cursor() as cursor:
        cursor.execute(_BACKUPS, [at])
        return dict(cursor.fetchall())
