"""What the OGC API serves: sites and territories, their properties and where these come from."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from townsite.common.errors import NotFound
from townsite.directory.as_of import territory_then


@dataclass(frozen=True)
class Property:
    """A property of features: SQL, and its type and format in JSON Schema."""

    sql: str
    type: str = "string"
    format: str = ""
    title: str = ""


@dataclass(frozen=True)
class Collection:
    """Features of one kind, ordered by their id; `period` is SQL of a tstzrange where they have one."""

    id: str
    title: str
    description: str
    source: str
    key: str
    geometry: str
    geometry_type: str
    properties: dict[str, Property]
    where: str = "true"
    period: str = ""

    def as_of(self, then: datetime) -> "Collection":
        """The collection at a moment: sites name the territory that they were in."""
        if "territory" not in self.properties:
            return self
        held = replace(self.properties["territory"], sql=territory_then("t.code", then))
        return replace(self, properties={**self.properties, "territory": held})


def _plain(table: str, *names: str) -> dict[str, Property]:
    return {name: Property(f"{table}.{name}") for name in names}


SITES: Final = Collection(
    "sites",
    "Sites",
    "Customer sites within the reader's reach, each at its point.",
    "sites_site s",
    "s.number",
    "s.location",
    "Point",
    {
        **_plain(
            "s", "number", "name", "status", "facility_type", "service_class", "tier",
            "commercial_class", "health", "street1", "city", "state", "zip", "time_zone",
        ),
        "complexity": Property("s.complexity", "integer"),
        "completeness": Property("s.completeness", "integer", title="Completeness in percent"),
        "parking_spaces": Property("s.parking_spaces", "integer"),
        "room_count": Property("s.room_count", "integer"),
        "is_24_7": Property("s.is_24_7", "boolean"),
        "annual_revenue_cents": Property("s.annual_revenue_cents", "integer"),
        "start_date": Property("s.start_date", format="date"),
        "updated_at": Property("s.updated_at", format="date-time"),
        "customer": Property("(SELECT c.name FROM sites_customer c WHERE c.id = s.customer_id)"),
        "territory": Property(
            "(SELECT t.code FROM territories_territory t WHERE t.id = s.territory_id)",
            title="Code of its territory",
        ),
    },
    where="s.status <> 'merged'",
)  # fmt: skip
TERRITORIES: Final = Collection(
    "territories",
    "Territories",
    "Boundaries of territories within the reader's reach; `datetime` asks for another moment.",
    "territories_boundary b JOIN territories_territory t ON t.id = b.territory_id",
    "t.code",
    "b.geometry",
    "MultiPolygon",
    {
        **_plain("t", "code", "name", "level", "kind", "membership", "status"),
        "path": Property("t.path::text", title="Codes from the top down, dotted"),
        "version": Property("b.version", "integer", title="Number of the boundary"),
        "valid_from": Property("lower(b.valid_during)", format="date-time"),
        "valid_to": Property("upper(b.valid_during)", format="date-time"),
    },
    where="t.status <> 'inactive'",
    period="b.valid_during",
)
COLLECTIONS: Final = {each.id: each for each in (SITES, TERRITORIES)}


def collection_named(name: str) -> Collection:
    """The collection. Raises NotFound naming what there is."""
    if name not in COLLECTIONS:
        raise NotFound(f"There is no collection “{name}”. There are {', '.join(COLLECTIONS)}.")
    return COLLECTIONS[name]
