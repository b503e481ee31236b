"""Checking the closed days: each follows the day before, holds its seals, and is signed."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Max, Min, Sum

from townsite.audit.models import DaySeal, Seal
from townsite.audit.sealing.actions import DAY_PURPOSE
from townsite.audit.sealing.breaks import Break
from townsite.audit.sealing.canonical import NO_LINK, day_link
from townsite.common.signing_keys import is_signed

Told = tuple[int, int, int, int]


def day_breaks() -> Iterator[Break]:
    """What does not hold of the closed days, in their order."""
    seals = _told_by_seals()
    heads = _heads()
    before = NO_LINK
    for row in DaySeal.objects.order_by("day"):
        yield from _of_day(row, before, seals.pop(row.day, None), heads)
        before = bytes(row.link)
    # Only the last day may stand open.
    for day in sorted(seals)[:-1]:
        first = seals[day][0]
        yield Break("missing day", day, first, f"The closing seal of {day} is missing.")


def _told_by_seals() -> dict[date, Told]:
    rows = Seal.objects.values("day").annotate(
        first=Min("number"), last=Max("number"), count=Count("number"), total=Sum("events")
    )
    return {r["day"]: (r["first"], r["last"], r["count"], r["total"]) for r in rows}


def _heads() -> dict[int, bytes]:
    last = DaySeal.objects.values("last_number")
    rows = Seal.objects.filter(number__in=last).values_list("number", "link")
    return {number: bytes(link) for number, link in rows}


def _of_day(
    row: DaySeal, before: bytes, told: Told | None, heads: dict[int, bytes]
) -> Iterator[Break]:
    def broken(detail: str) -> Break:
        return Break("changed day", row.day, row.last_number, detail)

    if bytes(row.before) != before:
        yield broken(f"The day {row.day} does not follow the day before it.")
    if bytes(row.link) != day_link(row):
        yield broken(f"The day {row.day} holds other values than its link was made of.")
    if not is_signed(bytes(row.link), bytes(row.signature), purpose=DAY_PURPOSE):
        yield broken(
            f"The day {row.day} is not signed by this installation. Maybe its secret key was"
            " replaced without keeping the former one (SECRET_KEY_FALLBACKS)."
        )
    wanted = (row.first_number, row.last_number, row.last_number - row.first_number + 1, row.events)
    if told != wanted:
        yield broken(
            f"The seals {row.first_number} to {row.last_number} of {row.day} are not all there."
        )
    elif heads.get(row.last_number) != bytes(row.head):
        yield broken(f"The last seal of {row.day} is another one than when the day was closed.")
