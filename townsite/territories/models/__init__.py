"""The tree of territories, their shapes, posts, assignments and the balance between them."""

from townsite.territories.models.assignment import Assignment
from townsite.territories.models.boundary import Boundary
from townsite.territories.models.hierarchy import MAIN_HIERARCHY_CODE, MAIN_HIERARCHY_ID, Hierarchy
from townsite.territories.models.manager_profile import ManagerProfile
from townsite.territories.models.placement_exception import PlacementException
from townsite.territories.models.post import Post
from townsite.territories.models.quarterly_review import QuarterlyReview
from townsite.territories.models.territory import Territory, TerritoryPlacement
from townsite.territories.models.territory_day import TerritoryDay
from townsite.territories.models.travel_time import TravelTime
from townsite.territories.models.violation import BalanceReview, RuleViolation

__all__ = [
    "MAIN_HIERARCHY_CODE",
    "MAIN_HIERARCHY_ID",
    "Assignment",
    "BalanceReview",
    "Boundary",
    "Hierarchy",
    "ManagerProfile",
    "PlacementException",
    "Post",
    "QuarterlyReview",
    "RuleViolation",
    "Territory",
    "TerritoryDay",
    "TerritoryPlacement",
    "TravelTime",
]
