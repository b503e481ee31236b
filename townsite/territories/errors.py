"""Refusals about territories."""

from townsite.common.errors import Conflict


class TerritoryCodeTaken(Conflict):
    code = "territory-code-taken"
    title = "This territory code is taken"


class TerritoryClosed(Conflict):
    code = "territory-closed"
    title = "This territory no longer takes sites"


class TerritoryCycle(Conflict):
    code = "territory-cycle"
    title = "A territory cannot lie below itself"


class OtherHierarchy(Conflict):
    code = "other-hierarchy"
    title = "These belong to different hierarchies"


class HierarchyCodeTaken(Conflict):
    code = "hierarchy-code-taken"
    title = "This hierarchy code is taken"


class TerritoryNotEmpty(Conflict):
    code = "territory-not-empty"
    title = "This territory still has sites or territories"


class BoundariesOverlap(Conflict):
    code = "boundaries-overlap"
    title = "Boundaries within a hierarchy may not overlap"
