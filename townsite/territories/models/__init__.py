"""The tree of territories, their shapes, posts and assignments."""

from townsite.territories.models.assignment import Assignment
from townsite.territories.models.boundary import Boundary
from townsite.territories.models.post import Post
from townsite.territories.models.territory import Territory, TerritoryPlacement

__all__ = ["Assignment", "Boundary", "Post", "Territory", "TerritoryPlacement"]
