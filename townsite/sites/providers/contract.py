"""What every geocoding provider is asked and answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from geopy.exc import GeopyError

from townsite.sites.choices import GeocodeQuality

TIMEOUT_SECONDS = 5
USER_AGENT = "townsite"


@dataclass(frozen=True)
class Address:
    """An address, and the coordinates given with it, if any (WGS 84 degrees)."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def line(self) -> str:
        """The address in one line, as providers like it."""
        region = " ".join(part for part in (self.state, self.zip) if part)
        return ", ".join(part for part in (self.street, self.city, region) if part)


@dataclass(frozen=True)
class Answer:
    """Where a provider says an address is, and how exactly it knows."""

    latitude: float
    longitude: float
    quality: GeocodeQuality


class ProviderFailed(Exception):  # noqa: N818 - reads as what happened
    """The provider did not answer, refused, or answered nonsense."""


class Provider(Protocol):
    """An outside geocoding service."""

    name: str

    def find(self, address: Address) -> Answer | None:
        """Where the address is; None when the service does not know. Raises ProviderFailed."""


def asked(name: str, question: Callable[[], Any]) -> Any:
    """The service's answer.

    Raises ProviderFailed for whatever a service can do wrong: time-outs, refusals, answers that
    are not JSON, JSON of another shape.
    """
    try:
        return question()
    except (GeopyError, KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise ProviderFailed(f"{name} did not answer: {type(error).__name__}") from error
