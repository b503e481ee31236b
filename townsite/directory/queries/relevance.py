"""The best matches of a search by words, best first."""

from typing import Any

from townsite.directory.criteria import Criteria
from townsite.directory.errors import BadCursor
from townsite.directory.queries.rows import rows

# People look at the first page or two; beyond this many another order serves better.
BEST = 500

# Fenced: otherwise the planner may walk a whole index in name order to find a few rare words.
_RANKED = """
WITH hits AS MATERIALIZED (
    (SELECT {inputs} FROM sites_site s WHERE s.number = ANY (%s) AND {where})
    UNION ALL
    (SELECT {inputs} FROM sites_site s WHERE s.number <> ALL (%s) AND {where} LIMIT {best})
), ranked AS MATERIALIZED (
    SELECT h.id, h.name, h.number = ANY (%s) AS is_number,
           ts_rank(h.search_vector, %s::tsquery)
           + word_similarity(%s, f_unaccent(concat_ws(' ', h.name, h.city, h.state))) AS score
    FROM hits h ORDER BY is_number DESC, score DESC, h.name, h.id OFFSET %s LIMIT %s
)
SELECT {select} FROM ranked JOIN sites_site s ON s.id = ranked.id
ORDER BY ranked.is_number DESC, ranked.score DESC, ranked.name, ranked.id
"""
_INPUTS = "s.id, s.name, s.number, s.city, s.state, s.search_vector"


def relevant_rows(
    criteria: Criteria, select: list[str], *, cursor: str, limit: int
) -> tuple[list[tuple[Any, ...]], str | None, str | None]:
    """A page of `select` over the best matches, with the cursors around it (they count rows)."""
    if cursor and not (cursor.isascii() and cursor.isdecimal() and int(cursor[:9]) < BEST):
        raise BadCursor("This page address is not one of ours. Begin at the first page.")
    start = int(cursor or 0)
    where, values = criteria.where_sql()
    statement = _RANKED.format(
        where=f"({where})", best=BEST, select=", ".join(select), inputs=_INPUTS
    )
    search = criteria.compiled
    numbers = search.site_numbers
    found = rows(
        statement,
        [
            numbers, *values, numbers, *values, numbers, search.rank_tsquery,
            search.plain_words, start, limit + 1,
        ],
    )  # fmt: skip
    end = start + limit
    after = str(end) if len(found) > limit and end < BEST else None
    return found[:limit], after, str(max(start - limit, 0)) if start else None
