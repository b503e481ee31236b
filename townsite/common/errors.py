"""Errors that people can act on, and their HTTP status in one table (RFC 9457)."""

from typing import Any


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem, and so do we
    """A refusal that says what was wrong and the way out.

    `fields` maps a field's name to its messages; `extra` holds values for machines.
    """

    code = "problem"
    title = "The request could not be carried out"

    def __init__(
        self, detail: str = "", *, fields: dict[str, list[str]] | None = None, **extra: Any
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.fields = fields or {}
        self.extra = extra


class Invalid(Problem):
    code = "invalid"
    title = "Some values are not valid"


class NotFound(Problem):
    code = "not-found"
    title = "Not found"


class Forbidden(Problem):
    code = "forbidden"
    title = "Your role does not allow this"


class Conflict(Problem):
    code = "conflict"
    title = "This conflicts with what is already there"


class Stale(Problem):
    code = "stale"
    title = "Somebody else changed this meanwhile"


class PreconditionRequired(Problem):
    code = "precondition-required"
    title = "Send If-Match with the version you read"


class TooLarge(Problem):
    code = "too-large"
    title = "Too large"


class Unsupported(Problem):
    code = "unsupported"
    title = "This kind of file is not supported"


class Unavailable(Problem):
    code = "unavailable"
    title = "A service needed for this does not answer"


HTTP_STATUS: dict[type[Problem], int] = {
    Invalid: 422,
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Stale: 412,
    PreconditionRequired: 428,
    TooLarge: 413,
    Unsupported: 415,
    Unavailable: 503,
    Problem: 400,
}


def http_status(problem: Problem) -> int:
    """The HTTP status of the nearest class in the table."""
    return next(HTTP_STATUS[kind] for kind in type(problem).__mro__ if kind in HTTP_STATUS)
