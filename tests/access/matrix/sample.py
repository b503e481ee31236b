"""Which roles ask an address, so that the walk takes seconds.

A refusal by the role is asked of every role at every address. Where the role may, and for foreign
objects, the answer follows from reach: some roles ask for each address, other ones at the next.
`TOWNSITE_MATRIX=whole` lets every role ask everything.
"""

import os
from zlib import crc32

from tests.access.matrix.ask import Ask
from tests.access.matrix.cells import allowed
from townsite.access.choices import Role

IS_WHOLE = os.environ.get("TOWNSITE_MATRIX") == "whole"
OWN, FOREIGN = 3, 3


def asks_own(role: Role, ask: Ask) -> bool:
    """Whether the role asks for an own object."""
    return IS_WHOLE or not allowed(ask, role) or role in _some(ask, OWN)


def asks_foreign(role: Role, ask: Ask) -> bool:
    """Whether the role asks for a foreign object: some that may, and one that may not."""
    if IS_WHOLE or role in _some(ask, FOREIGN):
        return True
    refused = [each for each in Role if not allowed(ask, each)]
    return bool(refused) and role == refused[_turn(ask) % len(refused)]


def _some(ask: Ask, count: int) -> set[Role]:
    those = [each for each in Role if allowed(ask, each)]
    step = max(len(those) // count, 1)
    return {those[(_turn(ask) + n * step) % len(those)] for n in range(count)}


def _turn(ask: Ask) -> int:
    return crc32(f"{ask.method} {ask.address}".encode())
