"""Where an address is: the chain given coordinates, provider, ZIP point, town point.

Each answer says which link found it and how exactly, so that poor points can be listed and
bettered. Doubts come back as warnings; the caller decides whether they stop anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib.gis.geos import Point
from tzfpy import get_tz

from townsite.sites.centroids import Centroids, centroids_of, states_around
from townsite.sites.choices import GeocodeQuality, GeocodeSource
from townsite.sites.coordinate_checks import (
    LocationWarning,
    given_point,
    too_far,
    warnings_about_given,
    warnings_about_zip,
)
from townsite.sites.providers import Address, Answer, Provider, ProviderFailed, provider_from

__all__ = ["Address", "Located", "LocationWarning", "locate", "locate_many"]

FROM_SETTINGS = "from settings"
_EXACTNESS = [
    GeocodeQuality.EXACT,
    GeocodeQuality.STREET,
    GeocodeQuality.ZIP,
    GeocodeQuality.PLACE,
    GeocodeQuality.NONE,
]


@dataclass(frozen=True)
class Located:
    """A position, where it comes from, how exact it is, its IANA time zone and any doubts.

    `position` is (longitude, latitude).
    """

    position: tuple[float, float] | None = None
    source: GeocodeSource = GeocodeSource.NONE
    quality: GeocodeQuality = GeocodeQuality.NONE
    time_zone: str = ""
    warnings: tuple[LocationWarning, ...] = ()

    @property
    def point(self) -> Point | None:
        """The position as a geometry, which is made here because it is slow to make."""
        return Point(*self.position, srid=4326) if self.position else None


def locate(
    *,
    street: str = "",
    city: str = "",
    state: str = "",
    zip: str = "",  # noqa: A002 - the business's word
    latitude: float | None = None,
    longitude: float | None = None,
    provider: Provider | str | None = FROM_SETTINGS,
) -> Located:
    """Where one address is, asking the configured provider when no coordinates are given.

    A provider that fails, or whose answer lies far from the ZIP code, is passed over with a
    warning: the packaged points answer then. At most one request of five seconds.
    """
    address = Address(street, city, state, zip, latitude, longitude)
    offline = locate_many([address])[0]
    service = _provider(provider)
    if service is None or not street.strip() or offline.source == GeocodeSource.GIVEN:
        return offline
    return _bettered(offline, address, service)


def locate_many(addresses: Sequence[Address]) -> list[Located]:
    """Where many addresses are, in their order, by two SQL statements and no provider.

    For imports: a provider would take hours over 10,000 rows, and public ones forbid it.
    """
    found = centroids_of(addresses)
    points = [given_point(address) for address in addresses]
    # A point near its own ZIP point needs no look at the neighbours.
    unsure = {
        index: point
        for index, point in enumerate(points)
        if point and not found[index].zip_confirms(point)
    }
    around = states_around(unsure)
    return [
        _by_given(address, point, found[index], around.get(index, frozenset()))
        if (point := points[index])
        else _by_centroid(address, found[index])
        for index, address in enumerate(addresses)
    ]


def _by_given(
    address: Address,
    point: tuple[float, float],
    centroids: Centroids,
    around: frozenset[str],
) -> Located:
    return Located(
        position=point,
        source=GeocodeSource.GIVEN,
        quality=GeocodeQuality.EXACT,
        time_zone=_time_zone(*point),
        warnings=tuple(warnings_about_given(address, point, centroids, around)),
    )


def _by_centroid(address: Address, centroids: Centroids) -> Located:
    warnings = tuple(warnings_about_zip(address, centroids))
    zip_point, town_point = centroids.zip_point, centroids.town_point
    # A ZIP code of another state is a typing error more often than town and state both are.
    if zip_point and (centroids.zip_state == address.state or not address.state or not town_point):
        return _located(zip_point, GeocodeSource.ZIP, GeocodeQuality.ZIP, warnings)
    if town_point:
        return _located(town_point, GeocodeSource.PLACE, GeocodeQuality.PLACE, warnings)
    return Located(warnings=warnings)


def _bettered(offline: Located, address: Address, service: Provider) -> Located:
    try:
        answer = service.find(address)
    except ProviderFailed as failure:
        return _doubted(offline, "provider_unavailable", f"{failure}. The packaged point is used.")
    if answer is None or not _is_more_exact(answer, offline):
        return offline
    point = (answer.longitude, answer.latitude)
    if offline.position and too_far(point, offline.position):
        message = f"{service.name} placed this address far from its town or ZIP code; not used."
        return _doubted(offline, "provider_far_off", message)
    return _located(point, GeocodeSource.PROVIDER, answer.quality, offline.warnings)


def _located(
    point: tuple[float, float],
    source: GeocodeSource,
    quality: GeocodeQuality,
    warnings: tuple[LocationWarning, ...],
) -> Located:
    return Located(point, source, quality, _time_zone(*point), warnings)


def _doubted(located: Located, code: str, message: str) -> Located:
    return replace(located, warnings=(*located.warnings, LocationWarning(code, message)))


def _is_more_exact(answer: Answer, offline: Located) -> bool:
    return _EXACTNESS.index(answer.quality) < _EXACTNESS.index(offline.quality)


def _time_zone(longitude: float, latitude: float) -> str:
    return str(get_tz(longitude, latitude))


def _provider(given: Provider | str | None) -> Provider | None:
    if isinstance(given, str):
        return provider_from(settings.TOWNSITE_GEOCODER if given == FROM_SETTINGS else given)
    return given
