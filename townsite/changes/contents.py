"""What a territory holds, in the world as a draft lays it out."""

from townsite.changes.facts import Fact, World
from townsite.sites.models import Site
from townsite.territories.models import Territory, TerritoryPlacement


def sites_in(code: str, world: World) -> list[str]:
    """The numbers of the sites whose primary territory it is."""
    stored = _stored_sites(code)
    world.load(Fact("primary", number) for number in stored)
    laid = {fact.subject for fact in world.laid_over("primary")}
    return sorted(each for each in {*stored, *laid} if world.get("primary", each) == code)


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
    own = Territory.objects.filter(code=code).values("pk")
    return list(Site.objects.filter(territory_id__in=own).values_list("number", flat=True))
