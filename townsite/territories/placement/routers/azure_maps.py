"""Azure Maps, "Post Route Matrix" in its synchronous form, API version 1.0."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from townsite.territories.placement.routers.contract import (
    TIMEOUT_SECONDS,
    Leg,
    Place,
    RouterFailed,
    ask,
    counted,
    leg,
)

OK = 200


class AzureMapsRouter:
    """Asks Azure Maps; up to 100 pairs are answered at once."""

    name = "Azure Maps"

    def __init__(self, key: str, url: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._key, self._url, self._timeout = key, url.rstrip("/"), timeout

    def legs(self, origins: Sequence[Place], destination: Place) -> list[Leg | None]:
        """The drive from each origin, in order. Raises RouterFailed."""
        asked = {"api-version": "1.0", "subscription-key": self._key, "routeType": "fastest"}
        body = {
            "origins": {"type": "MultiPoint", "coordinates": [[*each] for each in origins]},
            "destinations": {"type": "MultiPoint", "coordinates": [[*destination]]},
        }
        url = f"{self._url}/route/matrix/sync/json?{urlencode(asked)}"
        answer = ask(url, body=body, timeout=self._timeout)
        try:
            return counted([_leg(row[0]) for row in answer["matrix"]], origins)
        except (KeyError, IndexError, TypeError) as error:
            raise RouterFailed("its answer has another shape") from error


def _leg(cell: dict[str, Any]) -> Leg | None:
    """A cell of the matrix; another status than 200 means that no way was found."""
    if cell["statusCode"] != OK:
        return None
    summary = cell["response"]["routeSummary"]
    return leg(summary["lengthInMeters"], summary["travelTimeInSeconds"])
