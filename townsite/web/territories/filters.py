"""The filter that the tree and the map of territories share, held by the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.http import HttpRequest

from townsite.common import clock
from townsite.common.as_of import as_of_moment
from townsite.territories.choices import TerritoryKind
from townsite.territories.hierarchies import hierarchies, hierarchy_named
from townsite.territories.models import Hierarchy
from townsite.territories.queries import Node

MOST_CHARACTERS = 100


class Listed(Protocol):
    """What can be filtered: nodes of the tree and figures of the map."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def manager(self) -> str | None: ...


@dataclass(frozen=True)
class TerritoryFilter:
    """Words found in code, name or manager; a kind; only vacant ones."""

    words: str = ""
    kind: str = ""
    vacant: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "TerritoryFilter":
        """The filter of `q`, `kind` and `vacant`; an unknown kind is no filter."""
        kind = query.get("kind", "")
        return cls(
            query.get("q", "").strip()[:MOST_CHARACTERS],
            kind if kind in TerritoryKind.values else "",
            query.get("vacant", "") == "1",
        )

    @property
    def is_set(self) -> bool:
        return bool(self.words or self.kind or self.vacant)

    def keeps(self, each: Listed) -> bool:
        """Whether a territory matches."""
        text = f"{each.code} {each.name} {each.manager or ''}".casefold()
        return (
            self.words.casefold() in text
            and self.kind in {"", each.kind}
            and not (self.vacant and each.manager)
        )

    def kept_nodes(self, nodes: list[Node]) -> list[Node]:
        """The matching nodes with all above them, in the same order."""
        if not self.is_set:
            return nodes
        paths = {node.path for node in nodes if self.keeps(node)}
        return [
            node
            for node in nodes
            if any(path == node.path or path.startswith(f"{node.path}.") for path in paths)
        ]


@dataclass(frozen=True)
class Trees:
    """The hierarchy that a page shows, and those it could show."""

    shown: Hierarchy
    every: list[Hierarchy]

    @classmethod
    def read(cls, request: HttpRequest) -> "Trees":
        """The hierarchy of `hierarchy`, the main one without. Raises NotFound."""
        every = list(hierarchies())
        code = request.GET.get("hierarchy", "").upper()
        shown = next((each for each in every if each.code == code), None)
        return cls(shown or hierarchy_named(code), every)

    @property
    def is_main(self) -> bool:
        return self.shown.is_main


@dataclass(frozen=True)
class AsOf:
    """The moment a page shows; `then` is None for the present."""

    then: datetime | None
    at: datetime
    sites_now: bool = False

    @classmethod
    def read(cls, request: HttpRequest) -> "AsOf":
        """The moment of `as_of`, and `sites=now` for sites as assigned now. Raises Invalid."""
        now = clock.now()
        then = as_of_moment(request.GET.get("as_of", ""))
        return cls(then, then or now, request.GET.get("sites") == "now")

    @property
    def is_past(self) -> bool:
        return self.then is not None
