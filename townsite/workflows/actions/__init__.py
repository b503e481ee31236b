"""Writes of coordination between territories."""

from townsite.workflows.actions.answering import accept, decline
from townsite.workflows.actions.asking import open_request, say, withdraw
from townsite.workflows.actions.ending import end_request, keep_time
from townsite.workflows.actions.protocols import save_protocol

__all__ = [
    "accept",
    "decline",
    "end_request",
    "keep_time",
    "open_request",
    "save_protocol",
    "say",
    "withdraw",
]
