"""One site after another: where, what, how large, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from demo import capacity
from demo.capacity import PROFILES, Profile
from demo.customers import customers
from demo.geography import Zip
from demo.names import site_name, street
from demo.points import point_in
from demo.records import Site

# Shares of the types and how strongly each gathers where many people live.
TYPES = {
    "hotel": (47, 1.0),
    "medical": (17, 0.85),
    "corporate": (14, 1.1),
    "mixed_use": (8, 1.1),
    "retail": (5, 0.9),
    "residential": (5, 1.1),
    "event": (2, 1.0),
    "other": (2, 1.0),
}
SECTORS = {"hotel": "hotel", "medical": "medical", "airport": "airport", "event": "event"}
# Travel, and counties that the packages' towns over- or under-state.
TRAVEL = {
    "NV": 2.2, "HI": 2.4, "FL": 1.6, "GA": 1.5, "TN": 1.2, "LA": 1.3, "SC": 1.4, "DC": 1.4,
    "NY": 0.6, "CA": 0.9, "IL": 0.8, "VI": 3.0, "GU": 2.0, "MI": 1.3, "NJ": 1.2, "VA": 1.3,
    "CT": 0.7, "VT": 1.6, "ME": 1.4, "WY": 2.5, "MT": 1.8, "AK": 2.0,
}  # fmt: skip
REMOTE_SHARE = 0.24  # of corporate and "other" sites: gates without staff, run from afar
ENTITIES = ("02", "02", "02", "03", "03", "04", "07", "22")


@dataclass(frozen=True)
class Chooser:
    """Draws a type and a ZIP area for it."""

    types: tuple[str, ...]
    type_weights: tuple[int, ...]
    areas: dict[str, tuple[list[Zip], list[float]]]

    @classmethod
    def of(cls, zips: list[Zip]) -> "Chooser":
        """Weights the ZIP areas once for each type."""
        inhabited = [each for each in zips if each.weight > 0]
        areas = {
            kind: (
                inhabited,
                list(
                    accumulate(each.weight**power * TRAVEL.get(each.state, 1) for each in inhabited)
                ),
            )
            for kind, (_, power) in TYPES.items()
        }
        return cls(tuple(TYPES), tuple(share for share, _ in TYPES.values()), areas)

    def draw(self, count: int, rng: Random) -> Iterator[tuple[str, Zip]]:
        """`count` pairs of type and area."""
        for kind in rng.choices(self.types, self.type_weights, k=count):
            zips, cumulative = self.areas[kind]
            yield kind, rng.choices(zips, cum_weights=cumulative)[0]


def make_site(number: str, kind: str, area: Zip, rng: Random) -> Site:
    """An active site in the area; its territory, dates and history come later."""
    profile = PROFILES[kind]
    pool = customers(SECTORS.get(kind, "property"))
    # Larger groups have more sites: the squared draw favours the first of the list.
    customer = pool[int(rng.random() ** 1.6 * len(pool))]
    longitude, latitude = point_in(area, rng)
    site = Site(
        number=number,
        name=site_name(kind, customer, area.city, area.state, rng),
        facility_type=kind,
        business_segment=profile.segment,
        customer=customer,
        street1=street(rng),
        city=area.city,
        state=area.state,
        zip=area.code,
        longitude=longitude,
        latitude=latitude,
        time_zone=area.time_zone,
        phone_area=area.area_codes[int(rng.random() * len(area.area_codes))],
        territory="",
    )
    measure(site, profile, rng, scale=_scale(area))
    return site


def _scale(area: Zip) -> float:
    """Sites are larger where more people live: 0.5 in a hamlet, 1 in a city, 1.3 at most."""
    return float(min(1.3, max(0.5, (area.weight / 25_000) ** 0.2)))


def measure(site: Site, profile: Profile, rng: Random, *, scale: float = 1.0) -> None:
    """Fills sizes, hours, money and classes."""
    kind = site.facility_type
    site.parking_mode = capacity.pick(profile.modes, rng)
    site.service_class = capacity.pick(profile.services, rng)
    spaces = capacity.size(profile.spaces, rng, scale)
    site.room_count = capacity.size(profile.rooms, rng, scale) if profile.rooms else None
    if kind == "hotel":  # a hotel has as much parking as its rooms ask for
        spaces = capacity.size((max(30, int((site.room_count or 0) * 0.75)), 0.3, 12, 1_800), rng)
    site.parking_spaces = spaces
    site.is_24_7 = rng.random() < profile.always_open
    days, opens, closes = profile.hours
    site.operating_hours = {} if site.is_24_7 else {day: [opens, closes] for day in days}
    if kind in ("corporate", "other") and rng.random() < REMOTE_SHARE:
        site.business_segment, site.parking_mode = "remote", "self"
        site.service_class = "self_parking"
    site.annual_revenue_cents = capacity.revenue_cents(profile, spaces, site.room_count, rng)
    site.tier = capacity.tier(site.annual_revenue_cents, rng)
    site.commercial_class = capacity.commercial_class(kind, site.tier, rng)
    site.complexity = min(
        95, int(12 + 4 * rng.random() * 10 + site.annual_revenue_cents**0.5 / 400)
    )
    _bookkeeping(site, rng)


def _bookkeeping(site: Site, rng: Random) -> None:
    """Accounting codes of the pattern NN-NN-NNNN- (C-10), made up."""
    site.legal_entity = ENTITIES[int(rng.random() * len(ENTITIES))]
    line = 1 + int(rng.random() * 5)
    market = int(rng.random() * 90) + 10
    site.gl_string = f"{site.legal_entity}-{line:02d}-{ord(site.state[0]) % 50:02d}{market}-"
    site.vendor_code = site.customer.code if rng.random() < 0.7 else ""  # noqa: PLR2004 - share
    site.invoice_recipient = f"Accounts Payable, {site.customer.name}"
