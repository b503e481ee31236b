"""Score cards are pure, bounded, monotone, and explain themselves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townsite.policies.choices import Severity
from townsite.policies.resolution import EVERYWHERE, Held, PolicySnapshot
from townsite.sites.choices import FacilityType, ParkingMode, ServiceClass
from townsite.sites.scoring import (
    SiteFacts,
    Standards,
    capacity_weight,
    complexity_card,
    revenue_verdict,
    tier_proposal,
)

AT = datetime(2026, 3, 1, tzinfo=UTC)
BUILT_IN = Standards(PolicySnapshot(AT, {}))
HOTEL = SiteFacts("hotel", is_24_7=True, service_class="valet", parking_spaces=500, room_count=300)
MODELS = ("fixed_fee", "per_labor_hour", "revenue_share", "management_agreement")

facts = st.builds(
    SiteFacts,
    facility_type=st.sampled_from(FacilityType.values),
    is_24_7=st.booleans(),
    service_class=st.sampled_from(["", *ServiceClass.values]),
    parking_mode=st.sampled_from(["", *ParkingMode.values]),
    parking_spaces=st.none() | st.integers(0, 10_000),
    room_count=st.none() | st.integers(0, 5_000),
    annual_revenue_cents=st.none() | st.integers(0, 10**11),
    contract_models=st.none() | st.lists(st.sampled_from(MODELS), unique=True).map(tuple),
    service_count=st.none() | st.integers(0, 30),
)


def standards(**values):
    """The built-in policies with some values set everywhere; `__` stands for the dot."""
    return Standards(
        PolicySnapshot(
            AT,
            {
                (key.replace("__", "."), EVERYWHERE): Held(value, Severity.INFO, "Avery", AT)
                for key, value in values.items()
            },
        )
    )


def points(card):
    return {factor.name: round(factor.points, 6) for factor in card.factors}


def test_complexity_adds_up_line_by_line():
    card = complexity_card(replace(HOTEL, contract_models=("revenue_share",)), BUILT_IN)
    # Weights 35/15/15/20/15; shares 0.8, 1, 1 of 4 services, 500 of 1,000 spaces, 0.3.
    assert points(card) == {
        "models": 28,
        "round_the_clock": 15,
        "services": 3.75,
        "volume": 10,
        "regulation": 4.5,
    }
    assert card.score == 61
    assert card.known_weight == pytest.approx(1)


def test_unknown_contract_models_are_stated_and_neither_raise_nor_lower_the_score():
    card = complexity_card(HOTEL, BUILT_IN)
    models = card.factors[0]
    assert (models.seen, models.is_known, models.points) == ("not known yet", False, 0)
    assert card.unknown == ["Contract models"]
    assert card.known_weight == pytest.approx(0.65)
    # The four known lines, scaled from 65 to 100: (15 + 3.75 + 10 + 4.5) / 0.65.
    assert card.score == 51


def test_two_contract_models_make_a_hybrid():
    single = complexity_card(replace(HOTEL, contract_models=("fixed_fee",)), BUILT_IN)
    both = complexity_card(
        replace(HOTEL, contract_models=("fixed_fee", "per_labor_hour")), BUILT_IN
    )
    assert points(both)["models"] == 35 > points(single)["models"]
    assert "hybrid" in both.factors[0].seen


def test_every_line_names_the_policy_it_rests_on():
    card = complexity_card(HOTEL, BUILT_IN)
    assert card.weights_key == "score.complexity_weights"
    assert {s for f in card.factors for s in f.sources} >= {
        "score.model_points",
        "score.services_full",
        "score.volume_full",
        "score.regulation_points",
    }


def test_a_policy_changes_the_score():
    calm = standards(score__regulation_points=dict.fromkeys(FacilityType.values, 0.0))
    assert complexity_card(HOTEL, calm).score < complexity_card(HOTEL, BUILT_IN).score


def test_valet_beside_self_parking_counts_as_one_more_service():
    mixed = complexity_card(replace(HOTEL, parking_mode="mixed"), BUILT_IN)
    assert mixed.factors[2].seen == "2"


@given(facts=facts)
def test_scores_stay_in_bounds_and_equal_the_sum_of_their_lines(facts):
    card = complexity_card(facts, BUILT_IN)
    assert 0 <= card.score <= 100
    assert card.score == pytest.approx(sum(f.points for f in card.factors), abs=0.51)
    assert sum(f.weight for f in card.factors) == pytest.approx(1)


@given(facts=facts)
def test_more_never_makes_a_site_simpler(facts):
    base = replace(facts, is_24_7=False, parking_spaces=facts.parking_spaces or 0)
    more = replace(base, is_24_7=True, parking_spaces=10_000)
    assert complexity_card(more, BUILT_IN).score >= complexity_card(base, BUILT_IN).score


@pytest.mark.parametrize(
    ("dollars", "value"),
    [(None, ""), (0, "standard"), (500_000, "standard"), (500_001, "special"),
     (1_000_000, "special"), (1_000_001, "high_value")],
)  # fmt: skip
def test_revenue_classes_begin_over_their_limits(dollars, value):
    cents = None if dollars is None else dollars * 100
    assert revenue_verdict(replace(HOTEL, annual_revenue_cents=cents), BUILT_IN).value == value


def test_the_revenue_class_says_why():
    rich = replace(HOTEL, annual_revenue_cents=60_000_000)
    assert revenue_verdict(rich, BUILT_IN).explanation == "Over $500,000 a year."


def test_the_tier_follows_revenue_complexity_and_volume():
    rich = replace(HOTEL, annual_revenue_cents=120_000_000)
    proposal = tier_proposal(rich, 60, BUILT_IN)
    # 50 for revenue, 0.3 · 60 for complexity, 0.2 · 50 for volume.
    assert proposal.card.score == 78
    assert (proposal.tier, proposal.label) == ("1", "Tier 1")


def test_a_site_nobody_knows_anything_about_gets_no_tier():
    blank = SiteFacts("other", is_24_7=False)
    proposal = tier_proposal(blank, None, BUILT_IN)
    assert (proposal.tier, proposal.card.score, proposal.label) == ("", None, "")


@given(facts=facts, complexity=st.none() | st.integers(0, 100))
def test_a_card_never_proposes_a_custom_tier(facts, complexity):
    assert tier_proposal(facts, complexity, BUILT_IN).tier in {"", "1", "2", "3"}


@pytest.mark.parametrize(
    ("models", "complexity", "weight"),
    [(None, 10, 1), (("fixed_fee",), 10, 1), (("fixed_fee",), 80, 1.5), (None, None, 1),
     (("management_agreement",), 80, 2), (("fixed_fee", "revenue_share"), 10, 2)],
)  # fmt: skip
def test_capacity_weight_is_the_highest_that_applies(models, complexity, weight):
    site = replace(HOTEL, contract_models=models)
    assert capacity_weight(site, complexity, BUILT_IN).value == weight


def test_capacity_weights_can_be_added_instead():
    site = replace(HOTEL, contract_models=("management_agreement",))
    added = standards(capacity__weight_combination="sum")
    assert capacity_weight(site, 80, added).value == 3.5
