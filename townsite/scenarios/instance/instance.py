"""The input of a run, frozen: sites, territories and policies as they were."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Place:
    """A territory of today. `longitude` and `latitude` of its center are None where it has none."""

    code: str
    name: str
    parent: str
    longitude: float | None
    latitude: float | None
    states: tuple[str, ...]
    capacity: float | None
    manager: str
    color: int


@dataclass(frozen=True)
class Seat:
    """A territory of a plan: one of today's (`today` is its place among them) or a new one."""

    code: str
    name: str
    parent: str
    today: int | None
    longitude: float | None
    latitude: float | None
    color: int


@dataclass(frozen=True, eq=False)
class Instance:
    """Sites in the order of their numbers, as parallel lists; `today` is a place in `places`.

    `revenue` is dollars a year, `units` weighted sites (R-07). `pins` and `bars` are named
    exceptions (R-12), `rules` the policies as the focus sees them.
    """

    numbers: list[str]
    ids: list[str]
    names: list[str]
    longitude: list[float]
    latitude: list[float]
    units: list[float]
    revenue: list[float]
    states: list[str]
    today: list[int]
    places: list[Place]
    rules: Mapping[str, Mapping[str, Any]]
    pins: dict[str, str]
    bars: list[tuple[str, str]]
    focus: str

    def to_bytes(self) -> bytes:
        """The instance, compressed; equal instances give equal bytes."""
        plain = {**vars(self), "places": [asdict(each) for each in self.places]}
        # A cached property may already stand among the fields.
        plain = {name: plain[name] for name in self.__dataclass_fields__}
        return zlib.compress(json.dumps(plain, sort_keys=True).encode(), 6)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Instance":
        """The reverse of `to_bytes`."""
        plain = json.loads(zlib.decompress(data))
        plain["places"] = [
            Place(**{**each, "states": tuple(each["states"])}) for each in plain["places"]
        ]
        plain["bars"] = [(site, code) for site, code in plain["bars"]]
        return cls(**plain)

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def xy(self) -> Floats:
        """(n, 2) longitude and latitude."""
        return np.column_stack([self.longitude, self.latitude]).astype(np.float64)

    @cached_property
    def load(self) -> Floats:
        """(n,) weighted sites."""
        return np.array(self.units, np.float64)

    @cached_property
    def dollars(self) -> Floats:
        """(n,) revenue a year."""
        return np.array(self.revenue, np.float64)

    @cached_property
    def of(self) -> Ints:
        """(n,) place of today."""
        return np.array(self.today, np.int64)

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each site number stands."""
        return {number: n for n, number in enumerate(self.numbers)}

    @cached_property
    def place_index(self) -> dict[str, int]:
        """Where each territory code stands."""
        return {place.code: n for n, place in enumerate(self.places)}

    def rule(self, key: str) -> Any:
        """The value of a policy."""
        return self.rules[key]["value"]

    def severity(self, key: str) -> str:
        """What a breach of a policy does."""
        return str(self.rules[key]["severity"])
