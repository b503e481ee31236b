"""The columns of the directory: one registry for headers, chooser, sorting and exports."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from townsite.common.money import cents_label
from townsite.sites import choices

Show = Callable[[Any], str]


def as_text(value: Any) -> str:
    return "" if value is None else str(value)


def grouped(value: Any) -> str:
    return "" if value is None else f"{value:,}"


def labelled(vocabulary: Any) -> Show:
    labels = {str(value): str(label) for value, label in vocabulary.choices}
    return lambda value: labels.get(str(value), as_text(value))


def _fits(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text, re.ASCII) is not None


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).year > 0
    except ValueError:
        return False


# What PostgreSQL can read as a value of the column's type; text holds anything.
_READABLE: dict[str, Callable[[str], bool]] = {
    "number": _fits(r"\d{1,4}|[12]\d{4}"),  # no count is as large as a smallint can be
    "percent": _fits(r"\d{1,3}"),
    "money": _fits(r"-?\d{1,18}"),
    "path": _fits(r"[A-Za-z0-9_]{1,255}(\.[A-Za-z0-9_]{1,255}){0,20}"),
    "date": _is_moment,
    "time": _is_moment,
}


@dataclass(frozen=True)
class Column:
    """SQL over `s`, how it reads, and how it sorts.

    `kind` tells template and export how to set it: text, number, money, percent, badge, date, time.
    `blank` is SQL that is true where there is no value: such rows come last in both directions.
    `is_index_descending` says how its index is kept, which decides where that has the NULLs.
    """

    name: str
    label: str
    sql: str
    kind: str = "text"
    show: Show = as_text
    sort: str = ""
    blank: str = ""
    is_index_descending: bool = False
    join: str = ""
    usual: bool = False

    @property
    def is_nullable(self) -> bool:
        return self.blank.endswith(" IS NULL")

    @property
    def filled(self) -> str:
        """SQL that is true where there is a value."""
        if self.is_nullable:
            return self.blank.replace(" IS NULL", " IS NOT NULL")
        return self.blank.replace(" = ''", " <> ''") or "TRUE"

    def could_hold(self, value: str | None) -> bool:
        """Whether a sort value, as text, is one that this column may have; None is no value."""
        if value is None:
            return bool(self.blank)
        kind = "path" if self.sort.endswith("_path") else self.kind
        reads = _READABLE.get(kind)
        return reads is None or reads(value)

    @property
    def is_number(self) -> bool:
        return self.kind in {"number", "money", "percent"}


def _code(name: str, label: str, column: str, vocabulary: Any, **more: Any) -> Column:
    """A column of stored codes, shown by their labels."""
    can_lack = more.pop("can_lack", False)
    return Column(
        name, label, f"s.{column}", show=labelled(vocabulary), sort=f"s.{column}",
        blank=f"s.{column} = ''" if can_lack else "", **more,
    )  # fmt: skip


def _text(name: str, label: str, column: str) -> Column:
    return Column(name, label, f"s.{column}", sort=f"s.{column}", blank=f"s.{column} = ''")


def _nullable(name: str, label: str, column: str, kind: str = "number", **more: Any) -> Column:
    return Column(
        name, label, f"s.{column}", kind=kind, sort=f"s.{column}", blank=f"s.{column} IS NULL",
        **{"show": grouped if kind == "number" else as_text, **more},
    )  # fmt: skip


def _money(value: Any) -> str:
    return "" if value is None else cents_label(int(value))


def _degrees(value: Any) -> str:
    return "" if value is None else f"{value:.5f}"


_ALL = [
    Column("number", "Number", "s.number", sort="s.number", usual=True),
    Column("name", "Site", "s.name", sort="s.name", usual=True),
    _code("type", "Type", "facility_type", choices.FacilityType, usual=True),
    _code("tier", "Tier", "tier", choices.Tier, can_lack=True, usual=True),
    _code("status", "Status", "status", choices.SiteStatus, kind="badge", usual=True),
    Column("city", "City", "s.city", sort="s.city", blank="s.city = ''", usual=True),
    Column("state", "State", "s.state", sort="s.state", blank="s.state = ''", usual=True),
    Column(
        "territory", "Territory",
        "(SELECT t.code || ' ' || t.name FROM territories_territory t WHERE t.id = s.territory_id)",
        sort="s.territory_path", blank="s.territory_path IS NULL", usual=True,
    ),
    Column(
        "further", "Territories of other hierarchies",
        "(SELECT string_agg(t.code || ' ' || t.name, ', ' ORDER BY t.code)"
        " FROM territories_territory t WHERE t.id = ANY (s.further_territory_ids))",
    ),
    _nullable(
        "revenue", "Revenue", "annual_revenue_cents", kind="money", show=_money, usual=True,
        is_index_descending=True,
    ),
    _code("health", "Health", "health", choices.Health, kind="badge", usual=True),
    Column(
        "completeness", "Complete", "s.completeness", kind="percent", sort="s.completeness",
        show=lambda value: f"{value}%",
    ),
    Column(
        "customer", "Customer",
        "(SELECT c.name FROM sites_customer c WHERE c.id = s.customer_id)",
        sort="cust.name", blank="s.customer_id IS NULL",
        join="JOIN sites_customer cust ON cust.id = s.customer_id",
    ),
    _text("street", "Street", "street1"),
    _text("zip", "ZIP code", "zip"),
    _nullable("rooms", "Rooms", "room_count"),
    _nullable("spaces", "Spaces", "parking_spaces"),
    _code("parking", "Parking", "parking_mode", choices.ParkingMode, can_lack=True),
    _nullable("complexity", "Complexity", "complexity"),
    _code("segment", "Segment", "business_segment", choices.BusinessSegment, can_lack=True),
    _code("service", "Service class", "service_class", choices.ServiceClass, can_lack=True),
    _code("class", "Commercial class", "commercial_class", choices.CommercialClass, can_lack=True),
    _code("revenueclass", "Revenue class", "revenue_class", choices.RevenueClass, can_lack=True),
    _code("quality", "Map point", "geocode_quality", choices.GeocodeQuality, kind="badge"),
    Column(
        "missing", "Missing", "array_to_string(s.missing, ', ')",
        show=lambda value: as_text(value).replace("_", " "),
    ),
    _text("gl", "GL string", "gl_string"),
    _text("vendor", "Vendor code", "vendor_code"),
    _text("timezone", "Time zone", "time_zone"),
    _nullable("started", "Start date", "start_date", kind="date"),
    _nullable("closed", "Close date", "close_date", kind="date"),
    Column("updated", "Updated", "s.updated_at", kind="time", sort="s.updated_at"),
    Column("created", "Added", "s.created_at", kind="time", sort="s.created_at"),
    Column("latitude", "Latitude", "ST_Y(s.location)", kind="number", show=_degrees),
    Column("longitude", "Longitude", "ST_X(s.location)", kind="number", show=_degrees),
]  # fmt: skip
COLUMNS: dict[str, Column] = {column.name: column for column in _ALL}
USUAL = [column.name for column in _ALL if column.usual]
SORTABLE = [column.name for column in _ALL if column.sort]


def chosen_columns(names: str) -> list[Column]:
    """The columns of a comma-separated list, unknown ones left out; the usual ones for none."""
    known = dict.fromkeys(name for name in names.split(",") if name in COLUMNS)
    return [COLUMNS[name] for name in known or USUAL]
