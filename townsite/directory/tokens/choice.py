"""Tokens whose values are a closed vocabulary."""

from collections.abc import Sequence
from functools import lru_cache

from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition
from townsite.directory.grammar import Value
from townsite.directory.tokens.token import Token, nearest

NONE = "none"


def choice_token(
    name: str, column: str, choices: Sequence[tuple[str, str]], *, says: str, can_lack: bool = False
) -> Token:
    """A token over a column of stored codes; `none` finds the sites without one, if they can lack it."""
    stored = [(str(code), str(label)) for code, label in choices]
    known = [*stored, (NONE, "None")] if can_lack and NONE not in dict(stored) else stored

    def read_value(value: Value) -> Condition:
        code = _code(value.text + value.tail, known)
        if not code:
            raise _unknown(name, value, known)
        lacking = code == NONE and NONE not in dict(stored)
        return Condition(f"{SITE}.{column} = %s", ("" if lacking else code,))

    return Token(
        name,
        says,
        f"{name}:{stored[0][0]}",
        read_value,
        known,
        lambda text: _code(text, known) or text,
    )


def _code(text: str, choices: Sequence[tuple[str, str]]) -> str:
    """The code meant by a code, its words, or the only beginning that fits."""
    wanted = _key(text)
    exact = [code for code, label in choices if wanted in {_key(code), _key(label)}]
    if exact:
        return exact[0]
    begun = [
        code
        for code, label in choices
        if wanted and (_key(code).startswith(wanted) or _key(label).startswith(wanted))
    ]
    return begun[0] if len(begun) == 1 else ""


@lru_cache(maxsize=4_096)
def _key(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _unknown(name: str, value: Value, choices: Sequence[tuple[str, str]]) -> BadToken:
    offered = ", ".join(code for code, _ in choices)
    words = {label: code for code, label in choices} | {code: code for code, _ in choices}
    likely = nearest(value.text, words)
    return BadToken(
        f"“{value.text}” is no {name}. Use one of: {offered}.",
        suggestion=f"{name}:{words[likely]}" if likely else "",
    )
