"""The impact of a change set: territories before and after, rules, access."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db.models import Count, Sum

from townsite.changes.contents import path_of
from townsite.changes.facts import Diff, World
from townsite.changes.facts.diff import places_of
from townsite.changes.impact.access import AccessChange, Path, Paths, access_changes
from townsite.changes.impact.cover import cover_changes
from townsite.changes.impact.load import Load, Weighing, loads
from townsite.changes.impact.open_work import OpenWork, open_work
from townsite.changes.impact.rules import Breach, Portfolio, crossings, judge
from townsite.changes.outline import Outline
from townsite.common.scope import Scope, scoped
from townsite.policies.choices import Severity
from townsite.policies.queries import policies_at
from townsite.sites.models import Site
from townsite.sites.scoring.facts import COLUMNS
from townsite.territories.models import Territory
from townsite.territories.policy_effects import WORKED

READ = (
    "number",
    "state",
    "territory_id",
    "location",
    "complexity",
    "annual_revenue_cents",
    *COLUMNS,
)
# Facts that move load or access; the others spare the measuring.
SHIFTING = frozenset({"primary", "further", "territory", "coverage", "cover"})


@dataclass(frozen=True)
class Impact:
    """By territory code the loads before and after; rules newly broken; whose access changes; open work."""

    moved: int = 0
    before: dict[str, Load] = field(default_factory=dict)
    after: dict[str, Load] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    access: list[AccessChange] = field(default_factory=list)
    open_work: list[OpenWork] = field(default_factory=list)

    @property
    def needs_exception(self) -> bool:
        """Whether a rule is broken whose severity blocks."""
        return any(breach.severity == Severity.BLOCK for breach in self.breaches)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def impact_of(outline: Outline) -> Impact:
    """The impact, measured over the whole portfolio: balance and access reach beyond any scope."""
    beside = next((each.change.change_set_id for each in outline.entries), None)
    with scoped(Scope.system("impact of a change set")):
        waiting = open_work(places_of(outline.diff), at=outline.world.at, beside=beside)
        if any(fact.kind in SHIFTING for fact in outline.diff):
            return replace(_of_moves(outline), open_work=waiting)
        return Impact(open_work=waiting)


def _of_moves(outline: Outline) -> Impact:
    """Of sites and territories that move, and of coverage."""
    moves = {fact.subject: pair for fact, pair in outline.diff.items() if fact.kind == "primary"}
    world = World(at=outline.world.at)
    world.put({fact: pair.after for fact, pair in outline.diff.items()})
    codes = {code for pair in moves.values() for code in pair if code}
    stored = dict(Territory.objects.values_list("pk", "code"))
    sites = list(_sites(moves, [key for key, code in stored.items() if code in codes]))
    here = [(site, stored[site.territory_id] if site.territory_id else None) for site in sites]
    there = [
        (site, moves[site.number].after if site.number in moves else code) for site, code in here
    ]
    further = [fact for fact in outline.diff if fact.kind == "further"]
    return _measured(outline.diff, world, here, there, len(moves) + len(further))


Placed = list[tuple[Site, str | None]]


def _measured(diff: Diff, world: World, here: Placed, there: Placed, moved: int) -> Impact:
    weighing = _weighing(world)
    before, after = loads(here, weighing), loads(there, weighing)
    for code in {*before, *after}:
        before.setdefault(code, Load())
        after.setdefault(code, Load())
    portfolio = _portfolio()
    old = {
        (each.rule, each.sentence.partition(":")[0]) for each in judge(before, portfolio, weighing)
    }
    new = judge(after, portfolio.moved(after), weighing)
    was = {site.number: code for site, code in here}
    moving = [(site, code) for site, code in there if code and was[site.number] != code]
    breaches = [each for each in new if (each.rule, each.sentence.partition(":")[0]) not in old]
    breaches += crossings(moving, _allowed(code for _, code in moving), weighing)
    paths = _paths(was, {site.number: code for site, code in there}, world) + _subtrees(diff, world)
    paths += _further_paths(diff, world)
    access = [*access_changes(paths, at=world.at), *cover_changes(diff, at=world.at)]
    return Impact(moved, before, after, breaches, access)


def _sites(moves: Iterable[str], territories: list[Any]) -> list[Site]:
    """The sites that move, and those of the territories they leave or enter."""
    own = Site.objects.filter(territory_id__in=territories, status__in=WORKED)
    rows = own | Site.objects.filter(number__in=list(moves))
    return list(rows.only(*READ).order_by("pk"))


def _weighing(world: World) -> Weighing:
    paths = dict(Territory.objects.values_list("code", "path"))
    return Weighing(policies_at(world.at), paths)


def _portfolio() -> Portfolio:
    codes = dict(Territory.objects.values_list("pk", "code"))
    rows = (
        Site.objects.filter(territory_id__isnull=False, status__in=WORKED)
        .values("territory_id")
        .annotate(sites=Count("pk"), revenue=Sum("annual_revenue_cents"))
    )
    found = [
        (codes[row["territory_id"]], row["sites"], int(row["revenue"] or 0))
        for row in rows
        if row["territory_id"]
    ]
    return Portfolio({c: n for c, n, _ in found}, {c: cents for c, _, cents in found})


def _allowed(codes: Iterable[str]) -> dict[str, list[str]]:
    return dict(Territory.objects.filter(code__in=set(codes)).values_list("code", "allowed_states"))


def _paths(was: dict[str, str | None], will: dict[str, str | None], world: World) -> Paths:
    present = World(at=world.at)
    return Counter(
        (_path(code, present), _path(will[number], world))
        for number, code in was.items()
        if code != will[number]
    )


def _subtrees(diff: Diff, world: World) -> Paths:
    """The sites below territories that move in the tree, unless they move themselves."""
    tops = [
        f.subject.partition(".")[0] for f in diff if f.kind == "territory" and "parent" in f.subject
    ]
    present, found = World(at=world.at), Paths()
    for path in Territory.objects.filter(code__in=tops).values_list("path", flat=True):
        for code in Territory.objects.filter(path__within=path).values_list("code", flat=True):
            own = Territory.objects.filter(code=code).values("pk")
            count = Site.objects.filter(territory_id__in=own).count()
            found[_path(code, present), _path(code, world)] += count
    return found


def _further_paths(diff: Diff, world: World) -> Paths:
    """The sites that change hands in a further hierarchy."""
    present = World(at=world.at)
    return Counter(
        (_path(pair.before, present), _path(pair.after, world))
        for fact, pair in diff.items()
        if fact.kind == "further"
    )


def _path(code: str | None, world: World) -> Path:
    return tuple(path_of(code, world))
