"""A dry run tells what would change, and writes nothing."""

import pytest

from townsite.common import clock
from townsite.policies import dry_runs
from townsite.policies.choices import Severity
from townsite.policies.dry_runs import Finding, Proposal, dry_run, register_dry_run
from townsite.policies.errors import PolicyValueInvalid
from townsite.policies.models import PolicyValue
from townsite.policies.resolution import EVERYWHERE

KEY = "sync.lag_seconds"
LADDER = {"goal": 30, "warn": 60, "critical": 90, "breach": 3_600}


@pytest.fixture
def evaluators(monkeypatch):
    """An empty list of evaluators, put back afterwards."""
    fresh = []
    monkeypatch.setattr(dry_runs, "_evaluators", fresh)
    return fresh


def proposal(value=LADDER):
    return Proposal(KEY, EVERYWHERE, value, Severity.WARN)


def test_an_evaluator_sees_the_world_before_and_after(db, evaluators):
    def compare(asked, before, after):
        told = f"{before.numbers(KEY)['warn']:g} to {after.numbers(KEY)['warn']:g}"
        return Finding(told, changed=1, examined=2)

    register_dry_run("sync.", compare)
    [finding] = dry_run(proposal(), at=clock.now())
    assert finding.summary == "300 to 60"
    assert not PolicyValue.objects.exists()


def test_only_those_who_know_the_key_are_asked(db, evaluators):
    register_dry_run("retention.", lambda *_: pytest.fail("asked about another key"))
    assert dry_run(proposal(), at=clock.now()) == []


def test_registering_twice_asks_once(evaluators):
    def nothing(*_):
        return Finding("", 0, 0)

    register_dry_run("sync.", nothing)
    register_dry_run("sync.", nothing)
    assert dry_runs.evaluators_for(KEY) == [nothing]


def test_a_value_that_does_not_fit_is_refused_before_anything_is_asked(db, evaluators):
    register_dry_run("sync.", lambda *_: pytest.fail("asked about a broken value"))
    with pytest.raises(PolicyValueInvalid, match="may not lie below"):
        dry_run(proposal({**LADDER, "critical": 40}), at=clock.now())
