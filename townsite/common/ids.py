"""Identifiers: UUIDv7 inside (RFC 9562), so that keys sort by the time they were made."""

from uuid import UUID

import uuid_utils


def uuid7() -> UUID:
    """A new time-ordered identifier."""
    return UUID(int=uuid_utils.uuid7().int)
