"""Judges the answers to one person: as the table says, with nothing told of what is foreign."""

from collections import Counter
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from django.test import Client

from tests.access.matrix.ask import Ask
from tests.access.matrix.asking import Answer, absent, asked, plain
from tests.access.matrix.cells import allowed
from tests.access.matrix.world import MARK
from townsite.access.choices import Role
from townsite.accounts.models import User

Keys = dict[str, str]
FORBIDDEN = 403
REFUSED = {FORBIDDEN, 404}
UNKNOWN, FAILED = 401, 500


class Walk:
    """One person at every address. `faults` is what is not as expected."""

    def __init__(self, user: User, role: Role | None, own: Keys, foreign: Keys) -> None:
        self.role, self.own, self.foreign = role, own, foreign
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)
        session = self.client.session  # somebody who just signed in: sensitive acts ask no more
        record_authentication(SimpleNamespace(session=session), user, "password")
        session.save()
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()

    def ask_own(self, ask: Ask) -> None:
        """Own objects: allowed, or refused by the role."""
        answer = self._ask(ask, self.own, "own")
        if allowed(ask, self.role) and not ask.whole:
            if answer.status in {401, *REFUSED} or answer.is_to_sign_in:
                self._fault(ask, "own", answer, "allowed expected")
        elif answer.changed or answer.status != FORBIDDEN:
            self._fault(ask, "own", answer, f"refusal expected, changed {answer.changed}")

    def ask_foreign(self, ask: Ask) -> None:
        """Foreign objects, at every depth of the address, then in query and body."""
        for depth in range(len(ask.kinds)):
            self._as_absent(ask, ask.kinds[depth:], only_404=allowed(ask, self.role))
        if ask.given:
            self._as_absent(ask, ask.given, only_404=False)

    def ask_as_stranger(self, ask: Ask) -> None:
        """Nobody signed in: sent to sign in, whatever is named."""
        answer = self._ask(ask, self.own, "stranger")
        if answer.changed or not (answer.status == UNKNOWN or answer.is_to_sign_in):
            self._fault(ask, "stranger", answer, f"changed {answer.changed}")

    def _as_absent(self, ask: Ask, kinds: list[str], *, only_404: bool) -> None:
        foreign = {kind: self.foreign[kind] for kind in kinds}
        nothing = {kind: absent(kind) for kind in kinds}
        answer = self._ask(ask, self.own | foreign, "foreign")
        expected = {404} if only_404 else REFUSED
        if answer.changed or (kinds != ask.given and answer.status not in expected):
            self._fault(ask, f"foreign {kinds[0]}", answer, f"changed {answer.changed}")
            return
        other = self._ask(ask, self.own | nothing, "absent")
        keys = (*foreign.values(), *nothing.values())
        if plain(answer, *keys) != plain(other, *keys):
            self._fault(
                ask,
                f"foreign {kinds[0]}",
                answer,
                f"absent {other.status} {differing(plain(answer, *keys)[1], plain(other, *keys)[1])}",
            )

    def _ask(self, ask: Ask, keys: Keys, kind: str) -> Answer:
        self.counts[kind] += 1
        answer = asked(self.client, ask, keys)
        if MARK in answer.told:
            at = answer.told.index(MARK)
            self._fault(ask, kind, answer, f"shows {answer.told[max(at - 80, 0) : at + 40]}")
        if answer.status >= FAILED:
            self._fault(ask, kind, answer, "failed")
        return answer

    def _fault(self, ask: Ask, kind: str, answer: Answer, told: str) -> None:
        query = f"?{ask.query}" if ask.query else ""
        self.faults.append(
            f"{ask.method} {ask.address}{query} {kind}: {answer.status}, {told} [{self.role}]"
        )


def differing(one: str, other: str) -> str:
    """Where two answers part, with a few words of each."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[max(at - 30, 0) : at + 40]!r} / {other[max(at - 30, 0) : at + 40]!r}"
