"""What would be refused, asked before anybody tries it; nothing is written."""

from dataclasses import dataclass
from typing import Any

from townsite.common.errors import Invalid
from townsite.sites.actions.change_status import STEPS
from townsite.sites.actions.writing import check
from townsite.sites.models import Site


@dataclass(frozen=True)
class Obstacle:
    """A field that the new status needs, and the sentence that says so."""

    field: str
    words: str


def obstacles(site: Site, verb: str) -> list[Obstacle]:
    """The facts that the site lacks for `verb`; what the dialog itself asks for is left out."""
    step = STEPS[verb]
    trial = Site.objects.get(pk=site.pk)
    trial.status = step.target
    if step.needs_close_date:
        return []
    if verb == "reactivate":
        trial.close_date = None
    try:
        check(trial)
    except Invalid as problem:
        return [Obstacle(name, words) for name, group in problem.fields.items() for words in group]
    return []


def check_values(site: Site | None, values: dict[str, Any]) -> None:
    """Raises Invalid with every problem that the site would have with `values`, by field."""
    trial = Site.objects.get(pk=site.pk) if site else Site(number="0000")
    for name, value in values.items():
        setattr(trial, name, value)
    check(trial)
