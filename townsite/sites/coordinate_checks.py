"""Doubts about coordinates and ZIP codes, each with the value and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from townsite.sites.centroids import Centroids
from townsite.sites.great_circle import distance_m
from townsite.sites.providers import Address
from townsite.sites.states import state_name

# ZIP areas reach 50 km in the emptiest counties; a site farther off is probably misplaced.
FAR_M = 50_000


@dataclass(frozen=True)
class LocationWarning:
    """A doubt: a code for machines, a sentence for people, and the better point if one is seen.

    `suggestion` is (longitude, latitude).
    """

    code: str
    message: str
    suggestion: tuple[float, float] | None = None


def given_point(address: Address) -> tuple[float, float] | None:
    """The coordinates given, as (longitude, latitude); None when absent or impossible.

    0, 0 counts as absent: tables write it for "unknown", and no site lies in the Gulf of Guinea.
    """
    longitude, latitude = address.longitude, address.latitude
    if longitude is None or latitude is None or not _is_possible(longitude, latitude):
        return None
    return longitude, latitude


def too_far(point: tuple[float, float], other: tuple[float, ...]) -> bool:
    """Whether two points are farther apart than any ZIP area reaches."""
    return distance_m(*point, other[0], other[1]) > FAR_M


def warnings_about_given(
    address: Address,
    point: tuple[float, float],
    centroids: Centroids,
    states_around: frozenset[str],
) -> Iterator[LocationWarning]:
    """Doubts about coordinates that came with an address."""
    yield from _zip_doubts(address, centroids)
    known = centroids.zip_point or centroids.town_point
    if known and too_far(point, known):
        yield _far_warning(address, point, known)
    elif address.state and states_around and address.state not in states_around:
        others = " or ".join(state_name(code) for code in sorted(states_around))
        yield LocationWarning(
            "outside_state",
            f"The coordinates lie in {others}, the address says {state_name(address.state)}.",
        )


def warnings_about_zip(address: Address, centroids: Centroids) -> Iterator[LocationWarning]:
    """Doubts about an address without usable coordinates."""
    if (address.latitude or address.longitude) and given_point(address) is None:
        yield LocationWarning(
            "coordinates_impossible",
            f"Latitude {address.latitude}, longitude {address.longitude} is no place on earth; "
            "latitude runs from -90 to 90, longitude from -180 to 180.",
        )
    yield from _zip_doubts(address, centroids)
    if centroids.zip_point is None and centroids.town_point is None:
        yield LocationWarning(
            "not_located",
            _unknown_place(address),
        )


def _unknown_place(address: Address) -> str:
    town = f"{address.city}, {address.state}" if address.state else address.city
    if address.zip and address.city:
        return f"Neither ZIP code “{address.zip}” nor town “{town}” is known."
    if address.zip or address.city:
        return f"“{address.zip or town}” is not known. Maybe it is misspelt."
    return "Neither ZIP code nor town is given, so it cannot be placed on the map."


def _zip_doubts(address: Address, centroids: Centroids) -> Iterator[LocationWarning]:
    if address.zip and centroids.zip_point is None:
        yield LocationWarning("zip_unknown", f"ZIP code {address.zip} is not known.")
    elif centroids.zip_state and address.state not in ("", centroids.zip_state):
        yield LocationWarning(
            "zip_in_other_state",
            f"ZIP code {address.zip} belongs to {state_name(centroids.zip_state)}, "
            f"the address says {state_name(address.state)}.",
        )


def _far_warning(
    address: Address, point: tuple[float, float], known: tuple[float, float]
) -> LocationWarning:
    """Far from the ZIP or town; with the likely slip when turning the numbers round helps."""
    kilometers = distance_m(*point, *known) / 1000
    what = f"ZIP code {address.zip}" if address.zip else f"{address.city}, {address.state}"
    message = f"The coordinates lie {kilometers:,.0f} km from {what}."
    longitude, latitude = point
    slips = {
        "longitude_sign": ((-longitude, latitude), " Longitude lacks its minus sign."),
        "coordinates_swapped": ((latitude, longitude), " Latitude and longitude are swapped."),
    }
    for code, (other, explanation) in slips.items():
        if _is_possible(*other) and not too_far(other, known):
            return LocationWarning(code, message + explanation, other)
    return LocationWarning("far_from_zip", message)


def _is_possible(longitude: float, latitude: float) -> bool:
    return (
        isfinite(longitude)
        and isfinite(latitude)
        and abs(longitude) <= 180  # noqa: PLR2004 - degrees
        and abs(latitude) <= 90  # noqa: PLR2004 - degrees
        and (longitude, latitude) != (0, 0)
    )
