"""Filters in CQL2 text (OGC 21-065r2) as SQL; the parser is the library's, the SQL only ours.

Properties come from the collection's list and literals are bound, so nothing of the text reaches
the statement.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

import cql2

from townsite.api.ogc import crs as systems
from townsite.api.ogc.collections import Collection
from townsite.api.ogc.cql_sql import Sql, alike, joined, moment, of_kind
from townsite.api.ogc.cql_time import TEMPORAL, temporal
from townsite.common.errors import Invalid

LONGEST: Final = 8_000
DEEPEST: Final = 50
COMPARISONS: Final = {"=", "<>", "<", ">", "<=", ">="}
SPATIAL: Final = {
    "s_intersects": "ST_Intersects", "s_within": "ST_Within", "s_contains": "ST_Contains",
    "s_disjoint": "ST_Disjoint", "s_equals": "ST_Equals", "s_touches": "ST_Touches",
    "s_overlaps": "ST_Overlaps", "s_crosses": "ST_Crosses",
}  # fmt: skip
GEOMETRY: Final = "geometry"
FOLDED: Final = {"casei": "lower", "accenti": "f_unaccent"}
ARITHMETIC: Final = {
    "+": "{} + {}", "-": "{} - {}", "*": "{} * {}", "/": "{} / {}", "^": "power({}, {})",
    "%": "mod(({})::numeric, ({})::numeric)::float8", "div": "trunc({} / {})",
}  # fmt: skip
NUMBERS: Final = {"integer", "number"}


def filter_sql(text: str, collection: Collection, *, crs: str = systems.CRS84) -> Sql:
    """The condition of a filter, whose shapes are told in `crs`.

    Raises Invalid with the line and the character at which it cannot be understood.
    """
    if len(text) > LONGEST:
        raise Invalid(f"A filter has at most {LONGEST} characters.")
    try:
        tree = cql2.parse_text(text).to_json()
    except cql2.ParseError as error:
        raise _unreadable(str(error)) from error
    try:
        return _Compiler(collection, crs).condition(tree, 0)
    except Invalid as problem:
        raise _placed(problem, text) from problem


def _unreadable(told: str) -> Invalid:
    """The library's words: where it stopped, and what might have stood there."""
    place = re.search(r"--> (\d+):(\d+)", told)
    expected = re.search(r"= (expected .*)", told)
    if place is None:
        return Invalid(f"The filter is no CQL2 text: {told.strip()}")
    line, column = int(place[1]), int(place[2])
    return Invalid(
        f"The filter is no CQL2 text: line {line}, character {column}: "
        f"{expected[1] if expected else 'not understood'}.",
        line=line,
        character=column,
    )


def _placed(problem: Invalid, text: str) -> Invalid:
    """The problem with the place of the word that it is about, when the text holds it."""
    near = problem.extra.get("near", "")
    start = text.lower().find(near.lower()) if near else -1
    if start < 0:
        return Invalid(problem.detail)
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    told = f"{problem.detail} (line {line}, character {column})"
    return Invalid(told, line=line, character=column)


