"""The made-up companies that own or run the sites."""

import re
from functools import cache

from demo.records import Customer
from demo.words import AIRPORT_SERVICES, EVENT_COMPANIES, HEALTH_SYSTEMS, HOTEL_GROUPS, OWNERS

_KINDS = (
    ("hotel", HOTEL_GROUPS, "{} Hospitality"),
    ("medical", HEALTH_SYSTEMS, "{} Health"),
    ("property", OWNERS, "{}"),
    ("airport", AIRPORT_SERVICES, "{}"),
    ("event", EVENT_COMPANIES, "{}"),
)


@cache
def customers(sector: str) -> tuple[Customer, ...]:
    """The customers of one sector, in a fixed order."""
    return tuple(
        _customer(name, pattern, kind)
        for kind, names, pattern in _KINDS
        if kind == sector
        for name in names
    )


def all_customers() -> list[Customer]:
    """Every customer, by sector."""
    return [customer for kind, _, _ in _KINDS for customer in customers(kind)]


def _customer(name: str, pattern: str, sector: str) -> Customer:
    letters = re.sub(r"[^a-z]", "", name.lower())
    return Customer(
        name=pattern.format(name),
        code=letters[:6].upper(),
        domain=f"{letters}.example.com",
        sector=sector,
    )
