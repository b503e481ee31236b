"""Refusals about change sets."""

from townsite.common.errors import Conflict, Forbidden, NotFound


class WrongState(Conflict):
    code = "change-set-state"
    title = "The change set does not stand where this is possible"


class Conflicting(Conflict):
    code = "change-set-conflict"
    title = "Something else was published meanwhile"


class RevertRefused(Conflict):
    code = "revert-refused"
    title = "Later facts depend on this change set"


class OwnProposal(Forbidden):
    code = "own-proposal"
    title = "Nobody approves their own proposal"


class ChangeSetUnknown(NotFound):
    code = "change-set-unknown"
    title = "There is no such change set"
