"""Facts in bulk: grouped by kind, kept as JSON, told in sentences, written in order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from townsite.changes.facts.fact import Act, Diff, Fact, Facts, Pair, Places
from townsite.changes.facts.kinds import KINDS

V = TypeVar("V")


def by_kind(values: Mapping[Fact, V]) -> dict[str, dict[str, V]]:
    """Kind -> subject -> value, the kinds in the order of writing."""
    grouped = defaultdict[str, dict[str, V]](dict)
    for fact, value in values.items():
        grouped[fact.kind][fact.subject] = value
    return {name: grouped[name] for name in KINDS if name in grouped}


def from_json(stored: Mapping[str, Mapping[str, Any]]) -> Facts:
    """The reverse of `by_kind`, for stored values."""
    return {
        Fact(kind, subject): value
        for kind, values in stored.items()
        for subject, value in values.items()
    }


def diff_from_json(stored: Mapping[str, Mapping[str, Any]]) -> Diff:
    """The reverse of `by_kind`, for stored pairs of before and after."""
    return {fact: Pair(*pair) for fact, pair in from_json(stored).items()}


def sentences(diff: Diff) -> list[str]:
    """What changes, in plain sentences."""
    return [line for kind, pairs in by_kind(diff).items() for line in KINDS[kind].sentences(pairs)]


def places_of(diff: Diff) -> Places:
    """Every site and territory that the facts are about."""
    found = Places()
    sites, territories = set[str](), set[str]()
    for fact, pair in diff.items():
        found = KINDS[fact.kind].places(fact.subject, pair)
        sites |= found.sites
        territories |= found.territories
    return Places(frozenset(sites), frozenset(territories))


def followers(facts: Iterable[Fact]) -> set[Fact]:
    """Facts that change along with these."""
    grouped = by_kind(dict.fromkeys(facts))
    return {
        Fact(kind, subject)
        for kind, subjects in grouped.items()
        for subject in KINDS[kind].followers(subjects)
    }


def write(facts: Facts, act: Act) -> None:
    """Sets every fact, each kind at once."""
    grouped = by_kind(facts)
    for kind, values in grouped.items():
        KINDS[kind].write(values, act)
    for kind, values in grouped.items():
        KINDS[kind].finish(values, act)


def restore(facts: Facts, act: Act) -> None:
    """Puts former values back, each kind at once."""
    grouped = by_kind(facts)
    for kind, values in grouped.items():
        KINDS[kind].restore(values, act)
    for kind, values in grouped.items():
        KINDS[kind].finish(values, act)
