"""Telling the planner how much of the portfolio the reader sees.

Row-level security decides alone what is shown. But its policies hold the reach in settings, whose
size the planner cannot know: for a reader of 100 sites among a million it walked the whole index of
names in search of 50 of them (18 s measured, 1 ms with this). So the question itself repeats the reach as plain values; the
statistics then tell whether to begin with the reader's own sites or with the index that sorts.
"""

from typing import Any

from townsite.common.scope import Reach, current_scope

# Beyond this many territories a reach is no small part of any portfolio, and listing them costs:
# planning a page with 605 took ten times as long as running it (2.8 ms against 0.3 measured).
MOST_TERRITORIES = 250
# An array, so that the primary key serves it as well as a single grant.
_HELD_FURTHER = """ARRAY(
    SELECT a.site_id FROM territories_assignment a
    WHERE a.territory_id = ANY (%s) AND a.kind = 'primary' AND upper_inf(a.valid_during))"""


def is_large(reach: Reach) -> bool:
    """Whether the reach is no small part of any portfolio."""
    return reach.everything or len(reach.territory_ids) > MOST_TERRITORIES


def in_reach(alias: str) -> tuple[str, list[Any]]:
    """SQL that is true for every site in the present scope, with its values; TRUE for no limit."""
    scope = current_scope()
    reach = scope.read
    if is_large(reach):
        return "TRUE", []
    parts, values = [f"{alias}.territory_id = ANY (%s)"], [list(reach.territory_ids)]
    if reach.further_ids:
        parts.append(f"{alias}.id = ANY ({_HELD_FURTHER})")
        values.append(list(reach.further_ids))
    if reach.site_ids:
        parts.append(f"{alias}.id = ANY (%s)")
        values.append(list(reach.site_ids))
    parts.append(f"({alias}.territory_id IS NULL AND {alias}.created_by_id = %s)")
    return f"({' OR '.join(parts)})", [*values, scope.user_id]
