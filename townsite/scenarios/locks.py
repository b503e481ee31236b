"""Locks as people write them: `0417` stays where it is, `0417=T1` goes to T1."""

import re

from townsite.common.errors import Invalid
from townsite.sites.models import Site
from townsite.territories.models import Territory


def codes_in(text: str) -> list[str]:
    """Territory codes with commas, spaces or lines between."""
    return list(dict.fromkeys(each.upper() for each in re.split(r"[\s,;]+", text) if each))


def locks_in(text: str) -> dict[str, str]:
    """Territory code by site number. Raises Invalid naming what cannot be read or found."""
    found: dict[str, str] = {}
    for each in re.split(r"[\s,;]+", text):
        if not each:
            continue
        number, _, code = each.partition("=")
        if not re.fullmatch(r"\d{1,6}", number):
            raise _refused(f"“{each}” is no lock. Write 0417, or 0417=T1 for another territory.")
        found[number] = code.upper()
    return found | _where_they_are([number for number, code in found.items() if not code])


def locks_said(locks: dict[str, str]) -> str:
    """The reverse of `locks_in`."""
    return "\n".join(f"{number}={code}" for number, code in sorted(locks.items()))


def _where_they_are(numbers: list[str]) -> dict[str, str]:
    codes = dict(Territory.objects.values_list("pk", "code"))
    rows = Site.objects.filter(number__in=numbers).values_list("number", "territory_id")
    found = {number: codes.get(key, "") for number, key in rows if key}
    missing = sorted(set(numbers) - {number for number, code in found.items() if code})
    if missing:
        raise _refused(
            f"{', '.join(missing)}: no site within your reach that has a territory to stay in."
        )
    return found


def _refused(said: str) -> Invalid:
    return Invalid(said, fields={"locked_sites": [said]})
