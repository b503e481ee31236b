"""The impact of a change set: territories before and after, rules, access."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db.models import Count, Sum

from townsite.changes.contents import path_of
from townsite.changes.facts import Diff, Fact, World
from townsite.changes.facts.diff import places_of
from townsite.changes.impact.access import AccessChange, Path, Paths, access_changes
from townsite.changes.impact.cover import cover_changes
from townsite.changes.impact.load import Load, Weighing, loads
from townsite.changes.impact.open_work import OpenWork, open_work
from townsite.changes.impact.rules import Breach, Portfolio, crossings, judge
from townsite.changes.impact.sites import MeasuredSites, Mover, measured_sites
from townsite.changes.outline import Outline
from townsite.common.scope import Scope, scoped
from townsite.policies.choices import Severity
from townsite.policies.queries import policies_at
from townsite.sites.models import Site
from townsite.territories.choices import ExceptionEffect
from townsite.territories.models import PlacementException, Territory
from townsite.territories.policy_effects import WORKED

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
    sites = measured_sites({number: pair.after for number, pair in moves.items()})
    further = [fact for fact in outline.diff if fact.kind == "further"]
    return _measured(outline.diff, world, sites, len(moves) + len(further))


def _measured(diff: Diff, world: World, sites: MeasuredSites, moved: int) -> Impact:
    weighing = _weighing(world)
    before, after = loads(sites, sites.home, weighing), loads(sites, sites.goal, weighing)
    for code in {*before, *after}:
        before.setdefault(code, Load())
        after.setdefault(code, Load())
    portfolio = _portfolio()
    old = {
        (each.rule, each.sentence.partition(":")[0]) for each in judge(before, portfolio, weighing)
    }
    new = judge(after, portfolio.moved(after), weighing)
    breaches = [each for each in new if (each.rule, each.sentence.partition(":")[0]) not in old]
    codes = {each.after for each in sites.movers if each.after}
    excepted = _excepted(sites.movers, world)
    movers = [each for each in sites.movers if (each.number, each.after) not in excepted]
    breaches += crossings(movers, _allowed(codes), weighing)
    paths = _all_paths(diff, sites.movers, world)
    access = [*access_changes(paths, at=world.at), *cover_changes(diff, at=world.at)]
    return Impact(moved, before, after, breaches, access)


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


def _excepted(movers: Iterable[Mover], world: World) -> set[tuple[str, str]]:
    """Sites with a named exception for where they go: somebody decided on it already (R-12)."""
    rows = PlacementException.objects.filter(
        site__number__in=[each.number for each in movers],
        effect__in=(ExceptionEffect.WAIVE, ExceptionEffect.PIN),
        valid_during__contains=world.at,
    )
    return set(rows.values_list("site__number", "territory__code"))


def _allowed(codes: Iterable[str]) -> dict[str, list[str]]:
    return dict(Territory.objects.filter(code__in=set(codes)).values_list("code", "allowed_states"))


def _all_paths(diff: Diff, movers: Iterable[Mover], world: World) -> Paths:
    """From where to where sites go in the tree, and how many."""
    present = World(at=world.at)
    parents = [
        Fact("territory", f"{code}.parent")
        for code in Territory.objects.values_list("code", flat=True)
    ]
    present.load(parents)
    world.load(parents)
    pairs = Counter((each.before, each.after) for each in movers)
    own = Paths()
    for (before, after), count in pairs.items():
        own[_path(before, present), _path(after, world)] += count
    return own + _subtrees(diff, present, world) + _further_paths(diff, present, world)


def _subtrees(diff: Diff, present: World, world: World) -> Paths:
    """The sites below territories that move in the tree, unless they move themselves."""
    tops = [
        f.subject.partition(".")[0] for f in diff if f.kind == "territory" and "parent" in f.subject
    ]
    found = Paths()
    for path in Territory.objects.filter(code__in=tops).values_list("path", flat=True):
        for code in Territory.objects.filter(path__within=path).values_list("code", flat=True):
            own = Territory.objects.filter(code=code).values("pk")
            count = Site.objects.filter(territory_id__in=own).count()
            found[_path(code, present), _path(code, world)] += count
    return found


def _further_paths(diff: Diff, present: World, world: World) -> Paths:
    """The sites that change hands in a further hierarchy."""
    return Counter(
        (_path(pair.before, present), _path(pair.after, world))
        for fact, pair in diff.items()
        if fact.kind == "further"
    )


def _path(code: str | None, world: World) -> Path:
    return tuple(path_of(code, world))
