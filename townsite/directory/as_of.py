"""The territory that a site had at a moment, as SQL over `s`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from townsite.directory.columns import Column
from townsite.territories.models import MAIN_HIERARCHY_ID

_THEN = """(
SELECT {what} FROM territories_assignment a JOIN territories_territory t ON t.id = a.territory_id
WHERE a.site_id = {site_id} AND a.kind = 'primary' AND a.hierarchy_id = '{main}'
  AND a.valid_during @> '{at}'::timestamptz)"""
_FURTHER_THEN = """(
SELECT string_agg(t.code || ' ' || t.name, ', ' ORDER BY t.code)
FROM territories_assignment a JOIN territories_territory t ON t.id = a.territory_id
WHERE a.site_id = s.id AND a.kind = 'primary' AND a.hierarchy_id <> '{main}'
  AND a.valid_during @> '{at}'::timestamptz)"""


def territory_then(what: str, at: datetime, *, site_id: str = "s.id") -> str:
    """SQL of something of `t`, the main territory at that moment; NULL for a site that had none."""
    return _THEN.format(what=what, at=at.isoformat(), site_id=site_id, main=MAIN_HIERARCHY_ID)


def columns_as_of(columns: Sequence[Column], at: datetime | None) -> list[Column]:
    """The columns with the territory of that moment; unchanged for None, the present."""
    if at is None:
        return list(columns)
    sql = {
        "territory": territory_then("t.code || ' ' || t.name", at),
        "further": _FURTHER_THEN.format(at=at.isoformat(), main=MAIN_HIERARCHY_ID),
    }
    return [replace(c, sql=sql[c.name]) if c.name in sql else c for c in columns]
