"""Narrowing a person's reach to the places of a token; the result never exceeds either."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from townsite.access.tokens.scopes import permissions_through
from townsite.common.scope import NOTHING, Reach, Scope


@dataclass(frozen=True)
class Limits:
    """What a token leaves of its person's scope.

    `territory_ids` hold all territories below the places of the token, `further_ids` those of them
    beside the main hierarchy; `homes` tells the territories of each single site that the token or a
    grant names.
    """

    scopes: tuple[str, ...]
    is_narrowed: bool = False
    territory_ids: frozenset[UUID] = frozenset()
    site_ids: frozenset[UUID] = frozenset()
    homes: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    further_ids: frozenset[UUID] = frozenset()

    def limited(self, scope: Scope) -> Scope:
        """The person's scope within these limits."""
        writes = any(not each.endswith(":read") for each in self.scopes)
        return replace(
            scope,
            read=self._narrowed(scope.read),
            write=self._narrowed(scope.write) if writes else NOTHING,
            permissions=scope.permissions & permissions_through(self.scopes),
            is_narrowed=self.is_narrowed,
        )

    def _narrowed(self, reach: Reach) -> Reach:
        if not self.is_narrowed:
            return reach
        held = frozenset(reach.territory_ids)
        territories = self.territory_ids if reach.everything else held & self.territory_ids
        granted = {site for site in reach.site_ids if self._within_places(site)}
        named = {
            site
            for site in self.site_ids
            if reach.everything or site in reach.site_ids or self._homes(site) & held
        }
        return Reach(
            territory_ids=tuple(sorted(territories)),
            further_ids=tuple(sorted(territories & self.further_ids)),
            site_ids=tuple(sorted(granted | named)),
        )

    def _within_places(self, site: UUID) -> bool:
        return site in self.site_ids or bool(self._homes(site) & self.territory_ids)

    def _homes(self, site: UUID) -> frozenset[UUID]:
        return self.homes.get(site, frozenset())
