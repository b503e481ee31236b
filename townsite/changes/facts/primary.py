"""The primary territory of a site: subject "0417", value the territory's code."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from townsite.changes.facts.fact import Act, FactKind, Pair, Places, Value
from townsite.changes.facts.naming import listed, site_names, sites_phrase, territory_names
from townsite.sites.models import Site
from townsite.territories.actions import reassign_explained
from townsite.territories.models import Territory


class Primary(FactKind):
    name = "primary"
    label = "primary territory"

    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        rows = Site.objects.filter(number__in=subjects).values_list("number", "territory_id")
        found = list(rows)
        codes = dict(
            Territory.objects.filter(pk__in={key for _, key in found if key}).values_list(
                "pk", "code"
            )
        )
        return {number: codes.get(key) if key else None for number, key in found}

    def write(self, values: Mapping[str, Value], act: Act) -> None:
        sites = dict(Site.objects.filter(number__in=values).values_list("number", "pk"))
        codes = {code for code in values.values() if code}
        keys = dict(Territory.objects.filter(code__in=codes).values_list("code", "pk"))
        targets = {sites[number]: keys[code] if code else None for number, code in values.items()}
        reassign_explained(targets=targets, decided_by=act.decided_by, **act.signed)

    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        return told_moves(diff)

    def places(self, subject: str, values: Collection[Value]) -> Places:
        return Places(frozenset({subject}), frozenset(code for code in values if code))


def told_moves(diff: Mapping[str, Pair]) -> list[str]:
    """A sentence for each pair of territories that sites move between; `diff` by site number."""
    moves = defaultdict[Pair, list[str]](list)
    for number, pair in diff.items():
        moves[pair].append(number)
    names = site_names(diff)
    codes = territory_names({code for pair in moves for code in pair if code})
    return [_move(pair, numbers, names, codes) for pair, numbers in moves.items()]


def _move(pair: Pair, numbers: list[str], names: dict[str, str], codes: dict[str, str]) -> str:
    count, s = sites_phrase(len(numbers)), "s" if len(numbers) == 1 else ""
    if pair.before is None:
        told = f"{count} without a territory go{'es' if s else ''} to {codes[pair.after]}"
    elif pair.after is None:
        told = f"{count} leave{s} {codes[pair.before]} and will have no territory"
    else:
        told = f"{count} leave{s} {codes[pair.before]} for {codes[pair.after]}"
    return f"{told}: {listed(names, sorted(numbers))}."
