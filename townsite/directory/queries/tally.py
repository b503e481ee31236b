"""How many sites each filter finds, from counts that triggers keep: no site is read for it.

`directory_sitetally` counts by territory, state, status and type, so it answers every question that
asks for nothing else. Row-level security shows the rows of the reader's territories; sites in reach
by a single grant, and one's own new ones, are added as rows of one site each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from townsite.access.row_security import READ, beyond_territories
from townsite.common.scope import current_scope
from townsite.directory.criteria import Criteria
from townsite.directory.queries.rows import rows
from townsite.directory.tokens import SYNONYMS
from townsite.sites import choices
from townsite.sites.quality import LABELS

# Filter -> the tally's own column of it.
KEYS = {
    "type": "facility_type",
    "status": "status",
    "state": "state",
    "territory": "territory_id",
}
_NONE = "none"
# Filter -> the values that the tally has a column for, each under the filter's own words.
VALUES: dict[str, tuple[str, ...]] = {
    "tier": (*choices.Tier.values, _NONE),
    "health": (*choices.Health.values,),
    "revenueclass": (*choices.RevenueClass.values, _NONE),
    "complexity": ("<30", "30..60", ">60", _NONE),
    "class": (*choices.CommercialClass.values, _NONE),
    "service": (*choices.ServiceClass.values, _NONE),
    "quality": (*choices.GeocodeQuality.values,),
    "completeness": ("<60", "60..84", "85..99", "100"),
    "missing": tuple(LABELS),
}
# What is added up over sites besides their number.
AMOUNTS = ("completeness", "parking_spaces", "room_count")


@dataclass(frozen=True)
class Tallied:
    """Sites that match, amounts over all of them, and by filter how many each value finds."""

    sites: int
    amounts: dict[str, int]
    counts: dict[str, dict[str, int]]


def is_tallied(criteria: Criteria) -> bool:
    """Whether the tally can answer: nothing is asked for but type, status, state and territory."""
    named = {SYNONYMS.get(term.name, term.name) for term in criteria.terms}
    return named <= set(KEYS) and not criteria.shapes and not criteria.problems


def tallied_sites(criteria: Criteria) -> int:
    """How many sites match."""
    source, values = _source(criteria, ["sites"])
    [(number,)] = rows(f"SELECT coalesce(sum(sites), 0) FROM {source}", values)
    return int(number)


def tallied(criteria: Criteria, filters: Sequence[str], amounts: Sequence[str] = ()) -> Tallied:
    """Counts by these filters; values that no site has are left out. At most two statements."""
    counted = [(each, value) for each in filters for value in VALUES.get(each, ())]
    columns = ["sites", *amounts, *(f'"{each}:{value}"' for each, value in counted)]
    source, bound = _source(criteria, columns)
    sums = ", ".join(f"coalesce(sum({column}), 0)" for column in columns)
    [found] = rows(f"SELECT {sums} FROM {source}", bound)
    numbers = [int(number) for number in found]
    counts: dict[str, dict[str, int]] = {each: {} for each in filters}
    for (each, value), number in zip(counted, numbers[1 + len(amounts) :], strict=True):
        if number:
            counts[each][value] = number
    counts |= _by_key(criteria, [each for each in filters if each in KEYS])
    return Tallied(numbers[0], dict(zip(amounts, numbers[1:], strict=False)), counts)


def _by_key(criteria: Criteria, filters: list[str]) -> dict[str, dict[str, int]]:
    """The sites by the tally's own columns; without a value they count as `none`."""
    if not filters:
        return {}
    columns = [KEYS[each] for each in filters]
    source, bound = _source(criteria, [*columns, "sites"])
    # grouping() is 0 only for the column that the row is about.
    which = " ".join(f"WHEN grouping({c}) = 0 THEN {n}" for n, c in enumerate(columns))
    value = " ".join(f"WHEN grouping({c}) = 0 THEN {c}::text" for c in columns)
    found = rows(
        f"SELECT CASE {which} END, CASE {value} END, sum(sites) FROM {source}"
        f" GROUP BY GROUPING SETS ({', '.join(f'({c})' for c in columns)}) HAVING sum(sites) > 0",
        bound,
    )
    counts: dict[str, dict[str, int]] = {each: {} for each in filters}
    for at, text, number in found:
        counts[filters[at]][text or _NONE] = int(number)
    return counts


def _source(criteria: Criteria, columns: Sequence[str]) -> tuple[str, list[Any]]:
    """Rows of the tally that match, and with them the sites that no territory in reach holds."""
    where, values = criteria.compiled.condition.over("s")
    wanted = ", ".join(columns)
    source = f"SELECT {wanted} FROM directory_sitetally s WHERE {where}"
    if current_scope().read.everything:
        return f"({source}) t", values
    beyond = beyond_territories(READ, table="s")
    single = f"SELECT {wanted} FROM directory_onesite s WHERE {beyond} AND ({where})"
    return f"({source} UNION ALL {single}) t", [*values, *values]
