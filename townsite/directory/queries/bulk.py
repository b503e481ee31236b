"""What a bulk action would do, before it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Q, QuerySet

from townsite.directory.selection import Selection
from townsite.sites.actions import STEPS
from townsite.sites.models import Site
from townsite.territories.models import Territory


@dataclass(frozen=True)
class Change:
    """So many sites go from one value of a field to another."""

    field: str
    before: str
    after: str
    sites: int


@dataclass(frozen=True)
class Preview:
    """`expected` is what the action must find again; `changing` are not so already.

    `left_out` cannot take the step; `locked` may be read only.
    """

    total: int
    expected: int
    changing: int
    changes: list[Change]
    left_out: int = 0
    locked: int = 0


def bulk_preview(selection: Selection, *, act: str, values: Mapping[str, str]) -> Preview:
    """The preview of `edit`, `status` or `assign` with these values."""
    sites = selection.sites().order_by()
    total, locked = sites.count(), selection.locked_count()
    if act == "status":
        return _step(sites, values["verb"], total, locked)
    if act == "assign":
        return _assignment(sites, values["territory"], total, locked)
    changes = [change for name, value in values.items() for change in _field(sites, name, value)]
    differs = Q()
    for name, value in values.items():
        differs |= ~Q(**{name: value})
    changing = sites.filter(differs).count()
    return Preview(total, total, changing, changes, locked=locked)


def _grouped(sites: QuerySet[Site], name: str) -> list[tuple[Any, int]]:
    counted = sites.values(name).annotate(n=CountOf("pk")).order_by("-n").values_list(name, "n")
    return list(counted)


def _field(sites: QuerySet[Site], name: str, value: str) -> list[Change]:
    column = Site._meta.get_field(name)  # noqa: SLF001 - public by convention
    label = str(getattr(column, "verbose_name", name)).capitalize()
    words = {str(code): str(text) for code, text in column.flatchoices}
    return [
        Change(label, words.get(before, before), words.get(value, value), count)
        for before, count in _grouped(sites, name)
    ]


def _step(sites: QuerySet[Site], verb: str, total: int, locked: int) -> Preview:
    step = STEPS[verb]
    able = sites.filter(status__in=step.starts)
    changes = [
        Change("Status", str(before).capitalize(), step.target.label, count)
        for before, count in _grouped(able, "status")
    ]
    ready = sum(change.sites for change in changes)
    return Preview(total, ready, ready, changes, left_out=total - ready, locked=locked)


def _assignment(sites: QuerySet[Site], code: str, total: int, locked: int) -> Preview:
    names = {t.pk: str(t) for t in Territory.objects.all()}
    target = next((key for key, name in names.items() if name.split(" ")[0] == code), None)
    after = names.get(target, "None") if target else "None"
    changes = [
        Change("Territory", names.get(before, "None"), after, count)
        for before, count in _grouped(sites, "territory_id")
    ]
    changing = sum(change.sites for change in changes if change.before != change.after)
    return Preview(total, total, changing, changes, locked=locked)
