"""Filters in CQL2 text (OGC 21-065r2) as SQL; the parser is the library's, the SQL only ours.

Properties come from the collection's list and literals are bound, so nothing of the text reaches
the statement.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import cql2

from townsite.api.ogc.collections import Collection
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
NUMBERS: Final = {"integer", "number"}


@dataclass(frozen=True)
class Sql:
    """A piece of SQL, its values, and what kind of thing it is."""

    text: str
    values: tuple[Any, ...] = ()
    kind: str = "boolean"


def filter_sql(text: str, collection: Collection) -> Sql:
    """The condition of a filter. Raises Invalid with where it cannot be understood."""
    if len(text) > LONGEST:
        raise Invalid(f"A filter has at most {LONGEST} characters.")
    try:
        tree = cql2.parse_text(text).to_json()
    except cql2.ParseError as error:
        raise Invalid(f"The filter is no CQL2 text: {str(error).strip()}") from error
    return _Compiler(collection).condition(tree, 0)


@dataclass(frozen=True)
class _Compiler:
    collection: Collection

    def condition(self, node: Any, depth: int) -> Sql:
        """SQL that is true or false."""
        if depth > DEEPEST:
            raise Invalid(f"The filter is nested deeper than {DEEPEST} levels.")
        if isinstance(node, bool):
            return Sql("true" if node else "false")
        op = node.get("op") if isinstance(node, dict) else None
        args = node.get("args", []) if isinstance(node, dict) else []
        if op in {"and", "or"}:
            return _joined(f" {op.upper()} ", [self.condition(each, depth + 1) for each in args])
        if op == "not":
            inner = self.condition(args[0], depth + 1)
            return Sql(f"(NOT coalesce({inner.text}, false))", inner.values)
        return self._single(op, args, node)

    def _single(self, op: str | None, args: list[Any], node: Any) -> Sql:
        if op and op in COMPARISONS:
            return self._compared(op, args)
        if op and op in SPATIAL:
            return self._spatial(op, args)
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
        raise Invalid(f"The filter uses {op or node}, which is not offered here.")

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
        if isinstance(node, dict) and node.get("op") == "casei":
            inner = _of_kind(self.value(node["args"][0]), "string")
            return Sql(f"lower({inner.text})", inner.values, "string")
        if isinstance(node, dict) and ("date" in node or "timestamp" in node):
            return Sql("%s::timestamptz", (_moment(node.get("date") or node["timestamp"]),), "time")
        if isinstance(node, bool):
            return Sql("%s::boolean", (node,), "boolean")
        if isinstance(node, (int, float)):
            return Sql("%s::float8", (float(node),), "number")
        if isinstance(node, str):
            return Sql("%s::text", (node,), "string")
        raise Invalid(
            f"The filter compares with {json.dumps(node)[:100]}, which is not offered here."
        )

    def _property(self, name: str) -> Sql:
        prop = self.collection.properties.get(name)
        if prop is None:
            known = ", ".join([*self.collection.properties, GEOMETRY])
            raise Invalid(f"There is no property “{name}”. There are {known}.")
        if prop.format:
            return Sql(f"({prop.sql})::timestamptz", (), "time")
        return Sql(prop.sql, (), "number" if prop.type in NUMBERS else prop.type)

    def _compared(self, op: str, args: list[Any]) -> Sql:
        left, right = (self.value(each) for each in args)
        left, right = _alike(left, right)
        return Sql(f"({left.text} {op} {right.text})", (*left.values, *right.values))

    def _like(self, args: list[Any]) -> Sql:
        left, right = (_of_kind(self.value(each), "string") for each in args)
        return Sql(f"({left.text} LIKE {right.text})", (*left.values, *right.values))

    def _between(self, args: list[Any]) -> Sql:
        value, low, high = (self.value(each) for each in args)
        _alike(value, low)
        _alike(value, high)
        values = (*value.values, *low.values, *high.values)
        return Sql(f"({value.text} BETWEEN {low.text} AND {high.text})", values)

    def _in(self, args: list[Any]) -> Sql:
        value = self.value(args[0])
        parts = [_alike(value, self.value(each))[1] for each in args[1]]
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
            return Sql(
                "ST_MakeEnvelope(%s, %s, %s, %s, 4326)", tuple(map(float, node["bbox"])), GEOMETRY
            )
        if isinstance(node, dict) and ("coordinates" in node or "geometries" in node):
            return Sql("ST_SetSRID(ST_GeomFromGeoJSON(%s), 4326)", (json.dumps(node),), GEOMETRY)
        raise Invalid(
            f"A spatial condition takes “{GEOMETRY}” and a shape such as POINT(-84.4 33.7)."
        )


def _joined(word: str, parts: list[Sql]) -> Sql:
    return Sql(
        "(" + word.join(part.text for part in parts) + ")",
        tuple(value for part in parts for value in part.values),
    )


def _of_kind(found: Sql, kind: str) -> Sql:
    if found.kind != kind:
        raise Invalid(f"The filter uses a {found.kind} where a {kind} belongs.")
    return found


def _alike(left: Sql, right: Sql) -> tuple[Sql, Sql]:
    """Both sides, of one kind; a text beside a time is read as a time. Raises Invalid."""
    if left.kind == "time" and right.kind == "string" and right.values:
        right = Sql("%s::timestamptz", (_moment(right.values[0]),), "time")
    if left.kind != right.kind:
        raise Invalid(f"The filter compares a {left.kind} with a {right.kind}.")
    return left, right


def _moment(text: Any) -> str:
    try:
        datetime.fromisoformat(str(text))
    except ValueError as error:
        raise Invalid(f"“{text}” is no date or time of ISO 8601.") from error
    return str(text)
