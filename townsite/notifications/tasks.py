"""Each minute: events become notifications, the clock reminds, letters leave."""

from procrastinate.contrib.django import app

from townsite.common import clock
from townsite.common.scope import Scope, scoped
from townsite.notifications.actions import spread_events
from townsite.notifications.mailing import claim_letters, hand_over, settle
from townsite.notifications.reminders import remind

NAME = "notifications.look"
SYSTEM = Scope.system(NAME)


@app.periodic(cron="* * * * *", periodic_id=NAME)
@app.task(name=NAME, queueing_lock=NAME)
def look(timestamp: int) -> None:
    """Spreads, reminds and sends; each in transactions of its own, so that no mail leaves twice."""
    with scoped(SYSTEM):
        spread_events(at=clock.now())
        remind(at=clock.now())
    send_letters()


def send_letters() -> int:
    """How many letters left. The claim is committed before the first is handed over."""
    with scoped(SYSTEM):
        letters = claim_letters(at=clock.now())
    sent = 0
    for letter in letters:
        error = hand_over(letter)
        with scoped(SYSTEM):
            settle(letter, error, at=clock.now())
        sent += not error
    return sent
