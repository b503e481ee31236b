"""Figures on record as pages show them: over time of a part of the tree, and around a change."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from townsite.territories.actions.quarterly_reviews import FIGURES as KEPT
from townsite.territories.days.queries import DayFigures, Effect, figures_by_day

PERIOD_DAYS = 91  # a quarter: reviews are held quarterly
LINE_WIDTH, LINE_HEIGHT = 120, 30


@dataclass(frozen=True)
class Compared:
    """One figure now and a period ago, in words; `change` is empty where there is no earlier one."""

    label: str
    now: str
    before: str
    change: str


def figures_over_time(path: str, *, at: datetime) -> dict[str, Any]:
    """What the card of a territory's figures over the last quarter shows; one statement."""
    today = at.date()
    days = figures_by_day(first=today - timedelta(days=PERIOD_DAYS), last=today, path=path)
    if not days:
        return {"days": []}
    return {
        "days": _weekly(days),
        "since": days[0].day,
        "measured": days[-1].day,
        "has_past": len(days) > 1,
        "compared": _all_compared(days[0], days[-1]),
        "line": _line([each.used for each in days]),
    }


def effect_rows(effect: Effect) -> list[tuple[str, list[str]]]:
    """The figures around a publication: before, right after, and newest, a row a figure (A-108)."""
    each = (effect.before, effect.after, effect.newest)
    return [(label, [said(day) for day in each]) for label, said, _ in FIGURES]


def review_rows(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The pack of a review: label, figure a quarter before (if known) and when it opened."""
    if not figures:
        return []
    now, earlier = _kept(figures), figures.get("earlier")
    before = _kept(earlier) if earlier else None
    return [(label, said(before) if before else "", said(now)) for label, said, _ in OWN_FIGURES]


def _kept(figures: dict[str, Any]) -> DayFigures:
    """Figures of one territory as a review keeps them; balance and spread need several."""
    used = figures["load"] / figures["limit"]
    own = {name: figures[name] for name in KEPT}
    return DayFigures(
        day=date.fromisoformat(figures["day"]),
        territories=1,
        fullest=used,
        emptiest=used,
        balance=None,
        **own,
    )


def _weekly(days: list[DayFigures]) -> list[DayFigures]:
    """The newest day and those a week apart before it, the newest first."""
    last = days[-1].day
    return [each for each in reversed(days) if (last - each.day).days % 7 == 0]


def _all_compared(before: DayFigures, now: DayFigures) -> list[Compared]:
    shown = FIGURES if now.territories > 1 else OWN_FIGURES
    return [
        Compared(label, said(now), said(before), _change(value(before), value(now)))
        for label, said, value in shown
    ]


def _change(before: float | None, now: float | None) -> str:
    """By how much it went up or down, in percent; nothing where that says nothing."""
    if not before or now is None or round(100 * (now / before - 1)) == 0:
        return ""
    return f"{now / before - 1:+.0%}"


def _minutes(value: float | None) -> str:
    return "not available" if value is None else f"{value:.0f} min"


def _ratio(value: float | None) -> str:
    return "not available" if value is None else f"{value:.2f}"


# Label, words, and the number behind them.
FIGURES: list[tuple[str, Any, Any]] = [
    ("Sites", lambda day: f"{day.sites:,}", lambda day: day.sites),
    ("Load", lambda day: f"{day.load:,.1f} of {day.limit:,.1f}", lambda day: day.used),
    (
        "Revenue a year",
        lambda day: f"${day.revenue_cents / 100:,.0f}",
        lambda day: day.revenue_cents,
    ),
    ("Mean drive", lambda day: _minutes(day.mean_minutes), lambda day: day.mean_minutes),
    ("Longest drive", lambda day: _minutes(day.longest_minutes), lambda day: day.longest_minutes),
    ("Balance (most ÷ mean)", lambda day: _ratio(day.balance), lambda day: day.balance),
    ("Spread of loads", lambda day: f"{day.spread:.0%}", lambda day: day.spread),
]
OWN_FIGURES = FIGURES[:5]  # those that a single territory has


def _line(values: list[float]) -> str:
    """Points of a polyline, the highest value at the top."""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = LINE_WIDTH / max(1, len(values) - 1)
    return " ".join(
        f"{n * step:.1f},{LINE_HEIGHT - 2 - (value - low) / span * (LINE_HEIGHT - 4):.1f}"
        for n, value in enumerate(values)
    )


def quarter_from(text: str) -> date | None:
    """The first day of a quarter as an address holds it, such as 2026-10-01; None if it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.day == 1 and day.month % 3 == 1 else None
