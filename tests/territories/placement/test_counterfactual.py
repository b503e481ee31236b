"""Every what-if is true: applied, it turns the verdict; just short of it, it does not."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from townsite.territories.placement.candidates import Candidate
from townsite.territories.placement.counterfactual import counterfactuals
from townsite.territories.placement.proposals import Proposal
from townsite.territories.placement.scoring import Inputs, parts_of, total

WEIGHTS = {"proximity": 0.4, "capacity": 0.3, "balance": 0.2, "preference": 0.1}


def proposal(code: str, inputs: Inputs, **more) -> Proposal:
    row = Candidate(code, code, code, "metro", code, 0, [], "list", {}, *[None] * 7)
    made = Proposal(
        territory=row,
        score=0,
        parts={},
        weights=WEIGHTS,
        inputs=inputs._asdict(),
        metres=0,
        minutes=inputs.minutes,
        travel_source="estimate",
        objections=(),
        is_eligible=True,
        decided_by="score",
        exception=None,
    )
    return replace(scored(made), **more)


def scored(made: Proposal) -> Proposal:
    parts = parts_of(Inputs(**made.inputs))
    score = float(total(parts, WEIGHTS))
    return replace(made, score=score, parts={n: float(v) for n, v in parts._asdict().items()})


def with_input(made: Proposal, name: str, value: float) -> Proposal:
    return scored(replace(made, inputs={**made.inputs, name: value}))


INPUTS = st.builds(
    Inputs,
    minutes=st.floats(0, 200),
    drive_limit=st.just(120),
    used=st.floats(0, 150),
    weight=st.sampled_from([1, 1.5, 2]),
    limit=st.floats(20, 150),
    sites=st.integers(0, 60),
    mean_sites=st.just(20),
    block=st.just(1.5),
    preference=st.sampled_from([0, 0.5, 1]),
)


@settings(deadline=None)
@given(INPUTS, INPUTS)
def test_each_change_turns_the_verdict_and_no_smaller_one_does(one, other):
    first, second = proposal("ONE", one), proposal("TWO", other)
    winner, rival = (first, second) if first.score >= second.score else (second, first)
    assume(winner.score - rival.score > 1e-6)
    for each in counterfactuals(winner, rival):
        for step, turned in ((1e-3, True), (-1e-3, False)):
            ours, theirs = winner, rival
            # A wish is all or nothing; loads and drives fall at the rival and rise at the winner.
            if each.territory == rival.territory.code:
                limit = each.limit if each.changes == "preference" else each.limit - step
                theirs = with_input(rival, each.changes, max(0, limit))
            else:
                ours = with_input(winner, each.changes, each.limit + step)
            if each.changes == "preference" and not turned:
                continue
            if each.limit - step < 0:  # nothing is less than no load and no drive
                continue
            assert (theirs.score > ours.score) is turned, each


def test_the_sentences_name_territory_and_number():
    base = Inputs(36, 120, 62, 2, 100, 12, 14, 1.5, 0.5)
    winner, rival = proposal("A1", base), proposal("B1", base._replace(used=92))
    said = [each.words for each in counterfactuals(winner, rival)]
    assert "B1 would win if its load fell below 62.0 weighted sites." in said
    assert "A1 rose above 92.0" in " ".join(said)
    assert "B1 would win if the customer asked for it." not in said


def test_a_rule_that_decided_is_named_with_what_the_score_alone_would_say():
    base = Inputs(36, 120, 62, 2, 100, 12, 14, 1.5, 0.5)
    pinned = proposal("A1", base._replace(minutes=100), decided_by="exception")
    [what_if] = counterfactuals(pinned, proposal("B1", base))
    assert what_if.words.startswith("Without the exception, B1 would win with 0.552")


@pytest.mark.parametrize("barred_score", [0.4, 0.9])
def test_a_better_one_that_is_ruled_out_is_told(barred_score):
    base = Inputs(36, 120, 62, 2, 100, 12, 14, 1.5, 0.5)
    barred = proposal("C1", base, is_eligible=False, score=barred_score)
    said = [each.changes for each in counterfactuals(proposal("A1", base), None, barred)]
    assert said == (["eligibility"] if barred_score > 0.552 else [])
