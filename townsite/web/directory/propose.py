"""Proposing the assignment of the ticked sites instead of making it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.changes.actions import add_changes, start_change_set
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.web.directory.bulk import selection_in
from townsite.web.directory.bulk_forms import AssignForm
from townsite.web.person import person_in


@require_POST
@needs(Permission.CHANGE_PROPOSE)
def propose(request: HttpRequest) -> HttpResponse:
    """A draft with the assignment, for others to approve."""
    form = AssignForm(request.POST)
    if not form.is_valid():
        raise Invalid("Choose a territory and say why, then propose the assignment.")
    sites = list(selection_in(request).sites().values_list("number", flat=True))
    territory = form.cleaned_data["territory"]
    done: dict[str, Any] = {"by": person_in(request), "at": clock.now()}
    where = territory.code if territory else "no territory"
    count = f"{len(sites):,} site{'' if len(sites) == 1 else 's'}"
    row = start_change_set(
        title=f"Assign {count} to {where}", reason=form.cleaned_data["reason"], **done
    )
    kind = "assign_sites" if territory else "unassign_sites"
    payload = {"sites": sites, **({"territory": territory.code} if territory else {})}
    add_changes(change_set=row, changes=[(kind, payload)], **done)
    messages.success(request, "A draft: nothing has changed yet.")
    return redirect("changes:detail", row.number)
