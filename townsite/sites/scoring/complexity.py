"""Operational complexity, 0 to 100 (B-10): models, opening hours, services, volume, regulation."""

from townsite.sites.scoring.facts import SiteFacts
from townsite.sites.scoring.score_card import Finding, ScoreCard, add_up, capped
from townsite.sites.scoring.standards import Standards

WEIGHTS = "score.complexity_weights"
HYBRID = "hybrid"


def complexity_card(facts: SiteFacts, standards: Standards) -> ScoreCard:
    """How complex a site is to operate, with the breakdown."""
    findings = (
        _models(facts, standards),
        Finding(
            "round_the_clock",
            "Open around the clock",
            "yes" if facts.is_24_7 else "no",
            1.0 if facts.is_24_7 else 0.0,
        ),
        _services(facts, standards),
        volume(facts, standards),
        _regulation(facts, standards),
    )
    return add_up(findings, standards.numbers(WEIGHTS), weights_key=WEIGHTS)


def models_with_hybrid(models: tuple[str, ...]) -> set[str]:
    """The contract models; two or more of them make a hybrid too (glossary)."""
    return {*models, HYBRID} if len(models) > 1 else set(models)


def _models(facts: SiteFacts, standards: Standards) -> Finding:
    """The most complex model counts."""
    key = "score.model_points"
    title = "Contract models"
    if facts.contract_models is None:
        return Finding("models", title, "not known yet", None, (key,))
    models = models_with_hybrid(facts.contract_models)
    points = standards.numbers(key)
    share = max((points.get(model, 0.0) for model in models), default=0.0)
    return Finding("models", title, ", ".join(sorted(models)) or "none", share, (key,))


def _services(facts: SiteFacts, standards: Standards) -> Finding:
    sources = ("score.services_full", "score.services_by_class")
    count = facts.service_count
    if count is None and facts.service_class:
        count = int(standards.numbers(sources[1]).get(facts.service_class, 0))
        count += facts.parking_mode == "mixed"
    if count is None:
        return Finding("services", "Number of services", "not known yet", None, sources)
    share = capped(count, standards.number(sources[0]))
    return Finding("services", "Number of services", str(count), share, sources)


def volume(facts: SiteFacts, standards: Standards) -> Finding:
    """Parking spaces or rooms against full volume, whichever is more."""
    key = "score.volume_full"
    full = standards.numbers(key)
    seen = {"parking_spaces": facts.parking_spaces, "rooms": facts.room_count}
    known = {name: count for name, count in seen.items() if count is not None}
    if not known:
        return Finding("volume", "Volume", "not known yet", None, (key,))
    words = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in known.items())
    share = max(capped(count, full[name]) for name, count in known.items())
    return Finding("volume", "Volume", words, share, (key,))


def _regulation(facts: SiteFacts, standards: Standards) -> Finding:
    key = "score.regulation_points"
    share = standards.numbers(key)[facts.facility_type]
    return Finding("regulation", "Regulation", facts.facility_type.replace("_", " "), share, (key,))
