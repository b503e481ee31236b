"""The primary territory of a site in a hierarchy beside the main one: subject "0417.SHUTTLE"."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from townsite.changes.facts.fact import Act, FactKind, Pair, Places, Value
from townsite.changes.facts.primary import told_moves
from townsite.sites.models import Site
from townsite.territories.actions import reassign_explained
from townsite.territories.choices import AssignmentKind
from townsite.territories.models import Assignment, Hierarchy, Territory


class Further(FactKind):
    name = "further"
    label = "primary territory in a further hierarchy"

    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        wanted = _by_hierarchy(subjects)
        numbers = {number for found in wanted.values() for number in found}
        rows = Assignment.objects.filter(
            site__number__in=numbers,
            hierarchy__code__in=wanted,
            kind=AssignmentKind.PRIMARY,
            valid_during__contains=at,
        ).values_list("site__number", "territory__hierarchy__code", "territory__code")
        held = {f"{number}.{tree}": code for number, tree, code in rows}
        known = set(Site.objects.filter(number__in=numbers).values_list("number", flat=True))
        return {each: held.get(each) for each in subjects if each.partition(".")[0] in known}

    def write(self, values: Mapping[str, Value], act: Act) -> None:
        wanted = _by_hierarchy(values)
        trees = Hierarchy.objects.in_bulk(list(wanted), field_name="code")
        codes = {code for code in values.values() if code}
        keys = dict(Territory.objects.filter(code__in=codes).values_list("code", "pk"))
        for tree, numbers in wanted.items():
            sites = dict(Site.objects.filter(number__in=numbers).values_list("number", "pk"))
            given = {number: values[f"{number}.{tree}"] for number in numbers}
            targets = {
                sites[number]: keys[code] if code else None for number, code in given.items()
            }
            reassign_explained(
                targets=targets, hierarchy=trees[tree], decided_by=act.decided_by, **act.signed
            )

    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        names = dict(Hierarchy.objects.values_list("code", "name"))
        return [
            f"{names[tree]}: {line}"
            for tree, numbers in _by_hierarchy(diff).items()
            for line in told_moves({number: diff[f"{number}.{tree}"] for number in numbers})
        ]

    def places(self, subject: str, values: Collection[Value]) -> Places:
        number = subject.partition(".")[0]
        return Places(frozenset({number}), frozenset(code for code in values if code))


def _by_hierarchy(subjects: Iterable[str]) -> dict[str, list[str]]:
    """The numbers of the sites by the code of the hierarchy."""
    found = defaultdict[str, list[str]](list)
    for subject in subjects:
        number, _, tree = subject.partition(".")
        found[tree].append(number)
    return dict(found)
