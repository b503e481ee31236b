"""The sites that an impact is measured on, as columns: a portfolio of a million fits into memory."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from django.contrib.gis.db.models.functions import GeoFunc
from django.db.models import FloatField, QuerySet
from numpy.typing import NDArray

from townsite.sites.models import Site
from townsite.territories.models import Territory
from townsite.territories.policy_effects import WORKED

NOWHERE = -1


class _X(GeoFunc):
    """The longitude of a point, NULL without one."""

    function = "ST_X"
    output_field = FloatField()


class _Y(GeoFunc):
    function = "ST_Y"
    output_field = FloatField()


MEASURES = ("complexity", "annual_revenue_cents")


class Mover(NamedTuple):
    """A site that changes hands; codes are None for no territory."""

    number: str
    state: str
    before: str | None
    after: str | None


class MeasuredSites(NamedTuple):
    """One row a site; `home` and `goal` are places in `codes`, or NOWHERE. NaN is not known."""

    codes: list[str]
    home: NDArray[np.int64]
    goal: NDArray[np.int64]
    complexity: NDArray[np.float64]
    revenue_cents: NDArray[np.float64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    movers: list[Mover]


def measured_sites(moves: Mapping[str, str | None]) -> MeasuredSites:
    """The sites that move, each to the code named, and the worked sites of every territory touched.

    Three statements.
    """
    names = dict(Territory.objects.values_list("pk", "code"))
    moving = _columns(
        Site.objects.filter(number__in=list(moves)), "number", "state", "territory_id"
    )
    movers = [
        Mover(number, state, names.get(home), moves[number]) for number, state, home, *_ in moving
    ]
    touched = {code for each in movers for code in (each.before, each.after) if code}
    own = Site.objects.filter(
        territory_id__in=[key for key, code in names.items() if code in touched],
        status__in=WORKED,
    )
    staying = _columns(own.exclude(number__in=list(moves)), "territory_id")
    return _arranged(sorted(touched), names, movers, moving, staying)


def _columns(rows: QuerySet[Site], *first: str) -> list[tuple[Any, ...]]:
    measured = rows.order_by().values_list(*first, *MEASURES, _X("location"), _Y("location"))
    return list(measured)


def _arranged(
    codes: list[str],
    names: Mapping[Any, str],
    movers: Sequence[Mover],
    moving: Sequence[tuple[Any, ...]],
    staying: Sequence[tuple[Any, ...]],
) -> MeasuredSites:
    place = {code: n for n, code in enumerate(codes)}
    keys = {key: place[code] for key, code in names.items() if code in place}
    stay = [keys[row[0]] for row in staying]
    values = [row[3:] for row in moving] + [row[1:] for row in staying]
    complexity, revenue, longitude, latitude = np.array(values, dtype=float).reshape(-1, 4).T
    return MeasuredSites(
        codes,
        _places([*(place.get(each.before or "", NOWHERE) for each in movers), *stay]),
        _places([*(place.get(each.after or "", NOWHERE) for each in movers), *stay]),
        complexity,
        revenue,
        longitude,
        latitude,
        list(movers),
    )


def _places(values: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(values, dtype=np.int64)
