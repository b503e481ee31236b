"""What every router is asked and answers."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

TIMEOUT_SECONDS = 5
USER_AGENT = "townsite"
MOST_BYTES = 10_000_000  # a matrix of one site by 100 territories has a few kilobytes


class Place(NamedTuple):
    """A point in degrees, WGS 84."""

    longitude: float
    latitude: float


@dataclass(frozen=True)
class Leg:
    """A drive: road distance in metres, time in seconds."""

    metres: float
    seconds: float


class RouterFailed(Exception):  # noqa: N818 - reads as what happened
    """The router did not answer, refused, or answered nonsense."""


class Router(Protocol):
    """An outside routing service."""

    name: str

    def legs(self, origins: Sequence[Place], destination: Place) -> list[Leg | None]:
        """The drive from each origin, in order; None where no road leads. Raises RouterFailed."""


def ask(url: str, *, body: Mapping[str, Any] | None = None, timeout: float) -> Any:
    """The JSON that the service answers to a GET, or to a POST of `body`.

    Raises RouterFailed, without the address: it may hold a key.
    """
    data = None if body is None else json.dumps(body).encode()
    headers = {"User-Agent": USER_AGENT, "Content-Type": "application/json"}
    request = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310 - provider_from allows http(s) only
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310 - as above
            return json.loads(answer.read(MOST_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            raise RouterFailed(f"it answered with status {error.code}") from error
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise RouterFailed(f"it did not answer ({type(error).__name__})") from error


def leg(metres: Any, seconds: Any) -> Leg | None:
    """A leg of two numbers; None when the service knows no way. Raises RouterFailed otherwise."""
    if metres is None or seconds is None:
        return None
    if isinstance(metres, bool) or isinstance(seconds, bool):
        raise RouterFailed("a drive is no number")
    if not isinstance(metres, int | float) or not isinstance(seconds, int | float):
        raise RouterFailed("a drive is no number")
    if metres < 0 or seconds < 0:
        raise RouterFailed("a drive is negative")
    return Leg(float(metres), float(seconds))


def counted(legs: list[Leg | None], origins: Sequence[Place]) -> list[Leg | None]:
    """The legs when there is one an origin. Raises RouterFailed."""
    if len(legs) != len(origins):
        raise RouterFailed(f"{len(legs)} drives for {len(origins)} origins")
    return legs
