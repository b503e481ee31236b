"""Measures of territories that are told of the present only: load, balance, mean drive."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from townsite.territories.balance.geography import placed_sites
from townsite.territories.models import MAIN_HIERARCHY_ID
from townsite.territories.placement.candidates import Candidates, candidates_at
from townsite.territories.placement.travel import Floats


@dataclass(frozen=True)
class Measures:
    """Of one territory; None where it is not known.

    `units` are weighted sites and `load_percent` what they are of the limit (R-07),
    `balance_percent` its sites of the mean of all territories in reach (R-05), `drive_minutes` the
    mean estimated drive from its center (R-12).
    """

    units: float | None = None
    load_percent: float | None = None
    balance_percent: float | None = None
    drive_minutes: float | None = None


UNKNOWN = Measures()


def measures_at(
    at: datetime, *, drives: bool = False, hierarchy_id: UUID = MAIN_HIERARCHY_ID
) -> dict[str, Measures]:
    """The measures of a hierarchy's territories by code. Four statements, and with `drives` one that reads every site."""
    found = candidates_at(at, hierarchy_id=hierarchy_id)
    mean = found.mean_sites
    minutes = _mean_minutes(found) if drives else np.full(len(found.rows), np.nan)
    return {
        row.code: Measures(
            round(float(found.loads.units[n]), 1),
            _percent(float(found.loads.units[n]), float(found.limit[n])),
            _percent(float(found.loads.sites[n]), mean),
            None if np.isnan(minutes[n]) else round(float(minutes[n]), 1),
        )
        for n, row in enumerate(found.rows)
    }


def _percent(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _mean_minutes(candidates: Candidates) -> Floats:
    """The mean of the estimated drives to the placed sites of each; NaN without any."""
    total, count = np.zeros(len(candidates.rows)), np.zeros(len(candidates.rows))
    for some in placed_sites(candidates):
        known = ~np.isnan(some.minutes)
        np.add.at(total, some.own[known], some.minutes[known])
        np.add.at(count, some.own[known], 1)
    mean: Floats = np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
    return mean
