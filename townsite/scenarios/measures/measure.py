"""The figures of a plan: those that the trade-off chart and the table compare."""

from typing import Any

import numpy as np

from townsite.scenarios.instance.instance import Floats
from townsite.scenarios.measures.findings import by_severity, findings_of, spans_of
from townsite.scenarios.measures.layout import Layout

P95 = 95
CENTS = 100


def measures_of(layout: Layout) -> dict[str, Any]:
    """The figures, JSON.

    Spreads: the farthest territory from the mean, as a share of the mean. Drives: minutes from
    center to site. Compactness: root mean square of the straight line from center to site, km
    (the moment of inertia's root). Moved: sites in another territory than today.
    """
    instance, findings = layout.instance, findings_of(layout)
    moved = layout.moved
    return {
        "territories": len(layout.seats),
        "sites": len(instance),
        "load_spread": _spread(layout.total(instance.load)),
        "revenue_spread": _spread(layout.total(instance.dollars)),
        "mean_minutes": round(float(layout.minutes.mean()), 2),
        "p95_minutes": round(float(np.percentile(layout.minutes, P95)), 2),
        "most_minutes": round(float(layout.minutes.max()), 2),
        "compactness_km": round(float(np.sqrt((layout.km**2).mean())), 3),
        "moved_sites": len(moved),
        "moved_revenue_cents": round(float(instance.dollars[moved].sum()) * CENTS),
        "violations": by_severity(findings),
        "findings": [each.as_json() for each in findings],
        "spans": spans_of(layout),
    }


def _spread(amounts: Floats) -> float:
    mean = float(amounts.mean())
    return round(float(np.abs(amounts - mean).max()) / mean, 4) if mean else 0.0
