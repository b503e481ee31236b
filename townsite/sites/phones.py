"""Phone numbers in E.164, as contacts store them (R-20)."""

import phonenumbers

from townsite.common.errors import Invalid

HOME = "US"


def to_e164(text: str, *, field: str = "phone") -> tuple[str, str]:
    """The number in E.164 and its extension, both empty for an empty text.

    A number without country code is taken as a North American one. Raises Invalid, naming
    `field`, when it cannot be a phone number.
    """
    if not text.strip():
        return "", ""
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        raise _refusal(text, field) from None
    if not phonenumbers.is_possible_number(number):
        raise _refusal(text, field)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164, number.extension or ""


def national(e164: str) -> str:
    """The number as people read it: "(757) 555-0100", or with its country code from abroad."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164, None)
    at_home = number.country_code == 1
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, kind.NATIONAL if at_home else kind.INTERNATIONAL)


def _refusal(text: str, field: str) -> Invalid:
    sentence = f"“{text}” is no phone number. Write it like (757) 555-0100 or +44 20 7946 0123."
    return Invalid(sentence, fields={field: [sentence]})
