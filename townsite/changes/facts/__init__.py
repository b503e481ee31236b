"""Facts: what change sets read, compare, set and restore."""

from townsite.changes.facts.fact import Act, Diff, Fact, Facts, Pair, Places, Value
from townsite.changes.facts.kinds import KINDS
from townsite.changes.facts.world import World

__all__ = ["KINDS", "Act", "Diff", "Fact", "Facts", "Pair", "Places", "Value", "World"]
