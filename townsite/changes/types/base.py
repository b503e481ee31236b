"""What a type of change is: a payload, its problems, and the facts it sets."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.common.errors import Invalid

MOST_SITES = 100_000

Code = Annotated[str, StringConstraints(to_upper=True, min_length=1, max_length=50)]
Number = Annotated[str, StringConstraints(pattern=r"^\d{1,6}$")]


def _once(values: Any) -> Any:
    return list(dict.fromkeys(values)) if isinstance(values, list | tuple) else values


# Each site once, in the order given.
Numbers = Annotated[
    list[Number], BeforeValidator(_once), Field(min_length=1, max_length=MOST_SITES)
]


class ChangeType(BaseModel):
    """Base of all types: one file in this folder each, found by its `key`.

    What a change does is exactly the facts it sets: preview, conflicts, publication and revert
    follow from them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    key: ClassVar[str]
    label: ClassVar[str]
    # Whoever may do this outright may publish it in an emergency.
    permission: ClassVar[Permission]
    # Whether people draft it by a form; otherwise its own page begins it.
    is_drafted: ClassVar[bool] = True

    def needs(self) -> Iterator[Fact]:
        """Facts it will ask for, so that those of many changes are read at once."""
        for number in getattr(self, "sites", ()):
            yield Fact("site", f"{number}.status")
            yield Fact("primary", number)
        for code in filter(None, (getattr(self, name, None) for name in ("territory", "into"))):
            yield Fact("territory", f"{code}.status")
            yield Fact("territory", f"{code}.hierarchy")

    @abstractmethod
    def check(self, world: World) -> Iterator[str]:
        """Every problem, as sentences that name the value; nothing when it can be done."""

    @abstractmethod
    def facts(self, world: World) -> Facts:
        """The facts that this sets; asked only when there is no problem."""

    @classmethod
    def parse(cls, payload: dict[str, Any]) -> "ChangeType":
        """The type with its payload. Raises Invalid with the problems by field."""
        try:
            return cls.model_validate(payload)
        except ValidationError as error:
            fields = {
                ".".join(str(part) for part in each["loc"]): [each["msg"]]
                for each in error.errors()
            }
            told = "; ".join(f"{name}: {said[0]}" for name, said in fields.items())
            raise Invalid(f"{cls.label}: {told}.", fields=fields) from error


def unknown_sites(world: World, numbers: Iterable[str]) -> Iterator[str]:
    """A sentence for each site that the reader does not see."""
    for number in numbers:
        if not world.has_site(number):
            yield f"There is no site {number} within your reach."


def no_target(world: World, code: str) -> Iterator[str]:
    """Why a territory cannot take sites (R-09)."""
    if not world.has_territory(code):
        yield f"There is no territory {code}."
    elif not world.is_open(code):
        yield f"{code} is closed, and only active territories may receive sites (R-09)."


def unknown_territory(world: World, code: str) -> Iterator[str]:
    """That there is no such territory."""
    if not world.has_territory(code):
        yield f"There is no territory {code}."
