"""Money as whole cents with a currency (ISO 4217); no floating point touches it."""

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from townsite.common.errors import Invalid

CENTS = Decimal(100)


def to_cents(text: str) -> int:
    """Whole cents from text like "$1,234.50".

    Raises Invalid when the text is not an amount.
    """
    cleaned = text.strip().replace("$", "").replace(",", "").replace(" ", "")
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise Invalid(f"“{text}” is not an amount. Write it like 1250000 or $1,250,000.00.")
    return int((amount * CENTS).quantize(Decimal(1), ROUND_HALF_EVEN))


def cents_label(cents: int) -> str:
    """Dollars as people scan them: "$950", "$71k", "$1.25M"."""
    dollars = cents / 100
    if abs(dollars) >= 1_000_000:  # noqa: PLR2004 - a million
        return f"${dollars / 1_000_000:,.2f}M"
    if abs(dollars) >= 10_000:  # noqa: PLR2004 - below it the digits still fit
        return f"${dollars / 1_000:,.0f}k"
    return f"${dollars:,.0f}"
