"""How many matching sites wear each color of the map."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import TextChoices

from townsite.directory.criteria import Criteria
from townsite.directory.queries.tally import is_tallied, tallied
from townsite.sites import choices

FACETS: dict[str, tuple[str, type[TextChoices]]] = {
    "type": ("facility_type", choices.FacilityType),
    "status": ("status", choices.SiteStatus),
    "tier": ("tier", choices.Tier),
    "health": ("health", choices.Health),
}
# One pass over the sites for all facets: grouping() is 0 for the column that a row is about.
_COUNTS = """
SELECT CASE {which} END, coalesce({values}), count(*)
FROM sites_site s WHERE {where} GROUP BY GROUPING SETS ({sets})
"""


@dataclass(frozen=True)
class LegendEntry:
    """A value with its words, the token of its color, and how many matching sites have it."""

    facet: str
    value: str
    label: str
    color_token: str
    count: int


def legend(criteria: Criteria) -> list[LegendEntry]:
    """The values of type, status, tier and health that occur, in the order of their vocabulary.

    A facet's own filter does not narrow its own counts, so that what is switched off can be
    switched on again. One question, and one more for each facet that is filtered by.
    """
    chosen = [facet for facet in FACETS if criteria.values_of(facet)]
    counts = _counts(criteria, [facet for facet in FACETS if facet not in chosen])
    for facet in chosen:
        counts |= _counts(criteria.without(facet), [facet])
    return [
        LegendEntry(facet, value, str(label), f"{facet}-{value}", counts[facet, value])
        for facet, (_, vocabulary) in FACETS.items()
        for value, label in vocabulary.choices
        if counts.get((facet, value))
    ]


def _counts(criteria: Criteria, facets: list[str]) -> dict[tuple[str, str], int]:
    if not facets:
        return {}
    if is_tallied(criteria):
        told = tallied(criteria, facets).counts
        return {(f, value): n for f, counts in told.items() for value, n in counts.items()}
    where, bound = criteria.where_sql()
    columns = {facet: f"s.{FACETS[facet][0]}" for facet in facets}
    statement = _COUNTS.format(
        which=" ".join(f"WHEN grouping({c}) = 0 THEN '{f}'" for f, c in columns.items()),
        values=", ".join(columns.values()),
        where=where,
        sets=", ".join(f"({column})" for column in columns.values()),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, bound)
        found: list[Any] = cursor.fetchall()
    return {(facet, value): number for facet, value, number in found}
