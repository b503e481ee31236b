"""Temporal functions of CQL2 (OGC 21-065r2, table 8): relations of Allen between times and intervals."""

from collections.abc import Callable
from typing import Any, Final

from townsite.api.ogc.cql_sql import Sql, moment
from townsite.common.errors import Invalid

# Over the beginnings and ends of both sides: {a} to {b}, and {c} to {d}.
TEMPORAL: Final = {
    "t_after": "{a} > {d}",
    "t_before": "{b} < {c}",
    "t_contains": "{a} < {c} AND {b} > {d}",
    "t_disjoint": "({a} > {d} OR {b} < {c})",
    "t_during": "{a} > {c} AND {b} < {d}",
    "t_equals": "{a} = {c} AND {b} = {d}",
    "t_finishedby": "{a} < {c} AND {b} = {d}",
    "t_finishes": "{a} > {c} AND {b} = {d}",
    "t_intersects": "{a} <= {d} AND {b} >= {c}",
    "t_meets": "{b} = {c}",
    "t_metby": "{a} = {d}",
    "t_overlappedby": "{a} > {c} AND {a} < {d} AND {b} > {d}",
    "t_overlaps": "{a} < {c} AND {b} > {c} AND {b} < {d}",
    "t_startedby": "{a} = {c} AND {b} > {d}",
    "t_starts": "{a} = {c} AND {b} < {d}",
}
OPEN: Final = {"..", ""}
Value = Callable[[Any], Sql]


def temporal(op: str, args: list[Any], value: Value) -> Sql:
    """The condition of a temporal function over instants and intervals."""
    (low, high), (other_low, other_high) = (_span(each, value) for each in args)
    names = {"a": low, "b": high, "c": other_low, "d": other_high}
    shape = TEMPORAL[op]
    text = shape.format(**{name: side.text for name, side in names.items()})
    order = [names[part[0]] for part in shape.split("{")[1:]]
    return Sql(f"({text})", tuple(each for side in order for each in side.values))


def _span(node: Any, value: Value) -> tuple[Sql, Sql]:
    """Beginning and end; an instant is both."""
    if isinstance(node, dict) and "interval" in node:
        low, high = node["interval"]
        return _end(low, "-infinity", value), _end(high, "infinity", value)
    found = value(node)
    if found.kind == "string" and found.values:
        found = Sql("%s::timestamptz", (moment(found.values[0]),), "time")
    if found.kind != "time":
        raise Invalid(f"A temporal function takes times, and this is a {found.kind}.")
    return found, found


def _end(node: Any, unbounded: str, value: Value) -> Sql:
    """One end of an interval; what has no end yet goes on for ever."""
    if isinstance(node, str) and node in OPEN:
        return Sql(f"'{unbounded}'::timestamptz", (), "time")
    found, _ = _span(node, value)
    return Sql(f"coalesce({found.text}, '{unbounded}'::timestamptz)", found.values, "time")
