"""Which later change sets build on an effective one."""

from townsite.changes.choices import ChangeState
from townsite.changes.facts import Diff
from townsite.changes.facts.diff import diff_from_json, places_of
from townsite.changes.models import ChangeSet


def later_change_sets(change_set: ChangeSet) -> list[ChangeSet]:
    """Effective ones published since that set the same facts or use what it created, latest first.

    What builds on those is found by the same question, so the whole chain is there.
    """
    candidates = (
        ChangeSet.objects.filter(
            state=ChangeState.EFFECTIVE, published_at__gt=change_set.published_at
        )
        .order_by("published_at")
        .distinct()
    )
    chain = [diff_from_json(change_set.applied)]
    found: list[ChangeSet] = []
    for each in candidates:
        diff = diff_from_json(each.applied)
        if any(_builds_on(diff, earlier) for earlier in chain):
            chain.append(diff)
            found.append(each)
    return found[::-1]


def _builds_on(diff: Diff, earlier: Diff) -> bool:
    return bool(diff.keys() & earlier.keys()) or bool(
        created(earlier) & places_of(diff).territories
    )


def created(diff: Diff) -> set[str]:
    """The codes of the territories that were not there before."""
    return {
        fact.subject.partition(".")[0]
        for fact, pair in diff.items()
        if fact.kind == "territory" and fact.subject.endswith(".status") and pair.before is None
    }
