"""How facts name sites and territories to people."""

from collections.abc import Iterable

from townsite.sites.models import Site
from townsite.territories.models import Territory

LISTED = 6


def site_names(numbers: Iterable[str]) -> dict[str, str]:
    """Number and name of the sites the reader may see, in one statement."""
    rows = Site.objects.filter(number__in=list(numbers)).values_list("number", "name")
    return {number: f"{number} {name}" for number, name in rows.order_by("number")}


def territory_names(codes: Iterable[str]) -> dict[str, str]:
    """Code and name of the territories the reader may see; a code that is new is its own name."""
    wanted = {code: code for code in codes}
    rows = Territory.objects.filter(code__in=list(wanted)).values_list("code", "name")
    return wanted | {code: name if name == code else f"{code} {name}" for code, name in rows}


def listed(names: dict[str, str], numbers: Iterable[str]) -> str:
    """For example “0417 Pier, 0418 Quay and 12 more”; sites out of the reader's reach are only counted."""
    numbers = list(numbers)
    seen = [names[number] for number in numbers if number in names]
    shown, more = seen[:LISTED], len(seen) - LISTED
    hidden = len(numbers) - len(seen)
    parts = [", ".join(shown)] if shown else []
    parts += [f"{more:,} more"] if more > 0 else []
    parts += [f"{hidden:,} outside your reach"] if hidden else []
    return " and ".join(parts)


def sites_phrase(count: int) -> str:
    """For example “1 site”, “12 sites”."""
    return f"{count:,} site{'' if count == 1 else 's'}"
