"""The nightly check: a scenario is filed for each district that is out of balance (A-137)."""

from datetime import datetime, timedelta

from django.db import transaction

from townsite.common.actors import Actor
from townsite.policies.queries import policies_at
from townsite.scenarios.actions.describe import create_scenario
from townsite.scenarios.actions.runs import start_run
from townsite.scenarios.models import Scenario
from townsite.territories.choices import BalanceRule, Rung
from townsite.territories.models import RuleViolation, Territory

# Rules that other plans can mend; spans and portfolios are about people.
WATCHED = (BalanceRule.SITE_COUNT, BalanceRule.REVENUE, BalanceRule.CAPACITY)
GRAVE = (Rung.BLOCK, Rung.REVIEW)
SECONDS_A_MINUTE = 60
FEWEST = 2  # one territory alone cannot be balanced


@transaction.atomic
def file_scenarios(*, by: Actor, at: datetime) -> list[Scenario]:
    """The scenarios filed, each with a run waiting under a limit of time.

    A district counts when one of its territories needs an exception or a review for sites, revenue
    or capacity, and when the pause since its last filed scenario is over. What the runs find is
    shared with everybody who reaches the district; a person sends it into a change set.
    """
    policies = policies_at(at)
    pause = timedelta(days=policies.number("scenario.automatic_pause_days"))
    seconds = policies.number("scenario.automatic_minutes") * SECONDS_A_MINUTE
    recent = set(
        Scenario.objects.filter(owner=None, created_at__gt=at - pause).values_list(
            "territory_id", flat=True
        )
    )
    filed = []
    for district, words in _out_of_balance().items():
        if district.pk in recent:
            continue
        name = f"{district.name}: out of balance on {at:%F}"
        row = create_scenario(name=name[:200], territory=district, notes=words, by=by, at=at)
        start_run(scenario=row, by=by, at=at, seconds=seconds)
        filed.append(row)
    return filed


def _out_of_balance() -> dict[Territory, str]:
    """Districts with what is wrong, in words; three statements."""
    broken = RuleViolation.objects.filter(
        valid_during__upper_inf=True, rule__in=WATCHED, rung__in=GRAVE
    ).select_related("territory")
    words: dict[str, list[str]] = {}
    for each in broken.order_by("territory__path", "rule"):
        parent = str(each.territory.path).rpartition(".")[0]
        words.setdefault(parent, []).append(f"{each.territory.code}: {each.words}.")
    districts = Territory.objects.filter(path__in=list(words), status="active").order_by("path")
    return {
        each: " ".join(words[str(each.path)]) for each in districts if _children(each) >= FEWEST
    }


def _children(district: Territory) -> int:
    below = Territory.objects.filter(path__within=district.path, status="active")
    return below.exclude(pk=district.pk).count()
