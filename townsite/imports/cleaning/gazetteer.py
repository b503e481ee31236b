"""Which towns and ZIP codes there are, as plain data that cleaners look into."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from townsite.sites.place_names import place_key


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`zips` maps a code to (town, state); `places` holds (state, key of the town)."""

    zips: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    places: AbstractSet[tuple[str, str]] = frozenset()

    def town_of_zip(self, zip_code: str | None) -> str:
        """The town of a ZIP code, its last four digits aside; "" when the code is unknown."""
        return self.zips.get(zip_code[:5], ("", ""))[0] if zip_code else ""

    def state_of_zip(self, zip_code: str | None) -> str:
        """The state of a ZIP code; "" when the code is unknown."""
        return self.zips.get(zip_code[:5], ("", ""))[1] if zip_code else ""

    def knows(self, city: str, state: str) -> bool:
        """Whether there is such a town in the state."""
        return (state, place_key(city)) in self.places
