"""Refusals about coordination between territories."""

from townsite.common.errors import Conflict, NotFound


class RequestUnknown(NotFound):
    code = "coordination-request-unknown"
    title = "There is no such request"


class RequestState(Conflict):
    code = "coordination-request-state"
    title = "The request does not stand where this is possible"
