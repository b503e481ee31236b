"""Valhalla, `sources_to_targets` of its time-distance matrix API (valhalla.github.io, "Matrix")."""

from collections.abc import Sequence
from typing import Any

from townsite.territories.placement.routers.contract import (
    TIMEOUT_SECONDS,
    Leg,
    Place,
    RouterFailed,
    ask,
    counted,
    leg,
)

METRES_PER_KM = 1000


class ValhallaRouter:
    """Asks a Valhalla server for driving by car."""

    name = "Valhalla"

    def __init__(self, url: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._url, self._timeout = url.rstrip("/"), timeout

    def legs(self, origins: Sequence[Place], destination: Place) -> list[Leg | None]:
        """The drive from each origin, in order. Raises RouterFailed."""
        body = {
            "sources": [_point(each) for each in origins],
            "targets": [_point(destination)],
            "costing": "auto",
            "units": "kilometers",
        }
        answer = ask(f"{self._url}/sources_to_targets", body=body, timeout=self._timeout)
        try:
            cells = [row[0] for row in answer["sources_to_targets"]]
            return counted([_leg(cell) for cell in cells], origins)
        except (KeyError, IndexError, TypeError) as error:
            raise RouterFailed("its answer has another shape") from error


def _point(place: Place) -> dict[str, float]:
    return {"lat": round(place.latitude, 6), "lon": round(place.longitude, 6)}


def _leg(cell: dict[str, Any]) -> Leg | None:
    """`distance` is in kilometres, `time` in seconds; both are null where no road leads."""
    km = cell["distance"]
    return leg(None if km is None else km * METRES_PER_KM, cell["time"])
