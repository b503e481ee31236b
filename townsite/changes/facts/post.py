"""Who holds a post: subject "D02.manager", value {"name": …, "user": id or None}."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from townsite.accounts.models import User
from townsite.changes.facts.fact import Act, FactKind, Pair, Places, Value
from townsite.changes.facts.naming import territory_names
from townsite.territories.actions import appoint, end_post
from townsite.territories.choices import PostRole
from townsite.territories.models import Post, Territory


class PostHolder(FactKind):
    name = "post"
    label = "post"

    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        codes = {subject.partition(".")[0] for subject in subjects}
        known = Territory.objects.filter(code__in=codes).values_list("code", flat=True)
        rows = Post.objects.filter(territory__code__in=codes, valid_during__contains=at)
        held = {
            f"{code}.{role}": {"name": label, "user": str(key) if key else None}
            for code, role, label, key in rows.values_list(
                "territory__code", "role", "holder_label", "holder_id"
            )
        }
        there = set(known)
        return {each: held.get(each) for each in subjects if each.partition(".")[0] in there}

    def write(self, values: Mapping[str, Value], act: Act) -> None:
        present = self.read(list(values), at=act.at)
        for subject, value in values.items():
            code, role = subject.split(".")
            territory = Territory.objects.get(code=code)
            post: dict[str, Any] = {"territory": territory, "role": PostRole(role), **act.signed}
            if value:
                holder = User.objects.get(pk=value["user"]) if value["user"] else None
                appoint(holder=holder, holder_label=value["name"], **post)
            elif present.get(subject):
                end_post(**post)

    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        names = territory_names({subject.partition(".")[0] for subject in diff})
        return [
            _line(names[s.partition(".")[0]], s.partition(".")[2], pair) for s, pair in diff.items()
        ]

    def places(self, subject: str, values: Collection[Value]) -> Places:
        return Places(territories=frozenset({subject.partition(".")[0]}))


def _line(name: str, role: str, pair: Pair) -> str:
    if pair.after is None:
        return f"{pair.before['name']} no longer is {role} of {name}; the post is vacant."
    former = f" in place of {pair.before['name']}" if pair.before else ", a vacant post"
    return f"{pair.after['name']} becomes {role} of {name}{former}."
