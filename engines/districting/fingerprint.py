"""The input hash: the same problem has the same one on every machine."""

import hashlib
import json
from dataclasses import fields

import numpy as np

from engines.districting.facts import Facts

PLAIN = (
    "objective", "travel_limit", "move_budget", "locks", "together", "apart", "forbidden",
    "needs", "offers", "min_sites", "max_sites", "bands", "territories",
)  # fmt: skip


def input_hash(facts: Facts) -> str:
    """SHA-256 over everything that can change a plan, names excluded."""
    digest = hashlib.sha256()
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, np.ndarray):
            digest.update(f"{field.name}{value.shape}".encode())
            digest.update(np.ascontiguousarray(value.astype(np.float64)).tobytes())
    plain = {name: _sorted(getattr(facts.problem, name)) for name in PLAIN}
    plain["contiguous"] = facts.problem.adjacency is not None
    plain["metric"] = facts.metric.name
    digest.update(json.dumps(plain, sort_keys=True, default=_sorted).encode())
    return digest.hexdigest()


def _sorted(value: object) -> object:
    """Sets in order, mappings as pairs, everything else by its words."""
    if isinstance(value, (set, frozenset)):
        return sorted(str(item) for item in value)
    if isinstance(value, dict):
        return sorted([str(key), str(item)] for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return [_sorted(item) for item in value]
    return value if isinstance(value, (int, float, str, type(None))) else repr(value)
