"""The types a policy's value can have: each parses a form, checks bounds and labels itself.

Values are plain JSON: a number, a text, a truth value, or a mapping from fixed labels.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from townsite.policies.errors import PolicyValueInvalid

Value = float | int | str | bool | None | Mapping[str, float] | Mapping[str, str]
MAX_PATTERN = 200  # longer expressions are mistakes, and slow to match


class ValueType(Protocol):
    """What every type of value offers."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The labels of the form's inputs; one empty label for a single value."""

    def parse(self, given: Mapping[str, str]) -> Value:
        """The checked value from a form's texts, by part."""

    def check(self, value: object) -> Value:
        """The value itself when it fits; raises PolicyValueInvalid."""


def refuse(message: str, part: str = "") -> PolicyValueInvalid:
    """The error for one input of the form."""
    return PolicyValueInvalid(message, fields={f"value.{part}" if part else "value": [message]})


def said(number: float) -> str:
    """A number as people write it: 1,000,000 and not 1e+06."""
    return f"{number:,.10g}"


def named(part: str) -> str:
    """A label as people read it."""
    return part.replace("_", " ")


@dataclass(frozen=True)
class Number:
    """A number within bounds; None means "no limit" where `optional`."""

    minimum: float
    maximum: float
    whole: bool = False
    optional: bool = False
    parts: tuple[str, ...] = ("",)

    def parse(self, given: Mapping[str, str]) -> float | None:
        return self.check(self.read(given.get("", "")))

    def read(self, text: str, part: str = "") -> float | None:
        """The number written in `text`, bounds unchecked."""
        cleaned = text.strip().replace(",", "")
        if not cleaned and self.optional:
            return None
        try:
            return float(cleaned)
        except ValueError:
            raise refuse(f"“{text}” is not a number. {self.advice}", part) from None

    def check(self, value: object, part: str = "") -> float | None:
        if value is None and self.optional:
            return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            raise refuse(f"{value!r} is not a number. {self.advice}", part)
        if not self.minimum <= value <= self.maximum:
            raise refuse(f"{said(value)} is out of bounds. {self.advice}", part)
        if self.whole and value != int(value):
            raise refuse(f"{said(value)} is not a whole number. {self.advice}", part)
        return int(value) if self.whole else float(value)

    @property
    def advice(self) -> str:
        """The sentence that says what would fit."""
        kind = "a whole number" if self.whole else "a number"
        empty = ", or leave it empty for no limit" if self.optional else ""
        return f"Give {kind} from {said(self.minimum)} to {said(self.maximum)}{empty}."


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    parts: tuple[str, ...] = ("",)

    def parse(self, given: Mapping[str, str]) -> bool:
        text = given.get("", "").strip().lower()
        if text not in ("yes", "no", "true", "false", "on", ""):
            raise refuse(f"“{text}” is neither yes nor no.")
        return text in ("yes", "true", "on")

    def check(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise refuse(f"{value!r} is neither yes nor no.")
        return value


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    options: tuple[str, ...]
    parts: tuple[str, ...] = ("",)

    def parse(self, given: Mapping[str, str]) -> str:
        return self.check(given.get("", "").strip())

    def check(self, value: object, part: str = "") -> str:
        if not isinstance(value, str) or value not in self.options:
            raise refuse(f"“{value}” is not offered. Choose {' or '.join(self.options)}.", part)
        return value


@dataclass(frozen=True)
class Pattern:
    """A regular expression that a whole text must match."""

    parts: tuple[str, ...] = ("",)

    def parse(self, given: Mapping[str, str]) -> str:
        return self.check(given.get("", "").strip())

    def check(self, value: object) -> str:
        if not isinstance(value, str) or not 0 < len(value) <= MAX_PATTERN:
            raise refuse(f"Give a pattern of 1 to {MAX_PATTERN} characters.")
        try:
            re.compile(value)
        except re.error as error:
            raise refuse(f"“{value}” is not a regular expression: {error}.") from None
        return value


@dataclass(frozen=True)
class Amounts:
    """A number for each of some fixed labels, all within the same bounds."""

    parts: tuple[str, ...]
    each: Number

    def parse(self, given: Mapping[str, str]) -> dict[str, float]:
        return self.check({part: self.each.read(given.get(part, ""), part) for part in self.parts})

    def check(self, value: object) -> dict[str, float]:
        if not isinstance(value, dict) or set(value) != set(self.parts):
            raise refuse(
                f"Give one number for each of {', '.join(named(part) for part in self.parts)}."
            )
        return {part: self.each.check(value[part], part) or 0 for part in self.parts}


@dataclass(frozen=True)
class Ladder(Amounts):
    """Amounts that may not fall from one label to the next, such as warn before critical."""

    def check(self, value: object) -> dict[str, float]:
        checked = super().check(value)
        for lower, upper in zip(self.parts, self.parts[1:], strict=False):
            if checked[upper] < checked[lower]:
                over, under = (f"{named(p)} ({said(checked[p])})" for p in (upper, lower))
                raise refuse(f"{over} may not lie below {under}.", upper)
        return checked


@dataclass(frozen=True)
class Shares(Amounts):
    """Weights from 0 to 1 that total 1 (100%)."""

    each: Number = Number(0, 1)

    def check(self, value: object) -> dict[str, float]:
        checked = super().check(value)
        total = math.fsum(checked.values())
        if not math.isclose(total, 1, abs_tol=1e-6):
            raise refuse(f"The weights total {total:.1%}. Make them total 100% (1.0).")
        return checked


@dataclass(frozen=True)
class Choices:
    """One of a few words for each of some fixed labels."""

    parts: tuple[str, ...]
    options: tuple[str, ...]

    def parse(self, given: Mapping[str, str]) -> dict[str, str]:
        return self.check({part: given.get(part, "").strip() for part in self.parts})

    def check(self, value: object) -> dict[str, str]:
        if not isinstance(value, dict) or set(value) != set(self.parts):
            raise refuse(
                f"Give one choice for each of {', '.join(named(part) for part in self.parts)}."
            )
        word = OneOf(self.options)
        return {part: word.check(value[part], part) for part in self.parts}
