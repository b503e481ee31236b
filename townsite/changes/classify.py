"""Which classes of change a change set falls into: they decide who approves (R-13..R-15, C-19)."""

from collections.abc import Iterator

from townsite.changes.choices import ChangeClass
from townsite.changes.contents import path_of
from townsite.changes.facts import Diff, Fact, Pair, World
from townsite.sites.choices import Facet

GRAVITY = {each: rank for rank, each in enumerate(ChangeClass)}
# The primary territory of a site, in the main hierarchy or a further one.
ASSIGNMENT = frozenset({"primary", "further"})
STRUCTURAL = frozenset({"territory", "post"})
COVERAGE = frozenset({"coverage", "cover"})


def classes_of(diff: Diff, world: World) -> dict[ChangeClass, Diff]:
    """The facts of each class, the gravest class last."""
    found: dict[ChangeClass, Diff] = {}
    for fact, pair in diff.items():
        found.setdefault(_class(fact, pair, world), {})[fact] = pair
    return dict(sorted(found.items(), key=lambda each: GRAVITY[each[0]]))


def is_reassignment(diff: Diff) -> bool:
    """Whether a site leaves one territory for another: that needs notice and a handover (R-14)."""
    return any(
        fact.kind in ASSIGNMENT and pair.before and pair.after for fact, pair in diff.items()
    )


def _class(fact: Fact, pair: Pair, world: World) -> ChangeClass:
    if fact.kind in ASSIGNMENT:
        return _assignment(pair, world)
    if fact.kind == "versions":
        return ChangeClass.IMPORT
    if fact.kind in COVERAGE:
        return ChangeClass.STANDARD
    if fact.kind == "boundary":
        return ChangeClass.BOUNDARY
    if fact.kind in STRUCTURAL:
        return ChangeClass.STRUCTURE
    is_facet = fact.subject.partition(".")[2] in Facet.values
    return ChangeClass.RECLASSIFICATION if is_facet else ChangeClass.RECORD


def _assignment(pair: Pair, world: World) -> ChangeClass:
    """Within one line of the tree, or from nowhere, it is standard; else two territories differ."""
    if pair.before is None or pair.after is None:
        return ChangeClass.STANDARD
    in_line = pair.before in path_of(pair.after, world) or pair.after in path_of(pair.before, world)
    return ChangeClass.STANDARD if in_line else ChangeClass.CROSS_TERRITORY


def common_scopes(codes: Iterator[str] | set[str], world: World) -> list[str | None]:
    """The lowest territory above all of them; below a common top, one on each side instead.

    None stands for everything.
    """
    paths = {tuple(reversed(path_of(code, world))) for code in codes}
    if not paths:
        return [None]
    shared = _shared(list(paths))
    if len(shared) > 1 or len(paths) == 1:
        return [shared[-1]] if shared else [None]
    sides = {path[len(shared)] for path in paths if len(path) > len(shared)}
    return list[str | None](sorted(sides)) or [None]


def _shared(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    shared = paths[0]
    for path in paths[1:]:
        length = 0
        while length < min(len(shared), len(path)) and shared[length] == path[length]:
            length += 1
        shared = shared[:length]
    return shared
