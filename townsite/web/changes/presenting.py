"""What the page of a change set shows, put together for its reader."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from townsite.accounts.models import User
from townsite.changes.choices import ChangeState
from townsite.changes.entitled import may_decide
from townsite.changes.facts.diff import diff_from_json, sentences
from townsite.changes.impact.measure import impact_of
from townsite.changes.models import Approval, ChangeSet
from townsite.changes.notice import needs_handover, notice_of
from townsite.changes.outline import Outline, lay_out_whole
from townsite.changes.queries import authors_of, is_author
from townsite.changes.queries.dependents import later_change_sets
from townsite.changes.types.registry import change_types
from townsite.territories.days.queries import effect_of
from townsite.web.placement.record import effect_rows

DONE = (ChangeState.EFFECTIVE, ChangeState.REVERTED)
MOST_SHOWN = 100


@dataclass(frozen=True)
class Line:
    """One change: its type, what it does, what stands against it."""

    id: str
    type: str
    label: str
    sentences: list[str]
    problems: list[str]


@dataclass(frozen=True)
class Row:
    """A territory before and after."""

    code: str
    before: dict[str, Any]
    after: dict[str, Any]


def page_of(row: ChangeSet, reader: User, *, at: datetime) -> dict[str, Any]:
    """The context of the page; a draft is laid out over the present, a past one as it was done."""
    outline = None if row.state in (*DONE, ChangeState.CANCELLED) else lay_out_whole(row, at=at)
    impact = _impact(row, outline)
    return {
        "change_set": row,
        "lines": lines_of(outline) if outline else [],
        "done": sentences(diff_from_json(row.applied)) if row.state in DONE else [],
        "conflicts": outline.conflicts if outline else [],
        "impact": impact,
        "territories": _rows(impact),
        "approvals": [(each, may_decide_now(each, reader, at)) for each in _approvals(row)],
        "deadlines": row.deadlines.select_related("done_by"),
        "comments": row.comments.select_related("by"),
        "authors": authors_of(row),
        "is_author": is_author(row, reader.pk),
        "needs_handover": needs_handover(row),
        "notice": notice_of(row, at=at) if row.state == ChangeState.APPROVED else None,
        **_measured(row),
        "later": later_change_sets(row) if row.state == ChangeState.EFFECTIVE else [],
    }


def lines_of(outline: Outline) -> list[Line]:
    """The changes in their order."""
    labels = {key: kind.label for key, kind in change_types().items()}
    return [
        Line(
            str(each.change.pk),
            each.change.type,
            labels[each.change.type],
            each.sentences,
            each.problems,
        )
        for each in outline.entries[:MOST_SHOWN]
    ]


def may_decide_now(approval: Approval, reader: User, at: datetime) -> bool:
    """Whether the reader may decide on it and nobody has."""
    return approval.decision == "open" and may_decide(approval, reader, at=at)


def _approvals(row: ChangeSet) -> list[Approval]:
    return list(row.approvals.select_related("territory", "by", "delegate", "change_set"))


def _impact(row: ChangeSet, outline: Outline | None) -> dict[str, Any]:
    """As measured at submission; for a draft, as it would be now."""
    if row.state == ChangeState.DRAFT and outline and outline.diff:
        return impact_of(outline).as_json()
    return dict(row.impact)


def _rows(impact: dict[str, Any]) -> list[Row]:
    before, after = impact.get("before", {}), impact.get("after", {})
    return [Row(code, before[code], after[code]) for code in sorted(before)]


def _measured(row: ChangeSet) -> dict[str, Any]:
    """What is on record around its publication, of all that it touched (A-108)."""
    if row.published_at is None:
        return {"effect": None}
    effect = effect_of(row.published_at, path=str(row.territory.path) if row.territory else "")
    return {"effect": effect, "effect_rows": effect_rows(effect) if effect else []}
