"""What the pages of change sets, imports, policies, jobs and of oneself expect."""

from typing import Final

from tests.access.matrix.ask import Ask, Asks, form, get, post, whole
from townsite.access.choices import Permission as May

DRAFTING: Final = (
    "submit", "take-back", "cancel", "handover", "remove", "move-up", "rebase", "add-author"
)  # fmt: skip
# Who decides, publishes and reverts is up to the change set: authors, approvers, their delegates.
DECIDING: Final = (
    "approve", "reject", "delegate", "schedule", "publish", "revert", "comment", "done"
)  # fmt: skip
IMPORT: Final = "imports/{import}/"
TABLE: Final[Asks] = {
    "": [get("")],
    "audit/": [get("audit/", May.AUDIT_READ), get("audit/", May.AUDIT_READ, query="q=Zanziba")],
    "audit/activity/": whole([get("audit/activity/", May.AUDIT_READ)]),
    "audit/<int:pk>/": [get("audit/{event}/", May.AUDIT_READ)],
    "audit/export/": [Ask("audit/export/", May.AUDIT_READ, also=May.EXPORT)],
    "docs/data-dictionary/": [get("docs/data-dictionary/")],
    "change-sets/": [get("change-sets/"), get("change-sets/", query="q=Zanziba")],
    "change-sets/new/": form("change-sets/new/", May.CHANGE_PROPOSE),
    "change-sets/<int:number>/": [get("change-sets/{change_set}/")],
    "change-sets/<int:number>/changes/new/": [
        get("change-sets/{change_set}/changes/new/", May.CHANGE_PROPOSE)
    ],
    "change-sets/<int:number>/<slug:verb>/": [
        *(post(f"change-sets/{{change_set}}/{verb}/", May.CHANGE_PROPOSE) for verb in DRAFTING),
        *(post(f"change-sets/{{change_set}}/{verb}/", text="x") for verb in DECIDING),
    ],
    "imports/": [get("imports/", May.IMPORT)],
    "imports/new/": form("imports/new/", May.IMPORT),
    "imports/template.<str:form>": [get("imports/template.csv", May.IMPORT)],
    "imports/<uuid:import_id>/": [get(IMPORT, May.IMPORT)],
    "imports/<uuid:import_id>/columns/": [get(f"{IMPORT}columns/", May.IMPORT)],
    **{
        f"imports/<uuid:import_id>/{step}/": [ask(f"{IMPORT}{step}/", May.IMPORT)]
        for step, ask in (
            ("sheet", post),
            ("progress", get),
            ("cancel", post),
            ("discard", post),
            ("review", get),
            ("alike", post),
            ("commit", post),
            ("result", get),
            ("undo", post),
        )
    },
    "imports/<uuid:import_id>/errors.csv": [get(f"{IMPORT}errors.csv", May.IMPORT)],
    "imports/<uuid:import_id>/rows/<int:row_number>/": [get(f"{IMPORT}rows/2/", May.IMPORT)],
    "imports/<uuid:import_id>/rows/<int:row_number>/<str:field>/": [
        get(f"{IMPORT}rows/2/name/", May.IMPORT)
    ],
    "imports/<uuid:import_id>/skip/<int:row_number>/": [post(f"{IMPORT}skip/2/", May.IMPORT)],
    "imports/<uuid:import_id>/restore/<int:row_number>/": [post(f"{IMPORT}restore/2/", May.IMPORT)],
    "imports/<uuid:import_id>/accept/<int:row_number>/<int:place>/": [
        post(f"{IMPORT}accept/2/0/", May.IMPORT)
    ],
    "notifications/": [get("notifications/")],
    "notifications/count/": [get("notifications/count/")],
    "notifications/read/": [post("notifications/read/", key="{notification}")],
    "notifications/preferences/": form("notifications/preferences/"),
    "notifications/delegate/": [post("notifications/delegate/")],
    "notifications/delegate/<uuid:key>/end/": [post("notifications/delegate/{delegation}/end/")],
    "notifications/<uuid:key>/": [get("notifications/{notification}/")],
    "coordination/": [get("coordination/"), get("coordination/", query="q=Zanziba")],
    "coordination/new/": form("coordination/new/", May.CHANGE_PROPOSE),
    "coordination/measures/": [get("coordination/measures/")],
    "coordination/protocols/": [get("coordination/protocols/")],
    "coordination/protocols/<slug:code>/": form("coordination/protocols/SHARED/", May.POLICY_EDIT),
    "coordination/<int:number>/": [get("coordination/{request}/")],
    "coordination/<int:number>/<slug:verb>/": [
        post(f"coordination/{{request}}/{verb}/", May.CHANGE_PROPOSE, text="x", outcome="resolved")
        for verb in ("say", "accept", "decline", "withdraw", "end")
    ],
    "policies/holidays/": [get("policies/holidays/")],
    "policies/holidays/<str:calendar>/days/": [post("policies/holidays/US/days/", May.POLICY_EDIT)],
    "policies/holidays/days/<uuid:pk>/restore/": [
        post("policies/holidays/days/{holiday}/restore/", May.POLICY_EDIT)
    ],
    "policies/": [get("policies/")],
    "policies/<str:name>/": [get("policies/token.longest_days/")],
    "policies/<str:name>/set/": [post("policies/token.longest_days/set/", May.POLICY_EDIT)],
    "policies/<str:name>/explain/": [
        get("policies/token.longest_days/explain/"),
        get("policies/capacity.manager_units/explain/", query="site={site}"),
    ],
    "policies/<str:name>/values/<uuid:value_id>/end/": [
        post("policies/token.longest_days/values/{value}/end/", May.POLICY_EDIT, reason="x")
    ],
    "jobs/": [get("jobs/")],
    "jobs/<uuid:job_id>/": [get("jobs/{job}/")],
    "jobs/<uuid:job_id>/cancel/": [post("jobs/{job}/cancel/")],
    "preferences/": form("preferences/"),
    "preferences/devices/": [get("preferences/devices/")],
    "preferences/devices/<int:pk>/end/": [post("preferences/devices/{device}/end/")],
    "preferences/devices/end-others/": [post("preferences/devices/end-others/")],
    "preferences/tokens/": [get("preferences/tokens/")],
    "preferences/tokens/new/": form("preferences/tokens/new/", territories="WEST", name="x"),
    "preferences/tokens/<uuid:pk>/rotate/": [post("preferences/tokens/{token}/rotate/")],
    "preferences/tokens/<uuid:pk>/revoke/": [post("preferences/tokens/{token}/revoke/")],
}
