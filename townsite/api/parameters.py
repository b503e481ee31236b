"""Query parameters that many routes share, with their bounds in the OpenAPI document."""

from typing import Annotated

from ninja import Query
from pydantic import AfterValidator, AwareDatetime, Field

from townsite.api.paging import LARGEST, USUAL
from townsite.common.as_of import in_utc


def _without_null(text: str) -> str:
    """PostgreSQL cannot store U+0000, so no text with it can match or be saved."""
    if "\x00" in text:
        raise ValueError("text must not contain the character U+0000")
    return text


Text = Annotated[str, AfterValidator(_without_null)]
Limit = Annotated[int, Query(USUAL, ge=1, le=LARGEST, description="Rows a page")]
Cursor = Annotated[str, Query("", max_length=2_000, description="`next` of the page before")]
Fields = Annotated[str, Query("", max_length=1_000, description="Comma-separated fields to return")]
DryRun = Annotated[bool, Query(False, description="Carry out, answer, and take back")]
Search = Annotated[Text, Query("", max_length=1_000, description="Text to look for")]
Moment = Annotated[
    Text,
    Query("", max_length=40, description="A day (its end) or a time of ISO 8601; empty is now"),
]
Instant = Annotated[AwareDatetime, AfterValidator(in_utc)]
Key = Annotated[str, Field(max_length=50, pattern=r"^[A-Za-z0-9]+$")]
