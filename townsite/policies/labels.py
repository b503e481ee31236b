"""Values of policies as people read them."""

from townsite.common.units import METRES_PER_KM
from townsite.policies.key import Key
from townsite.policies.value_types import Value, named

UNITLESS = ("", "role", "regular expression")


def value_label(key: Key, value: Value) -> str:
    """For example "85%", "50 km", "warn 95%, critical 98%", "no limit"."""
    if isinstance(value, dict):
        pairs = [f"{named(part)} {_single(key, each)}" for part, each in value.items()]
        return ", ".join(pairs)
    return _single(key, value)


def unit_label(key: Key) -> str:
    """The unit beside an input, where the input itself does not show it."""
    return "0 to 1" if key.unit == "share" else key.unit


def _single(key: Key, value: Value) -> str:
    if value is None:
        return "no limit"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value if key.unit == "regular expression" else named(value)
    if not isinstance(value, int | float):
        return str(value)
    return _number(key.unit, value)


def _number(unit: str, value: float) -> str:
    if unit == "share":
        return f"{100 * value:g}%"
    if unit == "m" and value >= METRES_PER_KM:
        return f"{value / METRES_PER_KM:,.4g} km"
    amount = f"{value:,}" if isinstance(value, int) else f"{value:,g}"
    if unit.startswith("USD"):
        return f"${amount}{unit[3:]}"
    if unit == "%":
        return f"{amount}%"
    return amount if unit in UNITLESS else f"{amount} {unit}"
