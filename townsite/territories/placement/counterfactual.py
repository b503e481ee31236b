"""What would have to be different for another verdict: solved from the formula of R-01."""

from dataclasses import dataclass

from townsite.territories.placement.proposals import Proposal
from townsite.territories.placement.scoring import ASKED_FOR

WORTH_SAYING = 1e-6  # below this a limit is rounding, not an answer
RULES = {
    "exception": "the exception",
    "attribute_rule": "its attribute rule",
    "metro_boundary": "the metro boundary",
    "boundary": "its boundary",
    "underloaded": "the priority of small territories",
}


@dataclass(frozen=True)
class Counterfactual:
    """One change by itself that turns the verdict to `code`.

    `changes` names the input and `territory` whose input it is; beyond `limit` the verdict turns.
    """

    code: str
    territory: str
    changes: str
    limit: float | None
    words: str


def counterfactuals(
    winner: Proposal, rival: Proposal | None, barred: Proposal | None = None
) -> list[Counterfactual]:
    """What would turn the verdict from `winner`, each change by itself and exactly computed."""
    found: list[Counterfactual] = []
    if rival is not None and winner.decided_by != "score":
        found.append(_without_rule(winner, rival))
    elif rival is not None and rival.is_eligible and winner.is_in_reach == rival.is_in_reach:
        found += _of_rival(winner, rival) + _of_winner(winner, rival)
    if barred is not None and barred.score > winner.score:
        found.append(_allowed(barred))
    return found


def _without_rule(winner: Proposal, rival: Proposal) -> Counterfactual:
    rule, code = RULES[winner.decided_by], rival.territory.code
    if rival.score > winner.score:
        words = f"Without {rule}, {code} would win with {rival.score:.3f} to {winner.score:.3f}."
        return Counterfactual(code, winner.territory.code, winner.decided_by, None, words)
    code = winner.territory.code
    words = f"Without {rule}, {code} would still win, with {winner.score:.3f} to {rival.score:.3f}."
    return Counterfactual(code, code, winner.decided_by, None, words)


def _of_rival(winner: Proposal, rival: Proposal) -> list[Counterfactual]:
    """By how much less load, less drive or a wish the rival would win."""
    gap, code, found = winner.score - rival.score, rival.territory.code, []
    load = _load_at(rival, _moved(rival, "capacity", gap))
    if load is not None and load > WORTH_SAYING:
        words = f"{code} would win if its load fell below {load:.1f} weighted sites."
        found.append(Counterfactual(code, code, "used", load, words))
    minutes = _minutes_at(rival, _moved(rival, "proximity", gap))
    if minutes is not None and minutes > WORTH_SAYING:
        words = f"{code} would win if its drive were under {minutes:.1f} min."
        found.append(Counterfactual(code, code, "minutes", minutes, words))
    more = rival.weights["preference"] * (ASKED_FOR - rival.parts["preference"])
    if more > gap + WORTH_SAYING:
        words = f"{code} would win if the customer asked for it."
        found.append(Counterfactual(code, code, "preference", ASKED_FOR, words))
    return found


def _of_winner(winner: Proposal, rival: Proposal) -> list[Counterfactual]:
    """By how much more load or drive the winner would lose."""
    gap, code, found = winner.score - rival.score, rival.territory.code, []
    mine = winner.territory.code
    load = _load_at(winner, _moved(winner, "capacity", -gap))
    if load is not None:
        words = f"{code} would win if the load of {mine} rose above {load:.1f} weighted sites."
        found.append(Counterfactual(code, mine, "used", load, words))
    minutes = _minutes_at(winner, _moved(winner, "proximity", -gap))
    if minutes is not None:
        words = f"{code} would win if the drive from {mine} were over {minutes:.1f} min."
        found.append(Counterfactual(code, mine, "minutes", minutes, words))
    return found


def _allowed(barred: Proposal) -> Counterfactual:
    rules = ", ".join(
        f"{each.rule} ({each.words})" for each in barred.objections if each.severity == "block"
    )
    code = barred.territory.code
    words = f"{code} scores {barred.score:.3f}, more, but is ruled out by {rules}."
    return Counterfactual(code, code, "eligibility", None, words)


def _moved(proposal: Proposal, part: str, gap: float) -> float | None:
    """The part at which the score has moved by `gap`; None when no value within 0 to 1 does it."""
    weight = proposal.weights[part]
    if weight <= 0:
        return None
    needed = proposal.parts[part] + gap / weight
    # At the very end of its range a part cannot be passed.
    within = WORTH_SAYING < needed <= 1 if gap < 0 else needed <= 1
    return needed if within else None


def _load_at(proposal: Proposal, part: float | None) -> float | None:
    if part is None:
        return None
    return proposal.inputs["limit"] * (1 - part) - proposal.inputs["weight"]


def _minutes_at(proposal: Proposal, part: float | None) -> float | None:
    if part is None or proposal.minutes_known is None:
        return None
    return proposal.inputs["drive_limit"] * (1 - part)
