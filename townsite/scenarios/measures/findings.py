"""Which rules a plan breaks, by severity (R-02, R-04 to R-07, R-10, R-11)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from townsite.scenarios.measures.layout import Layout

DRIVE, STATES = "placement.drive_limit_minutes", "placement.state_crossing_needs_approval"
COUNT, REVENUE = "balance.site_count", "balance.revenue"
CAPACITY, MANAGER = "capacity.manager_units", "capacity.account_manager"
SPAN = "capacity.district_manager_span"
LADDER = {"advise": "info", "block": "warn", "review": "block"}


@dataclass(frozen=True)
class Finding:
    """A rule broken in one territory or district; `count` is how many sites, or 1."""

    rule: str
    severity: str
    where: str
    words: str
    count: int = 1

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def findings_of(layout: Layout) -> list[Finding]:
    """Every rule broken, territory by territory."""
    return [
        *_drives(layout),
        *_states(layout),
        *_ladder(layout, COUNT, layout.sites.astype(float), "mean"),
        *_ladder(layout, REVENUE, layout.total(layout.instance.dollars), "median"),
        *_capacity(layout),
        *_band(layout, MANAGER, {s.code: int(n) for s, n in _pairs(layout)}, "sites"),
        *_band(layout, SPAN, spans_of(layout), "territories"),
    ]


def spans_of(layout: Layout) -> dict[str, int]:
    """Territories below each district: what its manager leads (R-11)."""
    return dict(sorted(Counter(seat.parent for seat in layout.seats if seat.parent).items()))


def by_severity(findings: list[Finding]) -> dict[str, int]:
    """How many breaches of each severity."""
    found = dict.fromkeys(("block", "warn", "info"), 0)
    for each in findings:
        found[each.severity] += 1
    return found


def _pairs(layout: Layout) -> Iterator[tuple[Any, int]]:
    return zip(layout.seats, layout.sites.tolist(), strict=True)


def _drives(layout: Layout) -> Iterator[Finding]:
    limit = layout.instance.rule(DRIVE)
    if limit is None:
        return
    far = np.bincount(layout.seat[layout.minutes > limit], minlength=len(layout.seats))
    for seat, count in zip(layout.seats, far.tolist(), strict=True):
        if count:
            words = f"{count} sites are over {limit:g} min from the center (R-02)"
            yield Finding(DRIVE, layout.instance.severity(DRIVE), seat.code, words, count)


def _states(layout: Layout) -> Iterator[Finding]:
    if not layout.instance.rule(STATES):
        return
    places = layout.instance.places
    for n, seat in enumerate(layout.seats):
        spanned = () if seat.today is None else places[seat.today].states
        if not spanned:
            continue
        states = [layout.instance.states[i] for i in np.flatnonzero(layout.seat == n)]
        outside = [state for state in states if state and state not in spanned]
        if outside:
            words = f"{len(outside)} sites lie in {', '.join(sorted(set(outside)))} (R-04)"
            severity = layout.instance.severity(STATES)
            yield Finding(STATES, severity, seat.code, words, len(outside))


def _ladder(layout: Layout, key: str, amounts: Any, middle_is: str) -> Iterator[Finding]:
    """The highest rung passed (C-03); its rung is the severity: advice, exception, review."""
    middle = float(np.median(amounts) if middle_is == "median" else np.mean(amounts))
    rungs: Mapping[str, float] = layout.instance.rule(key)
    if not middle:
        return
    for seat, amount in zip(layout.seats, amounts.tolist(), strict=True):
        passed = [(limit, rung) for rung, limit in rungs.items() if amount / middle > limit]
        if passed:
            rule = "R-05" if key == COUNT else "R-06"
            noun = "sites" if key == COUNT else "revenue"
            words = f"{amount / middle:.0%} of the {middle_is} {noun} ({rule})"
            yield Finding(key, LADDER.get(max(passed)[1], "warn"), seat.code, words)


def _capacity(layout: Layout) -> Iterator[Finding]:
    general = layout.instance.rule(CAPACITY)
    places = layout.instance.places
    for seat, load in zip(layout.seats, layout.total(layout.instance.load).tolist(), strict=True):
        own = None if seat.today is None else places[seat.today].capacity
        limit = general if own is None else own
        if load > limit:
            words = f"{load:g} of {limit:g} weighted sites (R-07)"
            yield Finding(CAPACITY, layout.instance.severity(CAPACITY), seat.code, words)


def _band(layout: Layout, key: str, counts: Mapping[str, int], noun: str) -> Iterator[Finding]:
    """Outside the widest band (R-10, R-11)."""
    least, _, _, most = layout.instance.rule(key).values()
    rule = "R-10" if key == MANAGER else "R-11"
    for code, count in counts.items():
        if not least <= count <= most:
            words = f"{count} {noun}, the band is {least:g} to {most:g} ({rule})"
            yield Finding(key, layout.instance.severity(key), code, words)
