"""Who stands in: subject "D02.somebody@example.com", value {"cause", "from", "until", "absent"}."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.dateparse import parse_datetime

from townsite.access.choices import CoverCause
from townsite.access.covering import begin_cover, end_cover
from townsite.access.models import Grant
from townsite.accounts.models import User
from townsite.changes.facts.fact import Act, FactKind, Pair, Places, Value
from townsite.changes.facts.naming import territory_names
from townsite.territories.models import Territory


class Cover(FactKind):
    name = "cover"
    label = "cover"

    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        codes = {subject.partition(".")[0] for subject in subjects}
        known = set(Territory.objects.filter(code__in=codes).values_list("code", flat=True))
        held = {_subject(grant): _value(grant) for grant in _covers(codes, at)}
        return {each: held.get(each) for each in subjects if each.partition(".")[0] in known}

    def write(self, values: Mapping[str, Value], act: Act) -> None:
        codes = {subject.partition(".")[0] for subject in values}
        for grant in _covers(codes, act.at):
            if _subject(grant) in values:
                end_cover(grant=grant, **act.signed)
        for subject, value in values.items():
            if value:
                _begin(subject, value, act)

    def has_lapsed(self, value: Value, *, at: datetime) -> bool:
        return bool(value and _moment(value["until"]) <= at)

    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        names = territory_names({subject.partition(".")[0] for subject in diff})
        people = {subject.partition(".")[2] for subject in diff}
        called = dict(User.objects.filter(email__in=people).values_list("email", "name"))
        return [
            _line(names[s.partition(".")[0]], called.get(s.partition(".")[2], ""), pair)
            for s, pair in diff.items()
        ]

    def places(self, subject: str, values: Collection[Value]) -> Places:
        return Places(territories=frozenset({subject.partition(".")[0]}))


def _begin(subject: str, value: Value, act: Act) -> None:
    code, _, email = subject.partition(".")
    begin_cover(
        territory=Territory.objects.get(code=code),
        person=User.objects.get(email=email),
        cause=CoverCause(value["cause"]),
        begins=_moment(value["from"]) if value["from"] else act.at,
        until=_moment(value["until"]),
        absent=value["absent"],
        **act.signed,
    )


def _covers(codes: Collection[str], at: datetime) -> list[Grant]:
    rows = Grant.objects.exclude(cause="").filter(territory__code__in=codes)
    return list(
        rows.filter(valid_during__endswith__gt=at)
        .select_related("user", "territory")
        .order_by("-valid_during")
    )


def _subject(grant: Grant) -> str:
    code = grant.territory.code if grant.territory else ""
    return f"{code}.{grant.user.email}"


def _value(grant: Grant) -> Value:
    return {
        "cause": grant.cause,
        "from": grant.valid_during.lower.isoformat(),
        "until": grant.valid_during.upper.isoformat(),
        "absent": grant.absent_label,
    }


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None:
        raise ValueError(f"{text!r} is no moment")
    return found


def _line(place: str, person: str, pair: Pair) -> str:
    person = person or "Somebody"
    if pair.after is None:
        return f"{person} no longer stands in at {place}."
    value = pair.after
    cause = "a vacancy" if value["cause"] == CoverCause.VACANCY else "leave"
    away = f" for {value['absent']}" if value["absent"] else ""
    begins = f"from {value['from'][:10]}" if value["from"] else "from its effect"
    return (
        f"{person} stands in{away} at {place} because of {cause}, {begins} until "
        f"{value['until'][:10]}, and sees and manages it for that time only."
    )
