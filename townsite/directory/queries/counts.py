"""How many sites match, and where they lie."""

from dataclasses import dataclass

from townsite.directory.criteria import Criteria
from townsite.directory.queries.rows import rows
from townsite.directory.queries.tally import is_tallied, tallied_sites

COUNTED_TO = 10_000


@dataclass(frozen=True)
class Count:
    """How many; beyond 10,000 only that there are more, because counting on costs too much."""

    number: int
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.number:,}" if self.is_exact else f"{self.number:,}+"


def count_sites(criteria: Criteria, *, up_to: int = COUNTED_TO) -> Count:
    """How many sites match: from the tally where it can answer, else counted up to a limit."""
    if is_tallied(criteria):
        return Count(tallied_sites(criteria), is_exact=True)
    where, values = criteria.where_sql()
    inner = f"SELECT 1 FROM sites_site s WHERE {where} LIMIT {up_to + 1}"
    [(number,)] = rows(f"SELECT count(*) FROM ({inner}) t", values)
    return Count(min(number, up_to), is_exact=number <= up_to)


def count_all(criteria: Criteria) -> int:
    """How many sites match, whatever it takes: for a preview of what a bulk edit will touch."""
    where, values = criteria.where_sql()
    [(number,)] = rows(f"SELECT count(*) FROM sites_site s WHERE {where}", values)
    return int(number)


def site_extent(criteria: Criteria) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the matching sites; None when none has a point."""
    where, values = criteria.where_sql()
    [box] = rows(
        "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)"
        f" FROM (SELECT ST_Extent(s.location) AS e FROM sites_site s WHERE {where}) t",
        values,
    )
    return None if box[0] is None else (box[0], box[1], box[2], box[3])
