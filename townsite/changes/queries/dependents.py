"""Which later change sets build on an effective one."""

from django.db.models import Q, QuerySet

from townsite.changes.choices import ChangeClass, ChangeState
from townsite.changes.facts import Diff, World
from townsite.changes.facts.diff import diff_from_json, places_of
from townsite.changes.models import ChangeSet, Touch
from townsite.changes.versions import source_of
from townsite.common.scope import Scope, scoped

# Facts that are about a territory itself; a site's facts are found by the site.
STRUCTURAL = frozenset({"territory", "boundary", "post"})


def later_change_sets(change_set: ChangeSet) -> list[ChangeSet]:
    """Effective ones published since that set the same facts or use what it created, latest first.

    What builds on those is among them. Found by the index of touched sites and territories, so the
    cost follows what touches the same places, not the number of change sets. Out of the reader's
    reach as well: a revert depends on all of them.
    """
    with scoped(Scope.system("what builds on a change set")):
        chain, found = [change_set], list[ChangeSet]()
        while new := [each for each in _near(chain) if any(_builds_on(each, one) for one in chain)]:
            chain += new
            found += new
    return sorted(found, key=lambda each: (each.published_at, each.number), reverse=True)


def created(diff: Diff) -> set[str]:
    """The codes of the territories that were not there before."""
    return {
        fact.subject.partition(".")[0]
        for fact, pair in diff.items()
        if fact.kind == "territory" and fact.subject.endswith(".status") and pair.before is None
    }


def bulks_of(change_set: ChangeSet) -> list[str]:
    """The subjects of the bulk versions it wrote."""
    return list(change_set.applied.get("versions", {}))


def _near(chain: list[ChangeSet]) -> QuerySet[ChangeSet]:
    """Later effective ones that touch the same sites or territories, and every later bulk."""
    sites = Q(site__in=Touch.objects.filter(change_set__in=chain).values("site"))
    for subject in (each for row in chain for each in bulks_of(row)):
        source, key = source_of(subject)
        sites |= Q(site__in=source.site_ids(key))
    touching = Touch.objects.filter(sites | Q(territory__code__in=_territories(chain)))
    return (
        ChangeSet.objects.filter(
            state=ChangeState.EFFECTIVE, published_at__gt=chain[0].published_at
        )
        .filter(Q(pk__in=touching.values("change_set")) | Q(classes__contains=[ChangeClass.IMPORT]))
        .exclude(pk__in=[each.pk for each in chain])
        .order_by("published_at", "number")
    )


def _territories(chain: list[ChangeSet]) -> set[str]:
    return {
        subject.partition(".")[0]
        for row in chain
        for kind in STRUCTURAL
        for subject in row.applied.get(kind, {})
    }


def _builds_on(later: ChangeSet, earlier: ChangeSet) -> bool:
    if later.published_at is None or earlier.published_at is None:
        return False
    if later.published_at < earlier.published_at:
        return False
    diff, base = diff_from_json(later.applied), diff_from_json(earlier.applied)
    if diff.keys() & base.keys() or created(base) & places_of(diff).territories:
        return True
    return _on_bulk(later, diff, earlier) or _bulk_on(later, base)


def _on_bulk(later: ChangeSet, diff: Diff, earlier: ChangeSet) -> bool:
    """Whether it changes what a bulk of the earlier one made or changed."""
    for subject in bulks_of(earlier):
        source, key = source_of(subject)
        others = [each.partition(":")[2] for each in bulks_of(later)]
        if source.is_built_on(key, diff) or any(source.is_shared(key, each) for each in others):
            return True
    return False


def _bulk_on(later: ChangeSet, base: Diff) -> bool:
    """Whether a bulk of the later one holds sites on which facts are no longer as they were set."""
    bulks = bulks_of(later)
    if not bulks:
        return False
    world = World(at=later.published_at)  # type: ignore[arg-type] # published, as its caller asked
    world.load(base)
    changed = {fact: pair for fact, pair in base.items() if world.now(fact) != pair.after}
    numbers = places_of(changed).sites
    return bool(numbers) and any(
        source.is_holding(key, numbers) for source, key in map(source_of, bulks)
    )
