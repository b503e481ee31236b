"""Coordination between territories: protocols, requests, their threads."""

from townsite.workflows.models.protocol import Protocol
from townsite.workflows.models.request import CoordinationRequest, RequestSite
from townsite.workflows.models.thread import ThreadEntry

__all__ = ["CoordinationRequest", "Protocol", "RequestSite", "ThreadEntry"]
