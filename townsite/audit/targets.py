"""How models name themselves in events."""

from typing import Any
from uuid import UUID


class SiteTarget:
    """Mixin of models that belong to one site by `site_id`."""

    site_id: Any
    pk: Any
    _meta: Any

    @property
    def event_kind(self) -> str:
        return str(self._meta.model_name)

    @property
    def event_id(self) -> str:
        return str(self.pk)

    @property
    def event_label(self) -> str:
        return str(self)

    @property
    def event_site_id(self) -> UUID | None:
        return self.site_id if self.site_id is None else UUID(str(self.site_id))

    @property
    def event_territory_id(self) -> UUID | None:
        return None


class PlainTarget(SiteTarget):
    """Mixin of models that belong to no single site."""

    site_id = None
