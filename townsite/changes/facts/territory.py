"""The record of a territory: subject "D02.name", value that of the field; `parent` is a code.

A territory is there while it has a place in the tree; the status None stands for one that is not,
as before its creation and after a revert of it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from townsite.changes.facts.fact import Act, FactKind, Pair, Places, Value
from townsite.changes.facts.naming import territory_names
from townsite.territories.actions import (
    close_territory,
    create_territory,
    place_territory,
    reinstate_territory,
    reopen_territory,
    update_territory,
    withdraw_territory,
)
from townsite.territories.choices import TerritoryStatus
from townsite.territories.models import Hierarchy, Territory, TerritoryPlacement

# What a change set may set; `level` and `hierarchy` only when the territory is made.
RECORD = ("name", "kind", "membership", "membership_rule", "allowed_states", "capacity_limit")
FIELDS = (*RECORD, "hierarchy", "level", "parent", "status")
# Fields of a new territory that the action takes apart from its values.
ASIDE = frozenset({"parent", "status", "hierarchy"})
ACTIVE, INACTIVE = TerritoryStatus.ACTIVE, TerritoryStatus.INACTIVE


class TerritoryRecord(FactKind):
    name = "territory"
    label = "territory"

    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        wanted = _by_code(dict.fromkeys(subjects))
        known = Territory.objects.select_related("hierarchy")
        rows = known.in_bulk(list(wanted), field_name="code")
        parents = dict(
            TerritoryPlacement.objects.filter(
                territory__code__in=rows, valid_during__contains=at
            ).values_list("territory__code", "parent__code")
        )
        return {
            f"{code}.{field}": parents.get(code) if field == "parent" else _plain(rows[code], field)
            for code, fields in wanted.items()
            if code in parents
            for field in fields
        }

    def write(self, values: Mapping[str, Value], act: Act) -> None:
        for code, fields in _by_code(values).items():
            known = Territory.objects.filter(code=code).first()
            if known is None or not _is_placed(known, act.at):
                _create(code, known, fields, act)
            elif fields.get("status", ACTIVE) is not None:
                _change(known, fields, act)

    def finish(self, values: Mapping[str, Value], act: Act) -> None:
        for code, fields in _by_code(values).items():
            status = fields.get("status", ACTIVE)
            if status == ACTIVE:
                continue
            territory = Territory.objects.get(code=code)
            if status is None:
                withdraw_territory(territory=territory, **act.signed)
            elif territory.status != INACTIVE:
                close_territory(territory=territory, **act.signed)

    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        told = _by_code(diff)
        parents = {code for pairs in told.values() for code in pairs.get("parent", ()) if code}
        names = territory_names({*told, *parents})
        return [line for code, pairs in told.items() for line in _lines(code, pairs, names)]

    def places(self, subject: str, values: Collection[Value]) -> Places:
        code, field = subject.split(".", 1)
        parents = {value for value in values if value} if field == "parent" else set()
        return Places(territories=frozenset({code, *parents}))


def _by_code(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    grouped = defaultdict[str, dict[str, Any]](dict)
    for subject, value in values.items():
        code, field = subject.split(".", 1)
        grouped[code][field] = value
    return dict(grouped)


def _plain(territory: Territory, field: str) -> Value:
    value = territory.hierarchy.code if field == "hierarchy" else getattr(territory, field)
    return float(value) if isinstance(value, Decimal) else value


def _stored(values: Mapping[str, Value]) -> dict[str, Any]:
    stored = dict(values)
    if stored.get("capacity_limit") is not None:
        stored["capacity_limit"] = Decimal(str(stored["capacity_limit"]))
    return stored


def _is_placed(territory: Territory, at: datetime) -> bool:
    return TerritoryPlacement.objects.filter(
        territory=territory, valid_during__contains=at
    ).exists()


def _create(code: str, former: Territory | None, fields: Mapping[str, Value], act: Act) -> None:
    """Makes it; `former` is one of the same code whose creation was taken back."""
    above = fields.get("parent")
    parent = Territory.objects.get(code=above) if above else None
    given = {name: value for name, value in fields.items() if name not in ASIDE}
    tree = None if parent else fields.get("hierarchy")
    if former is None:
        values = {**_stored(given), "code": code}
        hierarchy = Hierarchy.objects.get(code=tree) if tree else None
        create_territory(values=values, parent=parent, hierarchy=hierarchy, **act.signed)
    else:
        reinstate_territory(territory=former, values=_stored(given), parent=parent, **act.signed)


def _change(territory: Territory, fields: Mapping[str, Value], act: Act) -> None:
    done = act.signed
    if fields.get("status") == ACTIVE and territory.status != ACTIVE:
        territory = reopen_territory(territory=territory, **done)
    record = {name: fields[name] for name in RECORD if name in fields}
    if record:
        territory = update_territory(territory=territory, values=_stored(record), **done)
    if "parent" in fields:
        code = fields["parent"]
        parent = Territory.objects.get(code=code) if code else None
        place_territory(territory=territory, parent=parent, **done)


def _lines(code: str, pairs: Mapping[str, Pair], names: Mapping[str, str]) -> list[str]:
    parent = pairs.get("parent", Pair(None, None))
    status = pairs.get("status")
    if status and status.before is None:
        name = pairs["name"].after if "name" in pairs else ""
        under = f" below {names[parent.after]}" if parent.after else " at the top"
        return [f"A new {pairs['level'].after} {code} {name} is created{under}."]
    lines = []
    if status:
        lines.append(f"{names[code]} is {'reopened' if status.after == ACTIVE else 'closed'}.")
    if "parent" in pairs:
        places = [names[each] if each else "the top" for each in parent]
        lines.append(f"{names[code]} moves from {places[0]} to {places[1]}, with all below it.")
    if "name" in pairs:
        lines.append(f"{code} is renamed from “{pairs['name'].before}” to “{pairs['name'].after}”.")
    rest = [field for field in RECORD if field in pairs and field != "name"]
    lines += [
        f"{names[code]}: {field.replace('_', ' ')} changes from {_said(pairs[field].before)}"
        f" to {_said(pairs[field].after)}."
        for field in rest
    ]
    return lines


def _said(value: Value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "", {}) else str(value)
