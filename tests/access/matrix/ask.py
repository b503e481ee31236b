"""One way to ask an address, and short words to write the expectation table with."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from townsite.access.choices import Permission

# Kinds that belong to no region: what concerns everybody, read and kept for all.
SHARED = {"hierarchy", "holiday", "value"}


@dataclass(frozen=True)
class Ask:
    """A call. `needs`: the permission it takes, `also` a second one; None where reach decides.

    `{kind}` in address, query or body stands for an object of a region. `sent` is the body of a
    POST, `json` says that it is JSON; `whole` that it takes a grant over the whole portfolio.
    """

    address: str
    needs: Permission | None = None
    method: str = "GET"
    sent: dict[str, Any] = field(default_factory=dict)
    json: bool = False
    query: str = ""
    whole: bool = False
    also: Permission | None = None

    @property
    def kinds(self) -> list[str]:
        """The kinds of object in the address, outermost first."""
        return _kinds(self.address)

    @property
    def given(self) -> list[str]:
        """The kinds of object in query and body."""
        return _kinds(f"{self.query} {' '.join(map(str, self.sent.values()))}")


def _kinds(text: str) -> list[str]:
    return [kind for kind in re.findall(r"\{(\w+)\}", text) if kind not in SHARED]


Asks = dict[str, list[Ask]]


def get(address: str, needs: Permission | None = None, query: str = "") -> Ask:
    """Opening a page or reading."""
    return Ask(address, needs, query=query)


def post(address: str, needs: Permission | None = None, **sent: Any) -> Ask:
    """Sending a form."""
    return Ask(address, needs, "POST", sent)


def form(address: str, needs: Permission | None = None, **sent: Any) -> list[Ask]:
    """A page with a form: opened and sent."""
    return [get(address, needs), post(address, needs, **sent)]


def api(method: str, address: str, needs: Permission | None = None, **sent: Any) -> Ask:
    """A call with JSON."""
    return Ask(address, needs, method, sent, json=True)


def whole(asks: list[Ask]) -> list[Ask]:
    """Asks that take a grant over everything."""
    return [replace(each, whole=True) for each in asks]
