"""The HTTP API, composed from its routers; OpenAPI 3.1 at `/api/v1/openapi.json`."""

from ninja.security import SessionAuth

from townsite.api import errors
from townsite.api.document import DocumentedAPI
from townsite.api.routes import (
    audit,
    change_sets,
    contacts,
    coordination,
    customers,
    events,
    me,
    nearby,
    notifications,
    placement,
    scenarios,
    sites,
    territories,
)
from townsite.api.sign_in import TokenAuth

api = DocumentedAPI(
    title="Townsite",
    version="1",
    description=(
        "Sites, customers, contacts and territories within the caller's reach. Lists page by "
        "cursor (`next`, RFC 8288 Link), errors are problem+json (RFC 9457), writes to a record "
        "need If-Match (428 without, 412 when stale), creations take Idempotency-Key, and every "
        "write can be rehearsed with `?dry_run=true`."
    ),
    urls_namespace="api",
    auth=[TokenAuth(), SessionAuth()],  # a token first: forged forms concern sessions only
    docs_url=None,  # the library's page loads scripts from elsewhere, which our policy forbids
)
errors.register(api)

api.add_router("/sites", sites.router, tags=["Sites"])
api.add_router("/sites", placement.router, tags=["Placement"])
api.add_router("/nearby", nearby.router, tags=["Sites"])
api.add_router("/customers", customers.router, tags=["Customers"])
api.add_router("/contacts", contacts.router, tags=["Contacts"])
api.add_router("/territories", territories.router, tags=["Territories"])
api.add_router("/change-sets", change_sets.router, tags=["Change sets"])
api.add_router("/scenarios", scenarios.router, tags=["Scenarios"])
api.add_router(
    "/coordination-requests", coordination.router, tags=["Coordination between territories"]
)
api.add_router("/notifications", notifications.router, tags=["Notifications"])
api.add_router("/events", events.router, tags=["Events"])
api.add_router("/audit", audit.router, tags=["Audit"])
api.add_router("/me", me.router, tags=["Me"])
