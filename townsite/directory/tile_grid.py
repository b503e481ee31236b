"""Vector tile coordinates in web Mercator (EPSG:3857; OGC Two Dimensional Tile Matrix Set)."""

from dataclasses import dataclass
from functools import cached_property

from townsite.common.errors import NotFound

HALF_WORLD_METRES = 20_037_508.342789244
MAX_ZOOM = 22
EXTENT = 4_096  # units along a tile's side (Mapbox Vector Tile 2.1)


@dataclass(frozen=True)
class Tile:
    """One square of the map: 2^z by 2^z of them cover the world. Raises NotFound for others."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        side = 1 << min(self.z, MAX_ZOOM)
        if self.z > MAX_ZOOM or self.x >= side or self.y >= side:
            raise NotFound(
                f"There is no tile {self.z}/{self.x}/{self.y}. Maybe z is from 0 to {MAX_ZOOM}, "
                "and x and y are below 2 to the power of z."
            )

    @cached_property
    def size(self) -> float:
        """Metres of the projection along one side."""
        return 2 * HALF_WORLD_METRES / (1 << self.z)

    @property
    def west(self) -> float:
        return self.x * self.size - HALF_WORLD_METRES

    @property
    def north(self) -> float:
        return HALF_WORLD_METRES - self.y * self.size

    def envelope(self) -> str:
        """SQL of the tile's square."""
        west, north = self.west, self.north
        return f"ST_MakeEnvelope({west!r}, {north - self.size!r}, {west + self.size!r}, {north!r}, 3857)"
