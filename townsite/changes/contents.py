"""What a territory holds, in the world as a draft lays it out."""

from townsite.changes.facts import Fact, World
from townsite.sites.models import Site
from townsite.territories.choices import AssignmentKind
from townsite.territories.models import (
    MAIN_HIERARCHY_CODE,
    MAIN_HIERARCHY_ID,
    Assignment,
    Territory,
    TerritoryPlacement,
)


def tree_of(code: str | None, world: World) -> str:
    """The code of the hierarchy that a territory is in."""
    found = world.get("territory", f"{code}.hierarchy") if code else None
    return str(found or MAIN_HIERARCHY_CODE)


def primary_of(number: str, tree: str) -> Fact:
    """The fact of a site's primary territory in a hierarchy."""
    is_main = tree == MAIN_HIERARCHY_CODE
    return Fact("primary", number) if is_main else Fact("further", f"{number}.{tree}")


def sites_in(code: str, world: World) -> list[str]:
    """The numbers of the sites whose primary territory it is."""
    tree = tree_of(code, world)
    kind = primary_of("", tree).kind
    stored = _stored_sites(code)
    world.load(primary_of(number, tree) for number in stored)
    ending = "" if tree == MAIN_HIERARCHY_CODE else f".{tree}"
    laid = {fact.subject.partition(".")[0] for fact in world.laid_over(kind, ending)}
    return sorted(each for each in {*stored, *laid} if world.get(*primary_of(each, tree)) == code)


def children_of(code: str, world: World) -> list[str]:
    """The codes of the territories directly below it, closed ones too."""
    rows = TerritoryPlacement.objects.filter(parent__code=code, valid_during__contains=world.at)
    stored = set(rows.values_list("territory__code", flat=True))
    laid = {fact.subject.split(".")[0] for fact in world.laid_over("territory", ".parent")}
    return sorted(
        each for each in stored | laid if world.get("territory", f"{each}.parent") == code
    )


def active_below(code: str, world: World) -> list[str]:
    """The codes of the open territories directly below it."""
    return [each for each in children_of(code, world) if world.is_open(each)]


def path_of(code: str | None, world: World) -> list[str]:
    """The codes from the territory itself up to the top; a cycle is not followed twice."""
    path: list[str] = []
    while code and code not in path:
        path.append(code)
        code = world.get("territory", f"{code}.parent")
    return path


def _stored_sites(code: str) -> list[str]:
    territory = Territory.objects.filter(code=code).first()
    if territory is None:
        return []
    if territory.hierarchy_id == MAIN_HIERARCHY_ID:
        sites = Site.objects.filter(territory_id=territory.pk)
        return list(sites.values_list("number", flat=True))
    held = Assignment.objects.filter(
        territory=territory, kind=AssignmentKind.PRIMARY, valid_during__upper_inf=True
    )
    return list(held.values_list("site__number", flat=True))
