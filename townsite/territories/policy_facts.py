"""What policies need to know about territories: their type, and which are regions."""

from collections.abc import Mapping

from townsite.policies.contexts import TerritoryFact, register_territory_facts
from townsite.territories.choices import TerritoryLevel
from townsite.territories.models import Territory


def register() -> None:
    """Tells the policies who knows; called once, when the program starts."""
    register_territory_facts(territory_facts)


def territory_facts() -> Mapping[str, TerritoryFact]:
    """The facts of every territory in scope, by code, in one statement."""
    rows = Territory.objects.values_list("code", "kind", "level")
    return {
        code: TerritoryFact(kind, is_region=level == TerritoryLevel.REGION)
        for code, kind, level in rows
    }
