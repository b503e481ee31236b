"""Changing many chosen sites alike: planned as a change set, in effect at once where policy lets it."""

from townsite.changes.bulk.carry_out import Done, carry_out_bulk
from townsite.changes.bulk.foresee import deciders_of
from townsite.changes.bulk.plan import BULK_FIELDS, CLASSIFYING, Plan, plan_bulk

__all__ = [
    "BULK_FIELDS",
    "CLASSIFYING",
    "Done",
    "Plan",
    "carry_out_bulk",
    "deciders_of",
    "plan_bulk",
]
