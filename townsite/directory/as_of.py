"""The territory that a site had at a moment, as SQL over `s`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from townsite.directory.columns import Column

_THEN = """(
SELECT {what} FROM territories_assignment a JOIN territories_territory t ON t.id = a.territory_id
WHERE a.site_id = {site_id} AND a.kind = 'primary' AND a.valid_during @> '{at}'::timestamptz)"""


def territory_then(what: str, at: datetime, *, site_id: str = "s.id") -> str:
    """SQL of something of `t`, the territory at that moment; NULL for a site that had none."""
    return _THEN.format(what=what, at=at.isoformat(), site_id=site_id)


def columns_as_of(columns: Sequence[Column], at: datetime | None) -> list[Column]:
    """The columns with the territory of that moment; unchanged for None, the present."""
    if at is None:
        return list(columns)
    then = territory_then("t.code || ' ' || t.name", at)
    return [replace(c, sql=then) if c.name == "territory" else c for c in columns]
