"""The counts of the portfolio as bars, each leading to its sites in the directory."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import TextChoices

from townsite.directory.portfolio import Portfolio
from townsite.sites import choices

KINDS: dict[str, tuple[str, type[TextChoices]]] = {
    "type": ("Type", choices.FacilityType),
    "status": ("Status", choices.SiteStatus),
    "tier": ("Performance tier", choices.Tier),
    "health": ("Record health", choices.Health),
}
# From poor to perfect: 60 and 85 percent are the limits of health.
COMPLETENESS = {
    "<60": ("Under 60%", "health-poor"),
    "60..84": ("60 to 84%", "health-attention"),
    "85..99": ("85 to 99%", "type-hotel"),
    "100": ("Complete", "health-good"),
}


@dataclass(frozen=True)
class Bar:
    """One value: its words, its sites, its length in percent of the longest, and where it leads."""

    label: str
    count: int
    share: float
    length: float
    href: str
    color: str = ""
    color_index: int | None = None


@dataclass(frozen=True)
class Breakdown:
    """A titled set of bars."""

    key: str
    title: str
    bars: list[Bar]


def directory_href(token: str, value: str) -> str:
    """The directory with the sites that a token finds."""
    return "/sites/?" + urlencode({"q": f"{token}:{value}"})


def breakdowns(portfolio: Portfolio) -> list[Breakdown]:
    """The portfolio by type, status, tier and health; values that nobody has are left out."""
    return [_breakdown(portfolio, key, title, kind) for key, (title, kind) in KINDS.items()]


def _breakdown(portfolio: Portfolio, key: str, title: str, kind: type[TextChoices]) -> Breakdown:
    counts = portfolio.counts[key]
    named = [(value, str(label)) for value, label in kind.choices]
    named.append(("none", "None"))
    bars = [
        _bar(portfolio, counts, label, value, directory_href(key, value), color=f"{key}-{value}")
        for value, label in named
        if counts.get(value)
    ]
    if key == "type":
        bars.sort(key=lambda bar: -bar.count)
    return Breakdown(key, title, bars)


def completeness(portfolio: Portfolio) -> Breakdown:
    """How complete the records are, in four bands."""
    counts = portfolio.counts["completeness"]
    bars = [
        _bar(portfolio, counts, label, band, directory_href("completeness", band), color=color)
        for band, (label, color) in COMPLETENESS.items()
    ]
    return Breakdown("completeness", "Completeness", bars)


def regions(portfolio: Portfolio) -> list[Bar]:
    """The top of the tree, the largest first."""
    most = max((region.sites for region in portfolio.regions), default=1)
    return [
        Bar(
            region.name,
            region.sites,
            100 * region.sites / portfolio.sites,
            100 * region.sites / most,
            directory_href("territory", region.code),
            color_index=region.color_index,
        )
        for region in portfolio.regions
    ]


def missing(portfolio: Portfolio) -> list[Bar]:
    """What is missing, the most frequent first."""
    most = max((fact.sites for fact in portfolio.missing), default=1)
    return [
        Bar(
            fact.label[:1].upper() + fact.label[1:],
            fact.sites,
            100 * fact.sites / portfolio.sites,
            100 * fact.sites / most,
            directory_href("missing", fact.fact),
        )
        for fact in portfolio.missing
    ]


def _bar(
    portfolio: Portfolio, counts: dict[str, int], label: str, value: str, href: str, *, color: str
) -> Bar:
    count = counts.get(value, 0)
    most = max(counts.values(), default=0) or 1
    return Bar(label, count, 100 * count / (portfolio.sites or 1), 100 * count / most, href, color)
