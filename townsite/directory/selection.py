"""Which sites a bulk action is about: rows that were ticked, or all that match."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import QuerySet
from django.http import QueryDict

from townsite.access.row_security import WRITE, further_rows, site_rows
from townsite.common.errors import Invalid
from townsite.directory.criteria import Criteria
from townsite.directory.fragments import SITE, Condition, negated
from townsite.directory.row_condition import RowCondition
from townsite.sites.choices import SiteStatus
from townsite.sites.models import Site

MOST_TICKED = 1_000


@dataclass(frozen=True)
class Selection:
    """Site numbers, or criteria for all that match; merged sites are never among them."""

    numbers: tuple[str, ...] = ()
    criteria: Criteria | None = None

    @classmethod
    def of(cls, numbers: list[str], *, query: str) -> "Selection":
        """The ticked rows, or with none all that the query string matches.

        Raises Invalid when too many are ticked, or the query cannot be understood.
        """
        if len(numbers) > MOST_TICKED:
            raise Invalid(f"Tick at most {MOST_TICKED:,} sites, or select all that match.")
        if numbers:
            return cls(numbers=tuple(dict.fromkeys(numbers)))
        criteria = Criteria.from_query(QueryDict(query))
        criteria.require_understood()
        return cls(criteria=criteria)

    @property
    def query(self) -> str:
        """The criteria's query string; empty for ticked rows."""
        return self.criteria.query() if self.criteria else ""

    def sites(self) -> QuerySet[Site]:
        """The selected sites within reach, in the order of their numbers."""
        if self.criteria is None:
            found = Site.objects.filter(number__in=self.numbers)
        else:
            found = self.criteria.sites()
        return found.exclude(status=SiteStatus.MERGED).order_by("number")

    def locked_count(self) -> int:
        """How many of them the scope reads but does not write."""
        written = Condition(f"{site_rows(WRITE, table=SITE)} OR {further_rows(WRITE, table=SITE)}")
        return self.sites().filter(RowCondition(negated(written))).count()

    def as_arguments(self) -> dict[str, Any]:
        """The selection as a job keeps it."""
        return {"numbers": list(self.numbers), "query": self.query}

    @property
    def words(self) -> str:
        """The selection in words."""
        if self.criteria is None:
            return "the ticked sites"
        asked = self.criteria.text() or ", ".join(name for name, _ in parse_qsl(self.query))
        return f"all sites matching {asked}" if asked else "all sites"
