"""Reading the figures of a day: of one part of the tree, and how even all of it was."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from townsite.territories.models import MAIN_HIERARCHY_ID

_DAYS = """
SELECT day, count(*), sum(sites), sum(load), sum("limit"), sum(revenue_cents), sum(drives),
       sum(drive_minutes), max(longest_minutes), max(load / "limit"), min(load / "limit"),
       max(sites)::float8 / nullif(avg(sites)::float8, 0)
FROM territories_territoryday d
WHERE day BETWEEN %(first)s AND %(last)s AND {within}
GROUP BY day ORDER BY day
"""
_BELOW = "d.path <@ %(path)s::ltree"
# Territories of several hierarchies hold the same sites, so that all of them cannot be added up.
_MAIN = """EXISTS (SELECT 1 FROM territories_territory t
               WHERE t.id = d.territory_id AND t.hierarchy_id = %(main)s)"""
_AROUND = """
SELECT max(day) FILTER (WHERE measured_at <= %(at)s), min(day) FILTER (WHERE measured_at > %(at)s),
       max(day)
FROM territories_territoryday
"""


@dataclass(frozen=True)
class DayFigures:
    """A part of the tree on a day: load and limit in weighted sites, revenue in cents a year.

    `balance` is the most sites of a territory over their mean, at best 1, at most 1.5 (domain
    section 7); None for nothing. `fullest` and `emptiest` are loads over their limits.
    """

    day: date
    territories: int
    sites: int
    load: float
    limit: float
    revenue_cents: int
    drives: int
    drive_minutes: float
    longest_minutes: float | None
    fullest: float
    emptiest: float
    balance: float | None

    @property
    def used(self) -> float:
        """Load over limit of all together."""
        return self.load / self.limit

    @property
    def mean_minutes(self) -> float | None:
        """Mean drive to a site; None where no drive is known."""
        return self.drive_minutes / self.drives if self.drives else None

    @property
    def spread(self) -> float:
        """How far the fullest and the emptiest territory lie apart, in parts of their limits."""
        return self.fullest - self.emptiest


@dataclass(frozen=True)
class Effect:
    """What a change did: the figures last measured before it, first after it, and newest."""

    before: DayFigures
    after: DayFigures
    newest: DayFigures


def figures_by_day(*, first: date, last: date, path: str = "") -> list[DayFigures]:
    """A row for each day on record, `first` and `last` included, over what lay below `path` then.

    Without a path it is the whole main hierarchy.

    One statement; a reader's sums cover the territories in scope.
    """
    with connection.cursor() as cursor:
        given: dict[str, Any] = {
            "first": first,
            "last": last,
            "path": path,
            "main": MAIN_HIERARCHY_ID,
        }
        cursor.execute(_DAYS.format(within=_BELOW if path else _MAIN), given)
        rows = cursor.fetchall()
    return [_figures(row) for row in rows]


def _figures(row: tuple[Any, ...]) -> DayFigures:
    """A row of sums; revenue comes as a decimal."""
    named = dict(zip(DayFigures.__dataclass_fields__, row, strict=True))
    return DayFigures(**{**named, "revenue_cents": int(named["revenue_cents"])})


def effect_of(at: datetime, *, path: str = "") -> Effect | None:
    """What stood on record before and after `at`; None until both are measured. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"at": at})
        days = cursor.fetchone()
    if None in days:
        return None
    rows = figures_by_day(first=days[0], last=days[2], path=path)
    found = {row.day: row for row in rows}
    return Effect(*(found[day] for day in days)) if found.keys() >= set(days) else None
