"""What an edit changes, and what happens when two people edit at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point

from townsite.sites.models import Site
from townsite.web.sites.site_form import form_text
from townsite.web.sites.words import label_of, value_of


@dataclass(frozen=True)
class Change:
    """One field with its value before and after, in words."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Option:
    """One of the values a reader may choose: whose, in words, and as the form carries it."""

    whose: str
    words: str
    text: str


@dataclass(frozen=True)
class Conflict:
    """A field that both changed, each in their own way."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ThreeWayMerge:
    """What two edits of one version come to, field by field.

    `settled` maps fields to the text the form carries; `taken` were changed by the other only.
    """

    conflicts: list[Conflict]
    settled: dict[str, str]
    mine: list[Change]
    taken: list[Change]


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a reader; points to six decimals, about 0.1 m."""
    if isinstance(one, Point) and isinstance(other, Point):
        return (round(one.x, 6), round(one.y, 6)) == (round(other.x, 6), round(other.y, 6))
    return bool(one == other) or (one in ("", None, {}) and other in ("", None, {}))


def changed_values(site: Site, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from what the site says now."""
    return {name: new for name, new in values.items() if not same(getattr(site, name), new)}


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The differences in words, in the order of `after`."""
    return [
        Change(name, label_of(name), value_of(name, before[name]), value_of(name, new))
        for name, new in after.items()
        if not same(before[name], new)
    ]


def three_way_merge(
    *, original: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> ThreeWayMerge:
    """Both edits together: only fields that both changed differently are left to the reader."""
    conflicts = [
        Conflict(name, label_of(name), _options(name, original, mine, theirs))
        for name in mine
        if not same(mine[name], original[name])
        and not same(theirs[name], original[name])
        and not same(mine[name], theirs[name])
    ]
    disputed = {each.name for each in conflicts}
    kept = {
        name: mine[name] if not same(mine[name], original[name]) else theirs[name]
        for name in mine
        if name not in disputed
    }
    return ThreeWayMerge(
        conflicts=conflicts,
        settled={name: form_text(name, value) for name, value in kept.items()},
        mine=changes_between(theirs, kept),
        taken=changes_between(original, {n: v for n, v in kept.items() if same(v, theirs[n])}),
    )


def _options(
    name: str, original: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[Option, ...]:
    return tuple(
        Option(whose, value_of(name, values[name]), form_text(name, values[name]))
        for whose, values in (("Yours", mine), ("Theirs", theirs), ("Before both", original))
    )
