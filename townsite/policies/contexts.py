"""From a site's place in the tree to the scopes that reach it.

Types and levels of territories lie above this part, so `territories` registers who knows them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from townsite.policies.resolution import PolicyContext


class TerritoryFact(NamedTuple):
    """What a policy needs to know about a territory."""

    kind: str
    is_region: bool


TerritoryFacts = Callable[[], Mapping[str, TerritoryFact]]
_source: list[TerritoryFacts] = []


def register_territory_facts(source: TerritoryFacts) -> None:
    """Let `source()` answer with the facts of every territory, by code."""
    _source[:] = [source]


def contexts_for(places: Iterable[tuple[str, str]]) -> list[PolicyContext]:
    """A context for each (site id, territory path such as "EAST.VA.NORFOLK"), in order.

    One reading of the tree serves them all.
    """
    facts = _source[0]() if _source else {}
    return [context_of(site, path, facts) for site, path in places]


def context_of(site: str, path: str, facts: Mapping[str, TerritoryFact]) -> PolicyContext:
    """The scopes that reach one site; an unknown type or region is left out."""
    codes = tuple(reversed(path.split("."))) if path else ()
    region = next((code for code in codes if code in facts and facts[code].is_region), "")
    kind = facts[codes[0]].kind if codes and codes[0] in facts else ""
    return PolicyContext(site, tuple(code for code in codes if code != region), kind, region)
