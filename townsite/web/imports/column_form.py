"""The form of the column page: reading it, and what it offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from townsite.imports.choices import Blank, MatchKey
from townsite.imports.column_map import DEFAULT_SYSTEM, ColumnMap
from townsite.imports.fields import FIELDS, Field
from townsite.imports.guessing import Guess

# Values that often hold for a whole file.
CONSTANTS = (
    "facility_type", "status", "customer", "district", "business_segment", "service_class",
    "tier", "commercial_class", "parking_mode", "state", "legal_entity", "p_and_l_category",
    "cog_segment", "invoice_recipient", "start_date", "contact_role",
)  # fmt: skip
SURE, LIKELY = 0.85, 0.65


@dataclass(frozen=True)
class Column:
    """One column of the file on the page."""

    place: int
    name: str
    samples: tuple[str, ...]
    chosen: str
    guess: str
    errors: Sequence[str]


@dataclass(frozen=True)
class Constant:
    """A field that can have one value for all rows."""

    field: Field
    value: str
    errors: Sequence[str] = ()


def read_columns(data: Mapping[str, str], width: int) -> ColumnMap:
    """What the person chose; unknown words become the defaults, fields are checked later."""
    columns = tuple(data.get(f"column_{place}", "") for place in range(width))
    constants = {key: data.get(f"constant_{key}", "").strip() for key in CONSTANTS}
    key, blank = data.get("match_key", ""), data.get("blank", "")
    return ColumnMap(
        columns=columns,
        constants={name: value for name, value in constants.items() if value},
        match_key=MatchKey(key) if key in MatchKey.values else MatchKey.NONE,
        blank=Blank(blank) if blank in Blank.values else Blank.KEEP,
        external_system=data.get("external_system", "").strip()[:40] or DEFAULT_SYSTEM,
    )


def columns_of(
    guesses: Sequence[Guess], column_map: ColumnMap, problems: Mapping[str, list[str]]
) -> list[Column]:
    """The columns with what is chosen, what was guessed and what is wrong."""
    return [
        Column(
            place=guess.column,
            name=guess.name,
            samples=guess.samples,
            chosen=chosen,
            guess=_certainty(guess) if guess.field and guess.field == chosen else "",
            errors=problems.get(chosen, []) if chosen else [],
        )
        for guess, chosen in zip(guesses, column_map.columns, strict=False)
    ]


def constants_of(column_map: ColumnMap, problems: Mapping[str, list[str]]) -> list[Constant]:
    """The constants with their values and problems."""
    return [
        Constant(FIELDS[key], column_map.constants.get(key, ""), problems.get(key, []))
        for key in CONSTANTS
    ]


def _certainty(guess: Guess) -> str:
    if not guess.samples:
        return "by its name only; the first rows are empty"
    if guess.confidence >= SURE:
        return "sure"
    return "likely" if guess.confidence >= LIKELY else "maybe"
