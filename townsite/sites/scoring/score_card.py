"""A weighted sum that explains itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FULL = 100


@dataclass(frozen=True)
class Finding:
    """One fact on its way into a card: what was seen, and its share of the full points.

    `share` is None when the fact is unknown. `sources` are the policies that gave the share.
    """

    name: str
    title: str
    seen: str
    share: float | None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Factor:
    """One line of a card. `weight` is what counted: unknown facts hand theirs to the others."""

    name: str
    title: str
    seen: str
    share: float | None
    weight: float
    points: float
    sources: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return self.share is not None


@dataclass(frozen=True)
class ScoreCard:
    """A score from 0 to 100 with its lines; None when no fact at all is known.

    `known_weight` is the share of the weights that rests on known facts.
    """

    score: int | None
    factors: tuple[Factor, ...]
    known_weight: float
    weights_key: str

    @property
    def unknown(self) -> list[str]:
        """Titles of the facts nobody knows yet."""
        return [factor.title for factor in self.factors if not factor.is_known]


def add_up(
    findings: Iterable[Finding], weights: Mapping[str, float], *, weights_key: str
) -> ScoreCard:
    """The card of these findings.

    Unknown facts are left out and the known ones scaled up to 100, so that a missing fact neither
    raises nor lowers a score; the card says how much it rests on.
    """
    listed = list(findings)
    known = sum(weights[each.name] for each in listed if each.share is not None)
    factors = tuple(_factor(each, weights[each.name], known) for each in listed)
    total = sum(factor.points for factor in factors)
    # Half up, as people round; Python's own rounding goes to the even neighbour.
    score = int(total + 0.5) if known else None
    return ScoreCard(score, factors, known, weights_key)


def _factor(finding: Finding, weight: float, known: float) -> Factor:
    counted = weight / known if known and finding.share is not None else 0.0
    points = FULL * counted * (finding.share or 0)
    return Factor(
        finding.name, finding.title, finding.seen, finding.share, counted, points, finding.sources
    )


def capped(amount: float, full: float) -> float:
    """The share of `full` that `amount` reaches, at most 1."""
    return min(1.0, amount / full)
