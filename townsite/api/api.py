"""The HTTP API, composed from its routers."""

from ninja import NinjaAPI

api = NinjaAPI(title="Townsite", version="1", urls_namespace="api")
