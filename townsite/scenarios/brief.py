"""What a scenario asks for, checked: goals, number of territories, constraints, locks."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints, ValidationError

from townsite.common.errors import Invalid
from townsite.scenarios.choices import Centers, Effort, Goal

Code = Annotated[
    str,
    StringConstraints(
        to_upper=True, strip_whitespace=True, max_length=50, pattern=r"^[A-Za-z0-9]+$"
    ),
]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}$")]
Codes = Annotated[tuple[Code, ...], Field(max_length=2_000)]
MOST_TERRITORIES = 2_000
LIMITS = ("load_tolerance", "revenue_tolerance", "drive_minutes", "capacity_units", "move_sites")


class Brief(BaseModel):
    """Everything that can change the plans of a run, besides sites, territories and policies.

    `limits` holds the constraints that the planner set: name -> number, or None for "no limit".
    What it does not name follows the policy, and binds only where the policy's severity blocks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    territories: int | None = Field(default=None, ge=1, le=MOST_TERRITORIES)
    most_territories: int | None = Field(default=None, ge=1, le=MOST_TERRITORIES)
    closes: Codes = ()
    goals: tuple[Goal, ...] = tuple(Goal)
    limits: dict[str, FiniteFloat | None] = Field(default_factory=dict)
    within_states: bool | None = None
    is_contiguous: bool = False
    centers: Centers = Centers.KEEP
    fixed_centers: Codes = ()
    locked_territories: Codes = ()
    locked_sites: dict[Number, Code] = Field(default_factory=dict)
    effort: Effort = Effort.STANDARD
    plans: int = Field(default=12, ge=1, le=40)
    seed: int = Field(default=1, ge=0, le=2**31 - 1)

    @property
    def numbers(self) -> list[int | None]:
        """Every number of territories to try; None stands for as many as today."""
        if self.territories is None or self.most_territories is None:
            return [self.territories]
        return list(range(self.territories, self.most_territories + 1))


def brief_of(given: dict[str, Any]) -> Brief:
    """The brief. Raises Invalid with the problems by field."""
    try:
        brief = Brief.model_validate(given)
    except ValidationError as error:
        fields = {str(each["loc"][0]): [each["msg"]] for each in error.errors() if each["loc"]}
        told = "; ".join(f"{name.replace('_', ' ')}: {said[0]}" for name, said in fields.items())
        raise Invalid(f"This cannot be asked: {told}.", fields=fields) from error
    _check(brief)
    return brief


def _check(brief: Brief) -> None:
    fields: dict[str, list[str]] = {}
    if not brief.goals:
        fields["goals"] = ["Choose at least one goal."]
    unknown = sorted(set(brief.limits) - set(LIMITS))
    if unknown:
        named = ", ".join(each[:30] for each in unknown[:3])
        fields["limits"] = [f"There is no limit “{named}”. Use {', '.join(LIMITS)}."]
    negative = [name for name, value in brief.limits.items() if value is not None and value < 0]
    if negative:
        fields["limits"] = [f"{', '.join(negative)}: give a number that is not negative."]
    if brief.most_territories is not None:
        fields |= _range_problems(brief)
    both = sorted(set(brief.closes) & {*brief.fixed_centers, *brief.locked_sites.values()})
    if both:
        fields["closes"] = [
            f"{', '.join(both)}: to be closed, but also fixed or with locked sites."
        ]
    if fields:
        raise Invalid(" ".join(said for group in fields.values() for said in group), fields=fields)


MOST_NUMBERS = 5


def _range_problems(brief: Brief) -> dict[str, list[str]]:
    least, most = brief.territories, brief.most_territories or 0
    if least is None:
        return {"territories": ["Give the least number of territories as well."]}
    if most < least:
        return {"most_territories": [f"{most} is less than {least}."]}
    if most - least >= MOST_NUMBERS:
        return {"most_territories": [f"At most {MOST_NUMBERS} numbers are tried in one run."]}
    return {}
