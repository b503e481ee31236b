"""What every kind of token can do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from townsite.directory.errors import BadToken
from townsite.directory.fragments import Condition, any_of
from townsite.directory.grammar import Value

LIKELY = 60  # of 100: below it a suggestion misleads more than it helps

Reader = Callable[[Value], Condition]


@dataclass(frozen=True)
class Token:
    """A filter `name:value`. `read_value` raises BadToken for a value it does not understand."""

    name: str
    says: str
    example: str
    read_value: Reader
    # What can be offered while somebody types: value and its words.
    options: Sequence[tuple[str, str]] = field(default=())
    # The one way to write a value: "Georgia" is GA.
    canonical: Callable[[str], str] = str
    # What a value is called where people read it: the file of an import, not its id.
    label: Callable[[str], str] = str
    # Some tokens only come from links: nobody would type them.
    is_offered: bool = True

    def condition(self, values: Sequence[Value]) -> Condition:
        """True where one of the values holds. Raises BadToken."""
        if not values:
            raise BadToken(
                f"“{self.name}:” needs a value, for example {self.example}.",
                suggestion=self.example,
            )
        return any_of(self.read_value(value) for value in values)


def nearest(text: str, candidates: Iterable[str]) -> str:
    """The candidate most like the text, or nothing when none is."""
    found = process.extractOne(
        text.lower(), list(candidates), scorer=fuzz.WRatio, processor=str.lower, score_cutoff=LIKELY
    )
    return found[0] if found else ""
