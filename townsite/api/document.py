"""The OpenAPI document, with what the library does not say by itself."""

from typing import Any

from ninja import NinjaAPI

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was wrong, and the way out"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "Messages by field",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
REFUSED = {
    "description": "A refusal (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
NOT_MODIFIED = {"description": "The version named by If-None-Match is still the present one"}
GEOJSON = {"schema": {"type": "object", "description": "GeoJSON (RFC 7946)"}}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "ETag of the version you read, or *",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Makes a repeat of this request safe for a day",
    "schema": {"type": "string", "maxLength": 255},
}


class DocumentedAPI(NinjaAPI):
    """The library's API whose document also tells refusals, GeoJSON and conditional headers."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The whole document."""
        document = super().get_openapi_schema(**options)
        document["components"]["schemas"]["Problem"] = PROBLEM
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                _complete(path, method, operation)
        return document


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    operation["responses"]["default"] = REFUSED
    parameters = operation.setdefault("parameters", [])
    if method == "get" and "/sites" in path:
        operation["responses"][200]["content"]["application/geo+json"] = GEOJSON
    if method == "get" and "{" in path:
        operation["responses"][304] = NOT_MODIFIED
    if method != "get":
        parameters.append(IDEMPOTENCY_KEY)
    if method == "patch" or path.endswith("/status"):
        parameters.append(IF_MATCH)
