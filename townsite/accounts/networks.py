"""Networks from which a token opens."""

import ipaddress
import re

from townsite.common.errors import Invalid

MOST = 50


def networks_of(text: str, *, field: str = "networks") -> list[str]:
    """The networks of a text, one a line or with commas, in their plain form.

    Raises Invalid naming the first that is none.
    """
    given = [part for part in re.split(r"[\s,]+", text) if part]
    if len(given) > MOST:
        raise Invalid(
            f"{len(given)} networks are too many.", fields={field: [f"Give {MOST} at the most."]}
        )
    return list(dict.fromkeys(_network(each, field) for each in given))


def _network(text: str, field: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError as error:
        raise Invalid(
            f"“{text}” is no network.",
            fields={field: [f"“{text}” is no address or network such as 203.0.113.0/24."]},
        ) from error
