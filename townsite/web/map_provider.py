"""Which base map is drawn, by the one setting TOWNSITE_MAP_PROVIDER, and what it may load.

`builtin` (default), `raster:URL` with {z} {x} {y}, `style:URL`, `pmtiles:URL`, `azure:KEY`.
Settings import this module, so it knows nothing of Django.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

AZURE_ORIGIN: Final = "https://atlas.microsoft.com"
AZURE_TILES: Final = (
    AZURE_ORIGIN + "/map/tile?api-version=2024-04-01&tilesetId={tileset}"
    "&zoom={{z}}&x={{x}}&y={{y}}&tileSize=256&subscription-key={key}"
)
AZURE_ATTRIBUTION: Final = "© Microsoft · TomTom · OpenStreetMap"
AZURE_TILESETS: Final = {"light": "microsoft.base.road", "dark": "microsoft.base.darkgrey"}
KINDS: Final = ("builtin", "raster", "style", "pmtiles", "azure")


class UnknownProviderError(ValueError):
    """The setting names no provider."""


@dataclass(frozen=True)
class MapProvider:
    """`target` is the URL or, for azure, the subscription key."""

    kind: str
    target: str = ""

    @property
    def origins(self) -> list[str]:
        """Scheme and host of everything outside that the page must be allowed to load."""
        if self.kind == "builtin":
            return []
        if self.kind == "azure":
            return [AZURE_ORIGIN]
        parts = urlsplit(self.target)
        return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []

    @property
    def attribution(self) -> str:
        """Whom the map must name where the provider does not say it itself."""
        return AZURE_ATTRIBUTION if self.kind == "azure" else ""

    def raster_tiles(self, theme: str) -> str:
        """The address of a raster tile; empty for vector providers."""
        if self.kind == "azure":
            return AZURE_TILES.format(tileset=AZURE_TILESETS[theme], key=self.target)
        return self.target if self.kind == "raster" else ""


def parse_provider(setting: str) -> MapProvider:
    """The provider of a setting such as `raster:https://tiles.example.com/{z}/{x}/{y}.png`.

    Raises UnknownProviderError for anything else, so that a typing error stops the start.
    """
    kind, _, target = setting.strip().partition(":")
    if kind not in KINDS or bool(target) == (kind == "builtin"):
        raise UnknownProviderError(
            f"TOWNSITE_MAP_PROVIDER is {setting!r}. Maybe builtin, raster:URL, style:URL, pmtiles:URL or azure:KEY."
        )
    if kind in {"raster", "style", "pmtiles"} and not target.startswith(
        ("https://", "http://", "/")
    ):
        raise UnknownProviderError(
            f"TOWNSITE_MAP_PROVIDER needs a web address after {kind}:, not {target!r}."
        )
    if any(sign in target for sign in " ;,'\""):
        raise UnknownProviderError(
            "TOWNSITE_MAP_PROVIDER holds a blank or a quote. Maybe encode it in the address."
        )
    return MapProvider(kind, target)


def client_config(provider: MapProvider) -> dict[str, str]:
    """What the map's script must know: where each theme's style or tiles are."""
    if provider.kind == "style":
        return {"kind": "style", "light": provider.target, "dark": provider.target}
    if provider.kind == "pmtiles":
        return {"kind": "pmtiles", "light": provider.target, "dark": provider.target}
    address = "/basemap/style.json?theme="
    return {"kind": provider.kind, "light": address + "light", "dark": address + "dark"}