@dataclass(frozen=True)
class _Compiler:
    collection: Collection
    crs: str

    def condition(self, node: Any, depth: int) -> Sql:
        """SQL that is true or false."""
        if depth > DEEPEST:
            raise Invalid(f"The filter is nested deeper than {DEEPEST} levels.")
        if isinstance(node, bool):
            return Sql("true" if node else "false")
        op = node.get("op") if isinstance(node, dict) else None
        args = node.get("args", []) if isinstance(node, dict) else []
        if op in {"and", "or"}:
            return joined(f" {op.upper()} ", [self.condition(each, depth + 1) for each in args])
        if op == "not":
            inner = self.condition(args[0], depth + 1)
            return Sql(f"(NOT coalesce({inner.text}, false))", inner.values)
        return self._single(op, args, node)

    def _single(self, op: str | None, args: list[Any], node: Any) -> Sql:
        if op and op in COMPARISONS:
            return self._compared(op, args)
        if op and op in SPATIAL:
            return self._spatial(op, args)
        if op and op in TEMPORAL:
            return temporal(op, args, self.value)
        handlers = {
            "like": self._like,
            "between": self._between,
            "in": self._in,
            "isNull": self._null,
        }
        if op and op in handlers:
            return handlers[op](args)
        if isinstance(node, dict) and "property" in node:
            return self._as_condition(node)
        raise Invalid(
            f"The filter uses {op or node}, which is not offered here.", near=str(op or "")
        )

    def _as_condition(self, node: Any) -> Sql:
        found = self.value(node)
        if found.kind != "boolean":
            raise Invalid(
                f"{node['property']} is no condition by itself. Compare it with something."
            )
        return found

    def value(self, node: Any) -> Sql:
        """SQL of a property or a literal, with its kind."""
        if isinstance(node, dict) and "property" in node:
            return self._property(str(node["property"]))
        if isinstance(node, dict) and "op" in node:
            return self._computed(str(node["op"]), node.get("args", []))
        if isinstance(node, dict) and ("date" in node or "timestamp" in node):
            return Sql("%s::timestamptz", (moment(node.get("date") or node["timestamp"]),), "time")
        if isinstance(node, bool):
            return Sql("%s::boolean", (node,), "boolean")
        if isinstance(node, (int, float)):
            return Sql("%s::float8", (float(node),), "number")
        if isinstance(node, str):
            return Sql("%s::text", (node,), "string")
        raise Invalid(
            f"The filter compares with {json.dumps(node)[:100]}, which is not offered here."
        )

    def _computed(self, op: str, args: list[Any]) -> Sql:
        """A text without regard to case or accents, or the result of arithmetic."""
        if op in FOLDED:
            inner = of_kind(self.value(args[0]), "string")
            return Sql(f"{FOLDED[op]}({inner.text})", inner.values, "string")
        if op not in ARITHMETIC:
            raise Invalid(f"The filter uses {op}, which is not offered here.", near=op)
        left, right = (of_kind(self.value(each), "number") for each in args)
        text = ARITHMETIC[op].format(f"({left.text})::float8", f"({right.text})::float8")
        return Sql(f"({text})", (*left.values, *right.values), "number")

    def _property(self, name: str) -> Sql:
        prop = self.collection.properties.get(name)
        if prop is None:
            known = ", ".join([*self.collection.properties, GEOMETRY])
            raise Invalid(f"There is no property “{name}”. There are {known}.", near=name)
        if prop.format:
            return Sql(f"({prop.sql})::timestamptz", (), "time")
        return Sql(prop.sql, (), "number" if prop.type in NUMBERS else prop.type)

    def _compared(self, op: str, args: list[Any]) -> Sql:
        left, right = (self.value(each) for each in args)
        left, right = alike(left, right)
        return Sql(f"({left.text} {op} {right.text})", (*left.values, *right.values))

    def _like(self, args: list[Any]) -> Sql:
        left, right = (of_kind(self.value(each), "string") for each in args)
        return Sql(f"({left.text} LIKE {right.text})", (*left.values, *right.values))

    def _between(self, args: list[Any]) -> Sql:
        value, low, high = (self.value(each) for each in args)
        alike(value, low)
        alike(value, high)
        values = (*value.values, *low.values, *high.values)
        return Sql(f"({value.text} BETWEEN {low.text} AND {high.text})", values)

    def _in(self, args: list[Any]) -> Sql:
        value = self.value(args[0])
        parts = [alike(value, self.value(each))[1] for each in args[1]]
        if not parts:
            raise Invalid("A list behind IN has at least one value.")
        listed = ", ".join(part.text for part in parts)
        more = tuple(each for part in parts for each in part.values)
        return Sql(f"({value.text} IN ({listed}))", (*value.values, *more))

    def _null(self, args: list[Any]) -> Sql:
        if args[0] == {"property": GEOMETRY}:
            return Sql(f"({self.collection.geometry} IS NULL)")
        value = self.value(args[0])
        empty = f" OR {value.text} = ''" if value.kind == "string" else ""
        return Sql(f"({value.text} IS NULL{empty})", value.values * (2 if empty else 1))

    def _spatial(self, op: str, args: list[Any]) -> Sql:
        left, right = (self._geometry(each) for each in args)
        return Sql(f"{SPATIAL[op]}({left.text}, {right.text})", (*left.values, *right.values))

    def _geometry(self, node: Any) -> Sql:
        if node == {"property": GEOMETRY}:
            return Sql(self.collection.geometry, (), GEOMETRY)
        if isinstance(node, dict) and len(node.get("bbox", ())) == 4:  # noqa: PLR2004 - two corners
            envelope, values = systems.box(",".join(map(str, node["bbox"])), self.crs)
            return Sql(envelope, tuple(values), GEOMETRY)
        if isinstance(node, dict) and ("coordinates" in node or "geometries" in node):
            return Sql(
                systems.read("ST_GeomFromGeoJSON(%s)", self.crs), (json.dumps(node),), GEOMETRY
            )
        raise Invalid(
            f"A spatial condition takes “{GEOMETRY}” and a shape such as POINT(-84.4 33.7)."
        )
