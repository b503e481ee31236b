"""Who gains and who loses access: grants against the paths of sites before and after."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from townsite.access.models import Grant

# The codes from a site's territory up to the top, before and after; none without a territory.
Path = tuple[str, ...]
Paths = Counter[tuple[Path, Path]]


@dataclass(frozen=True)
class AccessChange:
    """A person, and how many sites they would see that they do not see now, and reverse."""

    person: str
    gained: int
    lost: int
    email: str = ""


def access_changes(paths: Paths, *, at: datetime) -> list[AccessChange]:
    """The people whose reach changes, in one statement; those who see everything never do."""
    moved = {pair: count for pair, count in paths.items() if pair[0] != pair[1]}
    codes = {code for pair in moved for path in pair for code in path}
    people = dict[str, set[str]]()
    rows = Grant.objects.filter(territory__code__in=codes, valid_during__contains=at)
    for email, name, code in rows.values_list("user__email", "user__name", "territory__code"):
        people.setdefault(f"{name} ({email})", set()).add(code)
    found = [_change(person, held, moved.items()) for person, held in sorted(people.items())]
    whole = set(
        Grant.objects.filter(territory=None, site=None, valid_during__contains=at).values_list(
            "user__name", "user__email"
        )
    )
    everywhere = {f"{name} ({email})" for name, email in whole}
    return [each for each in found if (each.gained or each.lost) and each.person not in everywhere]


def _change(
    person: str, held: set[str], moved: Iterable[tuple[tuple[Path, Path], int]]
) -> AccessChange:
    gained = lost = 0
    for (before, after), count in moved:
        had, has = bool(held & set(before)), bool(held & set(after))
        gained += count * (has and not had)
        lost += count * (had and not has)
    return AccessChange(person, gained, lost, person.rpartition("(")[2].rstrip(")"))
