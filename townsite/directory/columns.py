"""The columns of the directory: one registry for headers, chooser, sorting and exports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from townsite.common.money import cents_label
from townsite.sites.choices import (
    BusinessSegment,
    CommercialClass,
    FacilityType,
    GeocodeQuality,
    Health,
    ParkingMode,
    RevenueClass,
    ServiceClass,
    SiteStatus,
    Tier,
)

Show = Callable[[Any], str]


def as_text(value: Any) -> str:
    return "" if value is None else str(value)


def grouped(value: Any) -> str:
    return "" if value is None else f"{value:,}"


def labelled(choices: Any) -> Show:
    labels = {str(value): str(label) for value, label in choices.choices}
    return lambda value: labels.get(str(value), "")


@dataclass(frozen=True)
class Column:
    """One column: SQL over `s`, how it reads, how it is shown, and whether it can sort.

    `kind` tells the template and the export how to set it: text, number, badge, date, money.
    `sql_sort` must be usable in a keyset: a NULL is sorted last by the expression itself.
    """

    name: str
    label: str
    sql: str
    kind: str = "text"
    show: Show = as_text
    sort: str = ""
    badge: str = ""
    usual: bool = False


def _column(name: str, label: str, sql: str, **more: Any) -> Column:
    return Column(name, label, sql, **more)


TERRITORY = "(SELECT t.code FROM territories_territory t WHERE t.id = s.territory_id)"
CUSTOMER = "(SELECT c.name FROM sites_customer c WHERE c.id = s.customer_id)"

COLUMNS: dict[str, Column] = {
    each.name: each
    for each in (
        _column("number", "Number", "s.number", sort="s.number", usual=True),
        _column("name", "Site", "s.name", sort="s.name", usual=True),
        _column("type", "Type", "s.facility_type", sort="s.facility_type", show=labelled(FacilityType), usual=True),
        _column("tier", "Tier", "s.tier", sort="s.tier", kind="badge", badge="tier", show=labelled(Tier), usual=True),
        _column("status", "Status", "s.status", sort="s.status", kind="badge", badge="status", show=labelled(SiteStatus), usual=True),
        _column("health", "Health", "s.health", sort="s.health", kind="badge", badge="health", show=labelled(Health)),
        _column("city", "City", "s.city", sort="s.city", usual=True),
        _column("state", "State", "s.state", sort="s.state", usual=True),
        _column("zip", "ZIP", "s.zip", sort="s.zip"),
        _column("street", "Street", "s.street1", sort="s.street1"),
        _column("territory", "Territory", TERRITORY, kind="territory", usual=True),
        _column("customer", "Customer", CUSTOMER),
        _column("revenue", "Revenue", "s.annual_revenue_cents", kind="money", sort="coalesce(s.annual_revenue_cents, -1)", show=lambda v: "" if v is None else cents_label(int(v)), usual=True),
        _column("rooms", "Rooms", "s.room_count", kind="number", sort="coalesce(s.room_count, -1)", show=grouped),
        _column("spaces", "Spaces", "s.parking_spaces", kind="number", sort="coalesce(s.parking_spaces, -1)", show=grouped),
        _column("completeness", "Complete", "s.completeness", kind="percent", sort="s.completeness", show=lambda v: f"{v}%"),
        _column("complexity", "Complexity", "s.complexity", kind="number", sort="coalesce(s.complexity, -1)", show=grouped),
        _column("segment", "Segment", "s.business_segment", sort="s.business_segment", show=labelled(BusinessSegment)),
        _column("service", "Service class", "s.service_class", sort="s.service_class", show=labelled(ServiceClass)),
        _column("class", "Commercial class", "s.commercial_class", sort="s.commercial_class", show=labelled(CommercialClass)),
        _column("revenue_class", "Revenue class", "s.revenue_class", sort="s.revenue_class", show=labelled(RevenueClass)),
        _column("parking", "Parking", "s.parking_mode", sort="s.parking_mode", show=labelled(ParkingMode)),
        _column("quality", "Point quality", "s.geocode_quality", sort="s.geocode_quality", kind="badge", badge="quality", show=labelled(GeocodeQuality)),
        _column("gl", "GL string", "s.gl_string", sort="s.gl_string"),
        _column("vendor", "Vendor code", "s.vendor_code", sort="s.vendor_code"),
        _column("time_zone", "Time zone", "s.time_zone", sort="s.time_zone"),
        _column("started", "Start date", "s.start_date", kind="date", sort="coalesce(s.start_date, '0001-01-01'::date)"),
        _column("closed", "Close date", "s.close_date", kind="date", sort="coalesce(s.close_date, '0001-01-01'::date)"),
        _column("updated", "Updated", "s.updated_at", kind="time", sort="s.updated_at"),
        _column("created", "Created", "s.created_at", kind="time", sort="s.created_at"),
        _column("latitude", "Latitude", "ST_Y(s.location)", kind="number", show=lambda v: "" if v is None else f"{v:.5f}"),
        _column("longitude", "Longitude", "ST_X(s.location)", kind="number", show=lambda v: "" if v is None else f"{v:.5f}"),
    )
}  # fmt: skip
USUAL = [name for name, column in COLUMNS.items() if column.usual]
SORTABLE = [name for name, column in COLUMNS.items() if column.sort]


def chosen(names: str) -> list[Column]:
    """The columns of a comma-separated list, unknown ones left out; the usual ones for none."""
    known = [COLUMNS[name] for name in names.split(",") if name in COLUMNS]
    return known or [COLUMNS[name] for name in USUAL]
