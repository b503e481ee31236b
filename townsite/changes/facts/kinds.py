"""Every kind of fact, in the order in which they are written: places before what is put there."""

from townsite.changes.facts.boundary import BoundaryShape
from townsite.changes.facts.cover import Cover
from townsite.changes.facts.coverage import Coverage
from townsite.changes.facts.fact import FactKind
from townsite.changes.facts.further import Further
from townsite.changes.facts.post import PostHolder
from townsite.changes.facts.primary import Primary
from townsite.changes.facts.site import SiteField
from townsite.changes.facts.territory import TerritoryRecord
from townsite.changes.facts.versions import BulkVersionsWritten

KINDS: dict[str, FactKind] = {
    kind.name: kind
    for kind in (
        TerritoryRecord(),
        BoundaryShape(),
        PostHolder(),
        SiteField(),
        Primary(),
        Further(),
        Coverage(),
        Cover(),
        BulkVersionsWritten(),
    )
}
