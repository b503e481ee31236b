"""Addresses that the matrix does not judge yet, and what each waits for. This list only shrinks."""

from typing import Final

_PLAN: Final = "a plan, which a run has to find first: tests/scenarios judge it"
NOT_JUDGED: Final = {
    "api/v1/scenarios/<number>/runs/stop": "a run that goes on",
    "api/v1/scenarios/<number>/plans/<plan_number>": _PLAN,
    "api/v1/scenarios/<number>/plans/<plan_number>/change-set": _PLAN,
    "scenarios/<int:number>/plans/<int:plan_number>/": _PLAN,
    "scenarios/<int:number>/plans/<int:plan_number>/certificate/": _PLAN,
    "scenarios/<int:number>/plans/<int:plan_number>/pack.<slug:kind>": _PLAN,
    "scenarios/<int:number>/plans/<int:plan_number>/price/": _PLAN,
    r"scenarios/^(?P<number>\d{1,9})/plans/(?P<plan_number>\d{1,9})"
    r"/(?P<verb>paint|undo|improve|merge|split)/$": _PLAN,
    "scenarios/<int:number>/plans/<int:plan_number>/propose/": _PLAN,
    "api/v1/change-sets/<number>/approvals/<approval_id>/approve": "an open approval: tests/changes",
    "territories/boundaries/files/<str:name>/": "a file, which only its unguessable name opens",
}
# The list has been as long as this; it never grows.
MOST: Final = 11
