"""Random values in overlapping scopes and times, against a search through all of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import BY
from townsite.policies.actions import end_policy, set_policy
from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.errors import PolicyConflict
from townsite.policies.queries import policies_at
from townsite.policies.resolution import EVERYWHERE, PolicyContext, Scope

START = datetime(2026, 1, 1, tzinfo=UTC)
KEY = "notice.reassignment_days"
SITE = "0197a3c0-0000-7000-8000-000000000001"
PLACE = PolicyContext(SITE, ("NORFOLK1", "VA"), "metro", "EAST")
# From the most specific to the most general; two of them do not reach the place at all.
REACHING = list(PLACE.scopes())
SCOPES = [*REACHING, Scope(ScopeKind.TERRITORY, "ELSEWHERE"), Scope(ScopeKind.REGION, "WEST")]
LAST_DAY = 8
days = st.integers(0, LAST_DAY)
writes = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.sampled_from(SCOPES), days, st.integers(0, 365)),
        st.tuples(st.just("end"), st.sampled_from(SCOPES), days, st.integers(0, 3)),
    ),
    max_size=14,
)


def day(n):
    return START + timedelta(days=n)


class Oracle:
    """Every value with its start and explicit end; asked by looking at all of them."""

    def __init__(self):
        self.rows = []

    def of(self, scope):
        return sorted((r for r in self.rows if r["scope"] == scope), key=lambda r: r["start"])

    def end(self, row, at):
        if at <= row["start"]:
            self.rows.remove(row)
        else:
            row["end"] = at

    def held(self, scope, at):
        started = [r for r in self.of(scope) if r["start"] <= at]
        return started[-1] if started and started[-1]["end"] > at else None

    def answer(self, at):
        held = [self.held(scope, at) for scope in REACHING]
        return next((row["value"] for row in held if row), 30)  # 30: the default of R-14


def write(oracle, kind, scope, n, number):
    if kind == "set":
        taken = any(row["start"] == n for row in oracle.of(scope))
        given = {"key": KEY, "scope": scope, "value": number, "starts_at": day(n), "at": START}
        more = {"severity": Severity.INFO, "reason": "drawn", "by": BY}
        if taken:
            with pytest.raises(PolicyConflict), transaction.atomic():
                set_policy(**given, **more)
            return
        stored = set_policy(**given, **more)
        oracle.rows.append(
            {"scope": scope, "start": n, "end": LAST_DAY + 9, "value": number, "stored": stored}
        )
    elif rows := oracle.of(scope):
        row = rows[number % len(rows)]
        try:
            with transaction.atomic():
                end_policy(policy=row["stored"], ends_at=day(n), reason="drawn", by=BY, at=START)
        except PolicyConflict:
            # It ended before, or its successor began before: nothing changes.
            later = [each["start"] for each in rows if each["start"] > row["start"]]
            assert min([row["end"], *later]) <= n
        else:
            oracle.end(row, n)


@given(writes=writes)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_answer_is_that_of_a_search_through_all_values(db, writes):
    with transaction.atomic():
        oracle = Oracle()
        for each in writes:
            write(oracle, *each)
        for n in range(LAST_DAY + 2):
            assert policies_at(day(n), keys=[KEY]).value(KEY, PLACE) == oracle.answer(n)
        transaction.set_rollback(True)


def test_the_scopes_of_the_oracle_are_those_of_the_domain():
    kinds = [scope.kind for scope in REACHING]
    assert kinds == ["site", "territory", "territory", "territory_kind", "region", "global"]
    assert REACHING[-1] == EVERYWHERE
