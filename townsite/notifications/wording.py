"""The words of news about change sets, made within the scope of whoever reads them."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from townsite.accounts.models import User
from townsite.changes.facts.diff import diff_from_json, sentences
from townsite.changes.models import ChangeSet
from townsite.notifications.news import Wording, Words
from townsite.sites.models import Site

SET = "{set}"  # replaced, never formatted: titles hold what people typed
LINES = 5
MOST_FACTS = 2_000  # beyond it the sentences only count, so that telling stays quick


def about(row: ChangeSet, title: str, *body: str, with_facts: bool = False) -> Wording:
    """`title` may hold {set}: number and title, or “a change set” for who does not see it.

    Who does not see the change set reads the title only.
    """
    return partial(_about, row, title, body, with_facts)


def _about(
    row: ChangeSet, title: str, body: tuple[str, ...], with_facts: bool, reader: User
) -> Words:
    if not ChangeSet.objects.filter(pk=row.pk).exists():
        return Words(title.replace(SET, "a change set"))
    lines = [line for line in body if line]
    if with_facts:
        lines += facts_of(row)
    named = title.replace(SET, f"change set {row}")
    return Words(named, "\n".join(lines), f"/change-sets/{row.number}/")


def facts_of(row: ChangeSet) -> list[str]:
    """What it did, in sentences that name only what the reader may see."""
    diff = diff_from_json(row.applied)
    if len(diff) > MOST_FACTS:
        return [f"{len(diff):,} facts changed."]
    said = sentences(diff)
    more = [f"And {len(said) - LINES} more."] if len(said) > LINES else []
    return [*said[:LINES], *more]


def customers(row: ChangeSet, due_at: datetime) -> Wording:
    """The task of telling the customers of the sites that the reader sees."""
    return partial(_customers, row, due_at)


def _customers(row: ChangeSet, due_at: datetime, reader: User) -> Words:
    sites = Site.objects.filter(touches__change_set=row).select_related("customer")
    names = sorted({site.customer.name for site in sites if site.customer})
    named = ", ".join(names[:LINES]) + (
        f" and {len(names) - LINES} more" if len(names) > LINES else ""
    )
    title = f"Tell {named or 'the customers'} of {{set}} by {moment(due_at, reader)}"
    body = f"{sites.count():,} of your sites are reassigned. Note on the change set how it was done (R-14)."
    return _about(row, title[:200], (body,), False, reader)


def moment(at: datetime, reader: User) -> str:
    """The moment in the reader's own zone."""
    return f"{at.astimezone(ZoneInfo(reader.time_zone)):%b %-d, %Y, %H:%M}"
