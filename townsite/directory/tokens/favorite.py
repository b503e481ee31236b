"""The token `favorite:me`: the sites that the reader marked."""

from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition
from townsite.directory.grammar import Value
from townsite.directory.tokens.token import Token

ME = "me"
# Who asks is known to the database alone, as everywhere in the scope.
_MINE = Condition(
    f"""{SITE}.id IN (SELECT f.site_id FROM directory_favorite f
    WHERE f.user_id = nullif(current_setting('townsite.user', true), '')::uuid)"""
)


def _favorite(value: Value) -> Condition:
    if value.text.lower() != ME:
        raise BadToken(
            f"Favorites are one's own: “{value.text}” cannot stand after favorite:",
            suggestion=f"favorite:{ME}",
        )
    return _MINE


FAVORITE = Token(
    "favorite", "Marked by me with a star", f"favorite:{ME}", _favorite, [(ME, "My favorites")],
    canonical=str.lower,
)  # fmt: skip
