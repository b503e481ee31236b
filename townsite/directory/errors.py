"""What can be wrong with a question to the directory."""

from townsite.common.errors import Conflict, Invalid, NotFound


class BadToken(Invalid):
    """A token that cannot be understood; `suggestion` is what was probably meant, or empty."""

    code = "bad-token"
    title = "A filter could not be understood"

    def __init__(self, detail: str, *, suggestion: str = "") -> None:
        super().__init__(detail, suggestion=suggestion)
        self.suggestion = suggestion


class BadCursor(Invalid):
    code = "bad-cursor"
    title = "This cursor is not one of ours"


class ViewUnknown(NotFound):
    code = "view-unknown"
    title = "There is no such view"


class ViewNameTaken(Conflict):
    code = "view-name-taken"
    title = "You have a view of this name"
