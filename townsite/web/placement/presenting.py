"""Proposals and loads as the pages show them."""

from dataclasses import dataclass
from typing import Any

from townsite.common.units import UNITS
from townsite.territories.placement.candidates import Candidates
from townsite.territories.placement.explanation import PERSON
from townsite.territories.placement.proposals import Proposal

PART_TITLES = {
    "proximity": "Nearness",
    "capacity": "Free capacity",
    "balance": "Balance",
    "preference": "Customer's wish",
}
RULE_TITLES = {
    "score": "The score (R-01)",
    "exception": "A named exception (R-12)",
    "attribute_rule": "The attribute rule of the territory",
    "metro_boundary": "The metro boundary around it (R-03)",
    "boundary": "The boundary around it",
    "underloaded": "Priority of small territories (R-05)",
    PERSON: "A person's choice",
}
BAR_WIDTH = 120  # a load bar shows up to 120% of capacity


@dataclass(frozen=True)
class LoadBar:
    """A load against its limit; widths in percent of the limit, marks of `balance.capacity_marks`."""

    used: float
    limit: float
    watch: float
    full: float
    over: float

    @property
    def share(self) -> float:
        return 100 * self.used / self.limit

    @property
    def width(self) -> float:
        return min(BAR_WIDTH, max(0.0, self.share))

    @property
    def marks(self) -> list[float]:
        """Where the marks stand; those beyond the bar are left out."""
        return [
            mark for each in (self.watch, self.full, self.over) if (mark := 100 * each) <= BAR_WIDTH
        ]

    @property
    def tone(self) -> str:
        """Green up to the watch mark, amber up to full, red beyond."""
        if self.share > 100 * self.full:
            return "red"
        return "amber" if self.share >= 100 * self.watch else "green"

    @property
    def words(self) -> str:
        return f"{self.used:g} of {self.limit:g} weighted sites ({self.share:.0f}%)"


def load_bars(candidates: Candidates) -> dict[str, LoadBar]:
    """The bar of each candidate by its code."""
    policies, rules = candidates.rules.policies, candidates.rules
    bars = {}
    for n, row in enumerate(candidates.rows):
        marks = policies.numbers("balance.capacity_marks", rules.contexts[n])
        bars[row.code] = LoadBar(
            float(candidates.loads.units[n]),
            float(candidates.limit[n]),
            marks["watch"],
            marks["full"],
            marks["over"],
        )
    return bars


def parts(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of a breakdown: title, what was seen, part, weight, points."""
    return [
        {
            "title": PART_TITLES[name],
            "seen": _seen(name, shown["inputs"]),
            "part": value,
            "weight": shown["weights"][name],
            "points": value * shown["weights"][name],
        }
        for name, value in shown["parts"].items()
    ]


def _seen(name: str, inputs: dict[str, float | None]) -> str:
    """The inputs behind one part, in words."""
    given = {key: 0.0 if value is None else value for key, value in inputs.items()}
    if name == "proximity":
        if inputs["minutes"] is None:
            return "drive not known"
        return f"{given['minutes']:.0f} of {given['drive_limit']:.0f} min"
    if name == "capacity":
        return f"{given['used']:g} + {given['weight']:g} of {given['limit']:g} weighted sites"
    if name == "balance":
        return f"{given['sites']:.0f} + 1 sites, mean {given['mean_sites']:.1f}"
    wish = given["preference"]
    return "asked for" if wish == 1 else "refused" if wish == 0 else "neutral"


def drive_words(proposal: Proposal, units: str) -> str:
    """For example "34 min, 21 mi"; the reader's own units."""
    minutes = proposal.minutes_known
    if minutes is None:
        return "drive not known"
    if minutes == float("inf"):
        return "no road"
    return f"{minutes:.0f} min, {proposal.metres / UNITS[units]:.0f} {units}"
