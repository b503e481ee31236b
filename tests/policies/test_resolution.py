"""The more specific scope wins, and the answer says why."""

from datetime import UTC, datetime

from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.contexts import TerritoryFact, context_of
from townsite.policies.resolution import (
    ANYWHERE,
    EVERYWHERE,
    Held,
    PolicyContext,
    PolicySnapshot,
    Scope,
)

AT = datetime(2026, 3, 1, tzinfo=UTC)
KEY = "placement.drive_limit_minutes"
SITE = "0197a3c0-0000-7000-8000-000000000001"
PLACE = PolicyContext(SITE, ("NORFOLK1", "VA"), "metro", "EAST")
EVERY_SCOPE = [
    Scope(ScopeKind.SITE, SITE),
    Scope(ScopeKind.TERRITORY, "NORFOLK1"),
    Scope(ScopeKind.TERRITORY, "VA"),
    Scope(ScopeKind.TERRITORY_KIND, "metro"),
    Scope(ScopeKind.REGION, "EAST"),
    EVERYWHERE,
]


def held(value, **more):
    return Held(value, Severity.WARN, "Avery Admin", AT, **more)


def snapshot(*scopes):
    return PolicySnapshot(AT, {(KEY, scope): held(n) for n, scope in enumerate(scopes, 11)})


def test_site_before_territory_before_type_before_region_before_everywhere():
    remaining = list(EVERY_SCOPE)
    while remaining:
        policies = PolicySnapshot(AT, {(KEY, s): held(s.label) for s in remaining})
        assert policies.resolve(KEY, PLACE).value == remaining[0].label
        remaining.pop(0)


def test_without_any_value_the_built_in_default_answers():
    answer = snapshot().resolve(KEY, PLACE)
    assert (answer.value, answer.source) == (120, "Everywhere (built in)")
    assert answer.since is None


def test_the_built_in_value_of_a_territory_type_beats_a_global_one():
    policies = PolicySnapshot(AT, {("reach.distance_m", EVERYWHERE): held(9_000)})
    assert policies.value("reach.distance_m", PolicyContext(territory_kind="metro")) == 50_000
    assert policies.value("reach.distance_m", PolicyContext(territory_kind="rural")) == 9_000


def test_no_limit_is_a_value_and_not_a_missing_one():
    assert snapshot().value("reach.distance_m", PolicyContext(territory_kind="specialty")) is None


def test_the_explanation_lists_every_scope_and_marks_the_winner():
    answer = snapshot(Scope(ScopeKind.REGION, "EAST")).resolve(KEY, PLACE)
    assert [step.scope for step in answer.considered] == EVERY_SCOPE
    assert [step.scope.kind for step in answer.considered if step.won] == [ScopeKind.REGION]
    assert (answer.source, answer.set_by, answer.since) == ("Region EAST", "Avery Admin", AT)


def test_a_site_is_named_by_its_label_in_the_explanation():
    policies = PolicySnapshot(
        AT, {(KEY, EVERY_SCOPE[0]): held(15, scope_label="0417 Harborline Suites")}
    )
    assert policies.resolve(KEY, PLACE).source == "Site 0417 Harborline Suites"


def test_value_and_resolve_agree():
    policies = snapshot(*EVERY_SCOPE[2:4])
    for place in (PLACE, ANYWHERE, PolicyContext(region="EAST")):
        assert policies.value(KEY, place) == policies.resolve(KEY, place).value


def test_a_proposed_value_changes_a_copy_only():
    before = snapshot()
    after = before.with_value(KEY, EVERYWHERE, held(45))
    assert (before.value(KEY), after.value(KEY)) == (120, 45)


def test_a_path_becomes_the_scopes_that_reach_a_site():
    facts = {
        "EAST": TerritoryFact("regional", is_region=True),
        "VA": TerritoryFact("regional", is_region=False),
        "NORFOLK1": TerritoryFact("metro", is_region=False),
    }
    assert context_of(SITE, "EAST.VA.NORFOLK1", facts) == PLACE


def test_a_site_without_territory_is_reached_by_its_own_and_the_global_scope():
    assert list(context_of(SITE, "", {}).scopes()) == [Scope(ScopeKind.SITE, SITE), EVERYWHERE]
