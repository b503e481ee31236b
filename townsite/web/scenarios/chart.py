"""The trade-off chart: plans as points between two figures, drawn as SVG by the server."""

import math
from dataclasses import dataclass
from typing import Any

from townsite.scenarios.models import Plan

WIDTH, HEIGHT = 640, 340
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 32, 48
TICKS = 5
# name -> (label, factor, unit)
FIGURES = {
    "mean_minutes": ("Mean drive, min", 1, "min"),
    "p95_minutes": ("Drive of the farthest 5%, min", 1, "min"),
    "load_spread": ("Load off the mean, %", 100, "%"),
    "revenue_spread": ("Revenue off the mean, %", 100, "%"),
    "compactness_km": ("Compactness, km", 1, "km"),
    "moved_sites": ("Sites that change hands", 1, ""),
}


@dataclass(frozen=True)
class Point:
    """A plan, or today, at its place in the drawing."""

    x: float
    y: float
    label: str
    number: int | None
    words: str
    is_recommended: bool = False


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """Points and axes; lower and further left is better."""

    points: list[Point]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    x_label: str
    y_label: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def trade_offs(plans: list[Plan], today: dict[str, Any], x: str, y: str) -> Chart:
    """The plans and today's state by two figures of FIGURES."""
    measured = [plan.measures for plan in plans] + ([today] if today else [])
    across = _scale([_value(each, x) for each in measured], LEFT, WIDTH - RIGHT)
    up = _scale([_value(each, y) for each in measured], HEIGHT - BOTTOM, TOP)
    points = []
    if today:  # first, so that it hides no plan
        at = across.place(_value(today, x)), up.place(_value(today, y))
        points.append(Point(*at, "Today", None, f"Today: {_words(today, x, y)}"))
    points += [_point(plan, x, y, across, up) for plan in plans]
    return Chart(points, across.ticks, up.ticks, FIGURES[x][0], FIGURES[y][0])


@dataclass(frozen=True)
class Scale:
    low: float
    high: float
    start: float
    end: float
    ticks: list[Tick]

    def place(self, value: float) -> float:
        """Where a value lies in the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def _scale(values: list[float], start: float, end: float) -> Scale:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    step = _step((high - low) or max(abs(high), 1.0) / TICKS)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    high = high if high > low else low + step
    count = round((high - low) / step)
    blank = Scale(low, high, start, end, [])
    ticks = [Tick(blank.place(low + n * step), f"{low + n * step:,.10g}") for n in range(count + 1)]
    return Scale(low, high, start, end, ticks)


def _step(span: float) -> float:
    """1, 2 or 5 times a power of ten, for about TICKS ticks."""
    rough = span / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(n * power for n in (1, 2, 5, 10) if n * power >= rough * (1 - 1e-9))


def _point(plan: Plan, x: str, y: str, across: Scale, up: Scale) -> Point:
    at = across.place(_value(plan.measures, x)), up.place(_value(plan.measures, y))
    words = f"{plan}: {_words(plan.measures, x, y)}"
    return Point(*at, plan.name, plan.number, words, plan.is_recommended)


def _value(measures: dict[str, Any], figure: str) -> float:
    return float(measures[figure]) * FIGURES[figure][1]


def _words(measures: dict[str, Any], x: str, y: str) -> str:
    return f"{FIGURES[x][0]} {_value(measures, x):.4g}, {FIGURES[y][0]} {_value(measures, y):.4g}"
