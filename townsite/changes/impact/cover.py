"""Who gains access by covering, and who loses it when coverage ends early."""

from collections import Counter, defaultdict
from datetime import datetime

from django.db.models import QuerySet

from townsite.access.models import Grant
from townsite.access.queries import scope_of
from townsite.accounts.models import User
from townsite.changes.facts import Diff
from townsite.changes.impact.access import AccessChange
from townsite.sites.models import Site
from townsite.territories.models import Territory

Sites = QuerySet[Site]


def cover_changes(diff: Diff, *, at: datetime) -> list[AccessChange]:
    """The people who would stand in or cover, and how many sites they gain or lose by it."""
    gained, lost = Counter[str](), Counter[str]()
    for user, sites, begins in [*_stand_ins(diff), *_coverers(diff, at)]:
        person = f"{user.name} ({user.email})"
        if begins:
            gained[person] += _beyond(user, sites, at).count()
        else:
            lost[person] += sites.count()
    people = sorted({*gained, *lost})
    found = [
        AccessChange(each, gained[each], lost[each], each.rpartition("(")[2].rstrip(")"))
        for each in people
    ]
    return [each for each in found if each.gained or each.lost]


def _stand_ins(diff: Diff) -> list[tuple[User, Sites, bool]]:
    facts = {fact: pair for fact, pair in diff.items() if fact.kind == "cover"}
    emails = [fact.subject.partition(".")[2] for fact in facts]
    codes = [fact.subject.partition(".")[0] for fact in facts]
    people = {user.email: user for user in User.objects.filter(email__in=emails)}
    paths = dict(Territory.objects.filter(code__in=codes).values_list("code", "path"))
    return [
        (
            people[fact.subject.partition(".")[2]],
            Site.objects.filter(territory_path__within=paths[fact.subject.partition(".")[0]]),
            pair.after is not None,
        )
        for fact, pair in facts.items()
        if bool(pair.before) != bool(pair.after)
    ]


def _coverers(diff: Diff, at: datetime) -> list[tuple[User, Sites, bool]]:
    """Whoever holds a grant over the very territory that covers (domain section 5)."""
    groups = defaultdict[tuple[str, bool], list[str]](list)
    for fact, pair in diff.items():
        if fact.kind == "coverage" and bool(pair.before) != bool(pair.after):
            number, code, _kind = fact.subject.split(".")
            groups[code, pair.after is not None].append(number)
    rows = Grant.objects.filter(
        territory__code__in={code for code, _ in groups}, valid_during__contains=at
    ).select_related("user", "territory")
    return [
        (grant.user, Site.objects.filter(number__in=numbers), begins)
        for grant in rows
        for (code, begins), numbers in groups.items()
        if grant.territory and grant.territory.code == code
    ]


def _beyond(user: User, sites: Sites, at: datetime) -> Sites:
    reach = scope_of(user, at=at).read
    if reach.everything:
        return sites.none()
    return sites.exclude(territory_id__in=reach.territory_ids).exclude(pk__in=reach.site_ids)
