"""Which sites a territory covers beside its own, and which of its own others cover."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Func, OuterRef, QuerySet, Subquery
from django.db.models.fields import DateTimeField

from townsite.territories.choices import AssignmentKind
from townsite.territories.models import Assignment, Territory


@dataclass(frozen=True)
class Covered:
    """So many sites, covered in one way by one territory until one moment, or for good.

    `code` is empty where the reader does not see the territory.
    """

    kind: AssignmentKind
    code: str
    until: datetime | None
    sites: int


def coverage_given(territory: Territory, *, at: datetime) -> list[Covered]:
    """What the territory itself covers at a moment, in one statement."""
    return _grouped(_live(at).filter(territory=territory))


def coverage_taken(territory: Territory, *, at: datetime) -> list[Covered]:
    """Who covers sites of the territory or below it, in one statement."""
    return _grouped(_live(at).filter(site__territory_path__within=territory.path))


def _live(at: datetime) -> QuerySet[Assignment]:
    return Assignment.objects.exclude(kind=AssignmentKind.PRIMARY).filter(valid_during__contains=at)


def _grouped(rows: QuerySet[Assignment]) -> list[Covered]:
    code = Territory.objects.filter(pk=OuterRef("territory_id")).values("code")
    until = Func("valid_during", function="upper", output_field=DateTimeField(null=True))
    groups: Iterable[Mapping[str, Any]] = (
        rows.annotate(code=Subquery(code), until=until)
        .values("kind", "code", "until")
        .annotate(sites=Count("pk"))
        .order_by("until", "kind", "code")
    )
    return [
        Covered(AssignmentKind(row["kind"]), row["code"] or "", row["until"], row["sites"])
        for row in groups
    ]
