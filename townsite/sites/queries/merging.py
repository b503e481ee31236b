"""What happens to everything at a duplicate when it is merged into another site."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q

from townsite.sites.choices import ContactRole, RelationshipKind
from townsite.sites.models import Document, ExternalId, Site, SiteContact, SiteRelationship
from townsite.sites.queries.relationships import parent_chain

Row = TypeVar("Row", bound=Model)


@dataclass
class Belongings(Generic[Row]):
    """Rows of one kind: those that move, and those that stay because the survivor has the like."""

    label: str
    moving: list[Row] = field(default_factory=list)
    staying: list[Row] = field(default_factory=list)

    def add(self, row: Row, *, moves: bool) -> None:
        (self.moving if moves else self.staying).append(row)


@dataclass(frozen=True)
class MergePlan:
    """All that a merge would move; the merge itself follows the same plan."""

    contacts: Belongings[SiteContact]
    documents: Belongings[Document]
    external_ids: Belongings[ExternalId]
    relationships: Belongings[SiteRelationship]

    def __iter__(self) -> Any:
        return iter((self.contacts, self.documents, self.external_ids, self.relationships))


def merge_plan(*, gone: Site, kept: Site) -> MergePlan:
    """What would move from `gone` to `kept`, read in a fixed number of statements."""
    return MergePlan(
        _contacts(gone, kept), _documents(gone, kept), _keys(gone, kept), _relations(gone, kept)
    )


def _contacts(gone: Site, kept: Site) -> Belongings[SiteContact]:
    """A role that the survivor has filled with the same person, or its one primary, stays."""
    plan = Belongings[SiteContact]("contacts")
    held = list(SiteContact.objects.filter(site=kept))
    for link in SiteContact.objects.filter(site=gone).select_related("contact"):
        clash = any(
            each.valid_during.upper is None or link.valid_during.upper is None
            for each in held
            if each.role == link.role
            and (each.contact_id == link.contact_id or link.role == ContactRole.PRIMARY)
        )
        plan.add(link, moves=not clash)
    return plan


def _documents(gone: Site, kept: Site) -> Belongings[Document]:
    titles = set(Document.objects.filter(site=kept).values_list("type", "title"))
    plan = Belongings[Document]("documents")
    for row in Document.objects.filter(site=gone).order_by("title", "version"):
        plan.add(row, moves=(row.type, row.title) not in titles)
    return plan


def _keys(gone: Site, kept: Site) -> Belongings[ExternalId]:
    systems = set(ExternalId.objects.filter(site=kept).values_list("system", flat=True))
    plan = Belongings[ExternalId]("external ids")
    for row in ExternalId.objects.filter(site=gone).order_by("system"):
        plan.add(row, moves=row.system not in systems)
    return plan


def _relations(gone: Site, kept: Site) -> Belongings[SiteRelationship]:
    plan = Belongings[SiteRelationship]("relationships")
    known = {_ends(row) for row in _rows_of(kept)}
    for row in _rows_of(gone):
        plan.add(row, moves=_may_move(row, gone, kept, known))
    return plan


def _rows_of(site: Site) -> Iterable[SiteRelationship]:
    rows = SiteRelationship.objects.filter(Q(site=site) | Q(other=site))
    return rows.select_related("site", "other").order_by("kind", "id")


def _ends(row: SiteRelationship) -> tuple[Any, Any, str]:
    return row.site_id, row.other_id, row.kind


def _may_move(row: SiteRelationship, gone: Site, kept: Site, known: set[Any]) -> bool:
    """Not between the two themselves, not twice, and no chain of parents may close."""
    above = kept if row.site_id == gone.pk else row.site
    below = kept if row.other_id == gone.pk else row.other
    if above.pk == below.pk or (above.pk, below.pk, row.kind) in known:
        return False
    if row.kind in (RelationshipKind.PARENT, RelationshipKind.PREDECESSOR):
        return not parent_chain(above=below, below=above, kind=row.kind)
    return True
